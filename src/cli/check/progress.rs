//! How far a long run is, on a terminal: a line on standard error that gives way to whatever else is written.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::language::Lang;
use crate::say;

use super::super::inputs::Input;

/// How long a run takes before its progress is worth showing, and how long a line stays.
const LONG: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(100);

/// How wide the bar is, in columns.
const WIDTH: u64 = 24;

/// Takes the line away.
const CLEAR: &[u8] = b"\r\x1b[K";

/// Where a run writes to.
pub(super) struct Streams<'s> {
    pub(super) out: &'s mut dyn Write,
    pub(super) err: &'s mut dyn Write,
}

/// The progress of a run, where somebody looks.
pub(super) struct Progress(Option<State>);

#[derive(Debug)]
struct State {
    lang: Lang,
    /// When the line may be drawn.
    next: Instant,
    is_drawn: bool,
    /// How many bytes there are, were in the files before, and are in this one.
    total: u64,
    before: u64,
    size: u64,
    files: usize,
    file: usize,
}

impl Progress {
    /// The progress through some files.
    pub(super) fn new<'i>(is_on: bool, lang: Lang, files: impl Iterator<Item = &'i Input>) -> Self {
        Self(is_on.then(|| {
            let (mut total, mut count) = (0, 0);
            files.for_each(|input| (total, count) = (total + size(input), count + 1));
            let next = Instant::now() + LONG;
            State { lang, next, is_drawn: false, total, before: 0, size: 0, files: count, file: 0 }
        }))
    }

    /// Begins with a file.
    pub(super) fn file(&mut self, input: &Input, streams: &mut Streams<'_>) -> io::Result<()> {
        if let Some(state) = &mut self.0 {
            state.before += state.size;
            state.size = size(input);
            state.file += 1;
        }
        self.show(0, streams)
    }

    /// Shows that so many bytes of the file have been read.
    pub(super) fn show(&mut self, bytes: usize, streams: &mut Streams<'_>) -> io::Result<()> {
        let Some(state) = &mut self.0 else { return Ok(()) };
        let now = Instant::now();
        if now < state.next {
            return Ok(());
        }
        // What has been found stands above the line.
        streams.out.flush()?;
        (state.next, state.is_drawn) = (now + STEP, true);
        let line = state.line(bytes as u64);
        streams.err.write_all(&[CLEAR, line.as_bytes()].concat())?;
        streams.err.flush()
    }

    /// Takes the line away, for something else to be written.
    pub(super) fn hide(&mut self, err: &mut dyn Write) -> io::Result<()> {
        match &mut self.0 {
            Some(state) if state.is_drawn => {
                (state.next, state.is_drawn) = (Instant::now() + STEP, false);
                err.write_all(CLEAR)
            }
            _ => Ok(()),
        }
    }
}

impl State {
    fn line(&self, bytes: u64) -> String {
        let (done, total) = (self.before + bytes.min(self.size), self.total.max(1));
        let part = |whole: u64| {
            u64::try_from(u128::from(done) * u128::from(whole) / u128::from(total)).unwrap_or(whole)
        };
        let (filled, percent) = (part(WIDTH).min(WIDTH) as usize, part(100).min(100));
        let bar = ["#".repeat(filled), ".".repeat(WIDTH as usize - filled)].concat();
        let (file, files) = (self.file, self.files);
        let text = say!(
            "[{bar}] {percent}%，第 {file}/{files} 个文件",
            "[{bar}] {percent}%, file {file} of {files}"
        );
        text.get(self.lang).to_owned()
    }
}

/// How many bytes an input has, as far as that is known.
fn size(input: &Input) -> u64 {
    std::fs::metadata(&input.path).map_or(0, |metadata| metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(total: u64, before: u64, size: u64) -> State {
        State {
            lang: Lang::En,
            next: Instant::now(),
            is_drawn: false,
            total,
            before,
            size,
            files: 3,
            file: 2,
        }
    }

    #[test]
    fn the_bar_is_as_long_as_what_was_read() {
        assert_eq!(state(100, 50, 50).line(0), "[############............] 50%, file 2 of 3");
        assert_eq!(state(100, 50, 50).line(u64::MAX), "[########################] 100%, file 2 of 3");
        // Standard input has no size, and a file may have grown.
        assert_eq!(state(0, 0, 0).line(9), "[........................] 0%, file 2 of 3");
        assert_eq!(state(10, u64::MAX / 2, 5).line(9), "[########################] 100%, file 2 of 3");
    }

    #[test]
    fn what_is_written_takes_the_place_of_the_line() {
        let state = state(100, 50, 50);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut progress = Progress(Some(state));
        let mut streams = Streams { out: &mut out, err: &mut err };
        progress.show(0, &mut streams).unwrap_or_default();
        progress.show(1, &mut streams).unwrap_or_default();
        progress.hide(streams.err).unwrap_or_default();
        progress.hide(streams.err).unwrap_or_default();
        let line = "[############............] 50%, file 2 of 3";
        assert_eq!(String::from_utf8_lossy(&err), format!("\r\x1b[K{line}\r\x1b[K"));
    }
}
