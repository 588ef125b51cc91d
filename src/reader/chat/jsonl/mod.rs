//! Chat JSONL: one JSON object a line, read as a stream; messages of several conversations may be mixed.

mod faults;
mod layout;
pub(in crate::reader) mod line;
mod plain;
mod reading;

use std::io::BufRead;
use std::sync::Arc;

use crate::threads::{Threads, stretch};

use super::super::chunks::{Chunk, Chunks, lines};
use super::super::{Glance, NoGlance, Options};
use super::stream::Stream;
use faults::how_to_sort;

/// Reads conversations from a stream of lines, by several threads.
pub(in crate::reader) fn read<'a, 'env: 'a>(
    name: &str,
    input: Box<dyn BufRead + 'a>,
    options: &Options,
    threads: &'a Threads<'_, 'env>,
    glance: &'env dyn Glance,
) -> Stream<'a> {
    let (name, own): (Arc<str>, _) = (name.into(), options.clone());
    let chunks = Chunks::new(Arc::clone(&name), input, Box::new(lines));
    let number = |chunk: &Result<Chunk, _>| chunk.as_ref().map_or(0, |chunk| stretch(chunk.start));
    let read = move |chunk| reading::read(chunk, &name, &own, glance);
    Stream::new(Box::new(threads.in_order(chunks, number, read)), how_to_sort, options)
}

/// Reads conversations from a stream of lines by itself.
pub(in crate::reader) fn read_alone<'a>(
    name: &Arc<str>,
    input: Box<dyn BufRead + 'a>,
    options: &'a Options,
) -> Stream<'a> {
    let (name, chunks) = (Arc::clone(name), Chunks::new(Arc::clone(name), input, Box::new(lines)));
    let read = move |chunk| reading::read(chunk, &name, options, &NoGlance);
    Stream::new(Box::new(chunks.map(read)), how_to_sort, options)
}
