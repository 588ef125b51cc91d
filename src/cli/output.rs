//! Where a run writes to, and in which style.

use std::io::{self, BufRead, BufWriter, Write};

use crate::diagnostic::Diagnostic;
use crate::language::Lang;
use crate::project::Project;
use crate::report::{self, Style};
use crate::ruleset::{Rulebook, builtin};
use crate::say;

use super::args::Cli;
use super::files::Disk;
use super::{NOT_CHECKED, World};

/// The width of reports where no terminal says another.
const WIDTH: usize = 80;
/// Terminals wider than this are not used to the full: nobody likes to read such lines.
const WIDEST: usize = 110;

/// The streams of a run.
pub(super) struct Output<'a, 'w> {
    pub(super) world: &'a mut World<'w>,
    pub(super) style: Style,
    error_style: Style,
}

impl<'a, 'w> Output<'a, 'w> {
    pub(super) fn new(cli: &Cli, lang: Lang, world: &'a mut World<'w>) -> Self {
        let set = |name| (world.variables)(name).is_some_and(|value| !value.is_empty());
        let plain = set("NO_COLOR") || (world.variables)("TERM").is_some_and(|term| term == "dumb");
        let color = |is_terminal: bool| match cli.color.as_str() {
            "always" => true,
            "never" => false,
            _ => is_terminal && !plain,
        };
        let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = if world.stdout_is_terminal { terminal().unwrap_or(WIDTH) } else { WIDTH };
        let style = |color| Style { lang, color, width: width.clamp(40, WIDEST) };
        let (style, error_style) =
            (style(color(world.stdout_is_terminal)), style(color(world.stderr_is_terminal)));
        Self { world, style, error_style }
    }

    /// Whether somebody looks at standard error while a run goes on.
    pub(super) fn is_watched(&self) -> bool {
        let variable = |name| (self.world.variables)(name).filter(|value| !value.is_empty());
        let is_dumb = variable("TERM").is_some_and(|term| term == "dumb");
        self.world.stderr_is_terminal && !is_dumb && variable("CI").is_none()
    }

    /// Takes standard input, which is empty from then on.
    pub(super) fn take_stdin(&mut self) -> Box<dyn BufRead + Send> {
        std::mem::replace(&mut self.world.stdin, Box::new(io::empty()))
    }

    /// The rules of some rulesets as a project has them, or of all that come along where none are named; else the answer
    /// that says why not.
    pub(super) fn rulebook(&mut self, wanted: &[String], project: &Project) -> Result<Rulebook, Answer> {
        let all = || builtin::names().map(str::to_owned).collect();
        let wanted = if wanted.is_empty() { all() } else { wanted.to_vec() };
        let rulebook = project.load(&wanted, &Disk).map_err(|faults| self.refuse(&faults))?;
        match self.faults(&rulebook.hints) {
            Ok(()) => Ok(rulebook),
            Err(error) => Err(Answer { code: NOT_CHECKED, written: Err(error) }),
        }
    }

    /// The answer that nothing was done because of some faults.
    pub(super) fn refuse(&mut self, faults: &[Diagnostic]) -> Answer {
        Answer { code: NOT_CHECKED, written: self.faults(faults) }
    }

    /// Writes faults to standard error.
    pub(super) fn faults(&mut self, faults: &[Diagnostic]) -> io::Result<()> {
        faults
            .iter()
            .try_for_each(|fault| writeln!(self.world.stderr, "{}", report::render(fault, self.error_style)))
    }

    /// Writes faults to standard error, each in a line.
    pub(super) fn short_faults(&mut self, faults: &[Diagnostic]) -> io::Result<()> {
        let lang = self.style.lang;
        faults.iter().try_for_each(|fault| writeln!(self.world.stderr, "{}", report::line(fault, lang)))
    }

    /// Writes a line to standard output.
    pub(super) fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.world.stdout, "{line}")
    }

    /// The exit code, when all has been written.
    pub(super) fn finish(&mut self, answer: Answer) -> u8 {
        finish(answer, self.style.lang, self.world)
    }
}

/// The exit code of an answer, when all has been written.
pub(super) fn finish(answer: Answer, lang: Lang, world: &mut World<'_>) -> u8 {
    let Answer { code, written } = answer;
    match written.and_then(|()| world.stdout.flush()) {
        Err(error) => {
            let text = say!("输出未能写完：{error}", "the output could not be written: {error}");
            let _ = writeln!(world.stderr, "error: {}", text.get(lang));
            NOT_CHECKED
        }
        Ok(()) => code,
    }
}

/// A pipe that may be closed by whoever has seen enough, which is no error: the run goes on to its verdict.
pub struct UntilClosed<W> {
    pipe: W,
    is_closed: bool,
}

impl<W: Write> UntilClosed<W> {
    /// Writes to a pipe as long as it is open.
    pub fn new(pipe: W) -> Self {
        Self { pipe, is_closed: false }
    }

    fn unless_closed<T>(&mut self, written: io::Result<T>, otherwise: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(otherwise)
            }
            written => written,
        }
    }
}

/// Where output goes that somebody reads, or has stopped reading.
pub trait Pipe: Write {
    /// Whether nobody reads any more what is written.
    fn is_closed(&self) -> bool;
}

impl<W: Write> Pipe for BufWriter<UntilClosed<W>> {
    fn is_closed(&self) -> bool {
        self.get_ref().is_closed
    }
}

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let written = self.pipe.write(bytes);
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.pipe.flush();
        self.unless_closed(flushed, ())
    }
}

/// How a command ended: its verdict, and whether it could say so.
pub(super) struct Answer {
    pub(super) code: u8,
    pub(super) written: io::Result<()>,
}
