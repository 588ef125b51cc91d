//! Where the reports of a run go: standard output, or files, which are written whole or not at all.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::diagnostic::Diagnostic;
use crate::document::Conversation;
use crate::language::Bilingual;
use crate::report::{self, Format, Redactor, Report, Reporter, Style};
use crate::ruleset::Entry;
use crate::say;

use super::NOT_CHECKED;
use super::check::args::Check;
use super::files::{cause, temporary};
use super::output::Output;

/// The reports of a run.
pub(super) struct Outlets {
    outlets: Vec<Outlet>,
    redactor: Redactor,
    is_quiet: bool,
    /// How many findings are shown at most, how many came, and how many in conversations.
    most: usize,
    findings: usize,
    in_conversations: usize,
}

/// A report, and where it goes.
struct Outlet {
    format: Format,
    is_masked: bool,
    reporter: Reporter,
    /// None for standard output.
    file: Option<Target>,
}

/// A file to be.
struct Target {
    path: PathBuf,
    /// Where it grows; none once writing has failed.
    growing: Result<Growing, io::Error>,
}

/// A file is written beside its place, and then put there; a device or pipe takes what comes.
enum Growing {
    Beside(BufWriter<NamedTempFile>),
    Into(BufWriter<std::fs::File>),
}

impl Outlets {
    /// Opens the files of all reports.
    ///
    /// # Errors
    /// When one cannot be written, or would be written over an input that somebody named.
    pub(super) fn open(command: &Check, style: Style, rules: &[Entry]) -> Result<Self, Vec<Diagnostic>> {
        let (mut outlets, mut faults) = (Vec::new(), Vec::new());
        let wanted = command.outcome.reports();
        for (index, (format, path)) in wanted.iter().enumerate() {
            if wanted[..index].iter().any(|(_, other)| other == path) {
                faults.push(twice(path.as_deref()));
                continue;
            }
            let file = match path.as_deref().map(|path| Target::open(path, &command.task.paths)).transpose() {
                Ok(file) => file,
                Err(fault) => {
                    faults.push(*fault);
                    continue;
                }
            };
            let color = style.color && file.is_none();
            let is_masked = command.outcome.redact().unwrap_or(format.is_published());
            let reporter = Reporter::new(*format, Style { color, ..style }, rules);
            outlets.push(Outlet { format: *format, is_masked, reporter, file });
        }
        let is_quiet = command.outcome.quiet;
        if faults.is_empty() {
            let most = command.outcome.max_diagnostics.unwrap_or(usize::MAX);
            let redactor = Redactor::default();
            Ok(Self { outlets, redactor, is_quiet, most, findings: 0, in_conversations: 0 })
        } else {
            Err(faults)
        }
    }

    /// Whether a report shows conversations.
    pub(super) fn show_conversations(&self) -> bool {
        self.outlets.iter().any(|outlet| outlet.format == Format::Html)
    }

    /// Whether a file is one of those to be written.
    pub(super) fn hold(&self, path: &Path) -> bool {
        let targets = self.outlets.iter().filter_map(|outlet| outlet.file.as_ref());
        targets.map(|target| &target.path).any(|target| is_same(target, path))
    }

    /// How many findings came that are not shown.
    pub(super) fn not_shown(&self) -> usize {
        self.findings.saturating_sub(self.most)
    }

    /// Writes a finding.
    pub(super) fn finding(&mut self, finding: &Diagnostic, stdout: &mut dyn Write) -> io::Result<()> {
        self.findings += 1;
        if self.findings > self.most {
            return Ok(());
        }
        let is_masked = self.outlets.iter().any(|outlet| outlet.is_masked);
        let masked = is_masked.then(|| self.redactor.finding(finding));
        for outlet in &mut self.outlets {
            let finding = masked.as_ref().filter(|_| outlet.is_masked).unwrap_or(finding);
            outlet.write(stdout, |reporter, out| reporter.finding(finding, out))?;
        }
        Ok(())
    }

    /// Takes note of a conversation with findings.
    pub(super) fn conversation(&mut self, said: &Conversation, found: &[Diagnostic]) {
        let room = self.most.saturating_sub(self.in_conversations);
        let found = &found[..found.len().min(room)];
        self.in_conversations += found.len();
        if found.is_empty() {
            return;
        }
        for outlet in &mut self.outlets {
            let redactor = Some(&mut self.redactor).filter(|_| outlet.is_masked);
            outlet.reporter.conversation(said, found, redactor);
        }
    }

