//! Requests on a stream: a co-process that answers each line with a line.

use std::io::{self, BufRead, ErrorKind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use serde_json::json;

use crate::gate::Gate;
use crate::reader::outgoing::{Outgoing, Reading};
use crate::reader::whole::read_error;
use crate::report;

use super::super::CLEAN;
use super::super::output::{Answer, Output};
use super::{NOT_CHECKED, args, ready, signals, stopped, too_large};

/// The version of the protocol; a change that old callers could not read raises it.
const PROTOCOL: u32 = 1;

/// The longest line, in bytes (4 MiB).
const LONGEST: usize = 4 << 20;

/// How many batches of lines may wait.
const WAITING: usize = 4;

/// What comes to pass on a stream.
pub(super) enum Event {
    /// Lines have come.
    Lines(Vec<Line>),
    /// Nothing more comes.
    End,
    /// It broke.
    Broken(io::Error),
    /// Somebody ends the program.
    Terminated,
}

/// A line without its end, or what is known of one that is too long.
pub(super) struct Line {
    bytes: Option<Vec<u8>>,
    start: usize,
    number: usize,
}

pub(super) fn run(command: &args::Gate, output: &mut Output<'_, '_>) -> Answer {
    let (rulebook, reading) = match command.judging.ready(command.place().as_deref()) {
        Ok(ready) => ready,
        Err(faults) => return output.refuse(&faults),
    };
    let linter = ready(&rulebook);
    let gate = Gate::new(&linter, command.judging.policy());
    let (sender, events) = mpsc::sync_channel(WAITING);
    let input = match command.input(output) {
        Ok(input) => input,
        Err(fault) => return output.refuse(&[*fault]),
    };
    let lines = sender.clone();
    let reads = thread::Builder::new().spawn(move || Lines::new(input).send(&lines));
    if let Err(error) = reads.and_then(|_| signals::watch(move || _ = sender.send(Event::Terminated))) {
        return output.refuse(&[stopped(&error.to_string())]);
    }
    let name = command.name().into();
    let stream = Stream { gate, name, reading };
    let hinted = output.short_faults(&rulebook.hints);
    match hinted.and_then(|()| stream.answer(&events, output)) {
        Ok(code) => Answer { code, written: Ok(()) },
        Err(error) => Answer { code: NOT_CHECKED, written: Err(error) },
    }
}

struct Stream<'a> {
    gate: Gate<'a>,
    name: Arc<str>,
    reading: Reading,
}

impl Stream<'_> {
    /// Answers until nothing more comes, or nobody listens.
    fn answer(&self, events: &Receiver<Event>, output: &mut Output<'_, '_>) -> io::Result<u8> {
        output.line(&json!({"liyi": env!("CARGO_PKG_VERSION"), "protocol": PROTOCOL}).to_string())?;
        output.world.stdout.flush()?;
        for event in events {
            match event {
                Event::Lines(lines) => {
                    for line in lines {
                        self.answer_line(line, output)?;
                        if output.world.stdout.is_closed() {
                            return Ok(CLEAN);
                        }
                    }
                }
                Event::Broken(error) => {
                    output.short_faults(&[read_error(&self.name, &error)])?;
                    return Ok(NOT_CHECKED);
                }
                Event::End | Event::Terminated => break,
            }
        }
        Ok(CLEAN)
    }

    fn answer_line(&self, line: Line, output: &mut Output<'_, '_>) -> io::Result<()> {
        let outgoing = match line.bytes {
            Some(bytes) => Outgoing::line(&self.name, bytes, line.start, line.number, &self.reading),
            None => Outgoing::unread(too_large(&self.name, LONGEST as u64)),
        };
        report::write_verdict(&self.gate.judge(outgoing), output.world.stdout)?;
        output.world.stdout.flush()
    }
}

/// The lines of a stream, as they come.
struct Lines {
    input: Box<dyn BufRead + Send>,
    /// What has come of a line, as far as it is kept.
    begun: Vec<u8>,
    /// How much of it has come.
    length: usize,
    start: usize,
    number: usize,
}

impl Lines {
    fn new(input: Box<dyn BufRead + Send>) -> Self {
        Self { input, begun: Vec::new(), length: 0, start: 0, number: 1 }
    }

    /// Sends lines until there are no more, or nobody wants them.
    fn send(mut self, sender: &SyncSender<Event>) {
        loop {
            let event = match self.next_lines() {
                Ok(Some(lines)) => Event::Lines(lines),
                Ok(None) => Event::End,
                Err(error) => Event::Broken(error),
            };
            let goes_on = matches!(event, Event::Lines(_));
            if sender.send(event).is_err() || !goes_on {
                return;
            }
        }
    }

    /// The lines that what comes next ends; none at the end of the stream.
    fn next_lines(&mut self) -> io::Result<Option<Vec<Line>>> {
        let taken = match self.input.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(Some(Vec::new())),
            come => come?.to_vec(),
        };
        self.input.consume(taken.len());
        if taken.is_empty() {
            let last = (self.length > 0).then(|| self.end_line());
            return Ok(last.flatten().map(|line| vec![line]));
        }
        let mut lines = Vec::new();
        for piece in taken.split_inclusive(|byte| *byte == b'\n') {
            self.length += piece.len();
            if self.length <= LONGEST {
                self.begun.extend_from_slice(piece);
            }
            if piece.ends_with(b"\n") {
                lines.extend(self.end_line());
            }
        }
        Ok(Some(lines))
    }

    /// The line that has come; none if it is blank.
    fn end_line(&mut self) -> Option<Line> {
        let bytes = std::mem::take(&mut self.begun);
        let is_whole = self.length <= LONGEST;
        let line = Line { bytes: is_whole.then_some(bytes), start: self.start, number: self.number };
        self.start += std::mem::take(&mut self.length);
        self.number += 1;
        let is_blank = line.bytes.as_ref().is_some_and(|bytes| bytes.trim_ascii().is_empty());
        (!is_blank).then_some(line)
    }
}