    /// Writes the rest of all reports, puts the files in their places, and tells on standard error what a person has to
    /// know beside them. The answer is the exit code where a file could not be written.
    pub(super) fn end(mut self, report: &Report, output: &mut Output<'_, '_>) -> io::Result<Option<u8>> {
        let (on_stdout, is_masked) = self.on_stdout();
        // Where nothing is masked, the regexes of what would be need not be compiled.
        let is_any_masked = is_masked || self.outlets.iter().any(|outlet| outlet.is_masked);
        let masked = is_any_masked.then(|| self.redactor.rest(report));
        let told = masked.as_ref().filter(|_| is_masked).unwrap_or(report);
        // Whoever looks at both sees the summary last.
        output.world.stdout.flush()?;
        match on_stdout {
            Some(Format::Full) | None => output.faults(&told.errors)?,
            Some(_) => output.short_faults(&told.errors)?,
        }
        let mut unwritten = Vec::new();
        for mut outlet in self.outlets.drain(..) {
            let report = masked.as_ref().filter(|_| outlet.is_masked).unwrap_or(report);
            outlet.write(output.world.stdout, |reporter, out| reporter.end(report, out))?;
            unwritten.extend(outlet.file.and_then(Target::finish));
        }
        output.world.stdout.flush()?;
        if on_stdout.map_or(!self.is_quiet, |format| !format.has_summary()) {
            output.world.stderr.write_all(report::sentences(told, output.style.lang).as_bytes())?;
        }
        output.faults(&unwritten)?;
        Ok((!unwritten.is_empty()).then_some(NOT_CHECKED))
    }

    /// The format on standard output, if there is one, and whether what is told beside it is masked.
    fn on_stdout(&self) -> (Option<Format>, bool) {
        let outlet = self.outlets.iter().find(|outlet| outlet.file.is_none());
        let any = || self.outlets.iter().any(|outlet| outlet.is_masked);
        (outlet.map(|outlet| outlet.format), outlet.map_or_else(any, |outlet| outlet.is_masked))
    }
}

impl Outlet {
    fn write(
        &mut self,
        stdout: &mut dyn Write,
        write: impl FnOnce(&mut Reporter, &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(target) = &mut self.file else { return write(&mut self.reporter, stdout) };
        let written = match &mut target.growing {
            Ok(Growing::Beside(file)) => write(&mut self.reporter, file),
            Ok(Growing::Into(file)) => write(&mut self.reporter, file),
            Err(_) => Ok(()),
        };
        // It is told at the end, when all others have been written.
        if let Err(error) = written {
            target.growing = Err(error);
        }
        Ok(())
    }
}

impl Target {
    fn open(path: &Path, inputs: &[PathBuf]) -> Result<Self, Box<Diagnostic>> {
        if inputs.iter().any(|input| is_same(input, path)) {
            return Err(Box::new(over_an_input(path)));
        }
        let growing = grow(path).map_err(|error| Box::new(unwritable(path, &error)))?;
        Ok(Self { path: path.to_owned(), growing: Ok(growing) })
    }

    fn finish(self) -> Option<Diagnostic> {
        let Self { path, growing } = self;
        let put = match growing {
            Ok(Growing::Into(mut file)) => file.flush(),
            Ok(Growing::Beside(file)) => match file.into_inner() {
                Ok(file) => file.persist(place_of(&path)).map(|_| ()).map_err(|error| error.error),
                Err(error) => Err(error.into_error()),
            },
            Err(error) => Err(error),
        };
        put.err().map(|error| unwritable(&path, &error))
    }
}

fn grow(path: &Path) -> io::Result<Growing> {
    let place = place_of(path);
    match std::fs::metadata(&place) {
        Ok(there) if !there.is_file() => {
            Ok(Growing::Into(BufWriter::new(OpenOptions::new().write(true).open(&place)?)))
        }
        _ => {
            let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
            let file = temporary().tempfile_in(folder.unwrap_or(Path::new(".")))?;
            Ok(Growing::Beside(BufWriter::new(file)))
        }
    }
}

/// Where a path leads: what a link points at is written, not the link.
fn place_of(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn is_same(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let Bilingual { zh, en } = cause(error);
    let text = say!("报告写不了：{zh}", "the report cannot be written: {en}");
    Diagnostic::error("report/unwritable", text).in_file(&path.to_string_lossy())
}

fn over_an_input(path: &Path) -> Diagnostic {
    let text = Bilingual::new(
        "报告会覆盖这个输入文件，没有动它",
        "the report would be written over this input, which was left as it is",
    );
    let help = Bilingual::new(
        "给报告换个文件名：--format 格式=文件",
        "give the report another name: --format FORMAT=FILE",
    );
    Diagnostic::error("report/input", text).in_file(&path.to_string_lossy()).help(help)
}

fn twice(path: Option<&Path>) -> Diagnostic {
    let help = Bilingual::new(
        "除一份以外都写进文件：--format full --format sarif=liyi.sarif",
        "write all but one to files: --format full --format sarif=liyi.sarif",
    );
    match path {
        None => {
            let text =
                Bilingual::new("标准输出上只能有一份报告", "there can be only one report on standard output");
            Diagnostic::error("report/twice", text).help(help)
        }
        Some(path) => {
            let text = Bilingual::new("一个文件里只能有一份报告", "there can be only one report in a file");
            Diagnostic::error("report/twice", text).in_file(&path.to_string_lossy()).help(help)
        }
    }
}
