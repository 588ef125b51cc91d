//! Inputs: which files a run reads, and as what.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, reason};
use crate::reader::whole::read_error;
use crate::reader::{Decoded, Encoded, Format, Options, Recognition, Refused, fault_of_bytes, recognise};
use crate::say;
use crate::source::{Charset, Untrusted};

use super::walked::{IsTold, passed_file, passed_folder};

/// How many bytes of an input are looked at to recognise it.
const HEAD: u64 = 64 << 10;

/// What to read, in order, and what not.
#[derive(Default)]
pub(super) struct Inputs {
    pub(super) files: Vec<Input>,
    /// Folders that are not walked into.
    pub(super) folders: Vec<(String, Bilingual)>,
    pub(super) faults: Vec<Diagnostic>,
    /// A list that names nothing.
    pub(super) empty_list: Option<String>,
}

/// A file to read.
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) name: String,
    /// Somebody named it, so that it has to be read.
    pub(super) by_hand: bool,
    /// Why a walk passes it by.
    pub(super) passed: Option<Bilingual>,
}

impl Input {
    /// Whether it is standard input.
    pub(super) fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }
}

impl Inputs {
    /// Collects files, those of folders included, in the order of their paths, each once.
    pub(super) fn collect(paths: &[PathBuf], stdin_name: &str, is_told: IsTold<'_>) -> Self {
        let mut inputs = Self::default();
        let here = [PathBuf::from(".")];
        for path in if paths.is_empty() { &here } else { paths } {
            if path.as_os_str() == "-" {
                inputs.add(path.clone(), stdin_name.to_owned(), true, None);
            } else {
                inputs.add_path(path, is_told);
            }
        }
        if paths.len() > 1 {
            inputs.keep_once();
        }
        inputs.files.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        inputs
    }

    /// Keeps each file once, by whatever path it was reached.
    fn keep_once(&mut self) {
        let mut seen = HashSet::new();
        self.files.sort_by_key(|file| !file.by_hand);
        self.files.retain(|file| seen.insert(file.path.canonicalize().unwrap_or_else(|_| file.path.clone())));
    }

    fn add(&mut self, path: PathBuf, name: String, by_hand: bool, passed: Option<Bilingual>) {
        self.files.push(Input { path, name, by_hand, passed });
    }

    fn add_path(&mut self, path: &Path, is_told: IsTold<'_>) {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.walk(path, is_told),
            Ok(_) => self.add(path.to_owned(), name(path), true, None),
            Err(error) => {
                let text = match error.kind() {
                    io::ErrorKind::NotFound => {
                        Bilingual::new("没有这个文件或文件夹", "no such file or folder")
                    }
                    _ => cannot_open(&error),
                };
                self.faults.push(Diagnostic::error("input/unreadable", text).in_file(&name(path)));
            }
        }
    }

    fn walk(&mut self, root: &Path, is_told: IsTold<'_>) {
        let mut passed_folders = Vec::new();
        let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
            let passed = passed_folder(entry);
            passed_folders.extend(passed.clone().map(|reason| (name(entry.path()), reason)));
            passed.is_none()
        });
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let passed = passed_file(entry.path(), is_told);
                    self.add(entry.path().to_owned(), name(entry.path()), false, passed);
                }
                Ok(entry) if entry.file_type().is_dir() => (),
                Ok(entry) => {
                    let reason = Bilingual::new("符号链接或特殊文件", "a symbolic link or no regular file");
                    self.add(entry.path().to_owned(), name(entry.path()), false, Some(reason));
                }
                Err(error) => {
                    let path = error.path().map(name).unwrap_or_default();
                    let text = cannot_open(&error);
                    self.faults.push(Diagnostic::error("input/unreadable", text).in_file(&path));
                }
            }
        }
        self.folders.extend(passed_folders);
    }
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// What a look at an input brought.
pub(super) enum Look<'a> {
    /// A text of a format.
    Text(Text<'a>),
    /// There is nothing in it.
    Empty,
    /// A walk passes it by, and why.
    Passed(Bilingual),
    /// It was named by hand, or is a text, and cannot be read.
    Fault(Box<Diagnostic>),
}

/// A text of a format, to be read from its first byte, in UTF-8.
pub(super) struct Text<'a> {
    pub(super) format: Format,
    pub(super) input: Box<dyn BufRead + 'a>,
    /// How it was encoded, if it was not in UTF-8.
    pub(super) encoded: Option<Encoded>,
    /// What of it could not be decoded.
    pub(super) fault: Option<Box<Diagnostic>>,
}

impl<'a> Text<'a> {
    fn plain(format: Format, input: Box<dyn BufRead + 'a>) -> Self {
        Self { format, input, encoded: None, fault: None }
    }
}

/// Opens an input and recognises it.
pub(super) fn look<'a>(input: &Input, options: &Options, stdin: &'a mut dyn BufRead) -> Look<'a> {
    if let Some(reason) = &input.passed {
        return Look::Passed(reason.clone());
    }
    let (head, reader) = match open(input, stdin) {
        Ok(opened) => opened,
        Err(error) => return Look::Fault(Box::new(read_error(&input.name, &error))),
    };
    let recognition = recognise(&input.name, &head, options);
    let charset = match recognition {
        Recognition::Format(Format::Mail | Format::Mailbox) | Recognition::Refused(_) => None,
        _ => options.charset.or_else(|| Charset::guess(&head)).filter(|charset| !charset.is_utf8()),
    };
    let recognition = if charset.is_none() { by_line_ends(recognition, &head) } else { recognition };
    let whole: Box<dyn BufRead + 'a> = Box::new(Cursor::new(head).chain(reader));
    match charset {
        Some(charset) => look_decoded(input, options, charset, whole),
        None => place(input, recognition, whole),
    }
}

/// What an input is of which lines are read, if they end.
fn by_line_ends(recognition: Recognition, head: &[u8]) -> Recognition {
    let refused = match recognition {
        Recognition::Empty | Recognition::Binary | Recognition::OtherEncoding => None,
        _ => Refused::of_returns(head),
    };
    refused.map_or(recognition, Recognition::Refused)
}

/// Decodes an input that is not in UTF-8 and recognises it.
fn look_decoded<'a>(
    input: &Input,
    options: &Options,
    charset: Charset,
    whole: Box<dyn BufRead + 'a>,
) -> Look<'a> {
    // UTF-16 says itself that it is that.
    let is_guess = options.charset.is_none() && charset != Charset::Utf16;
    let Decoded { text, encoded, fault } = match Encoded::decode(&input.name, whole, charset, is_guess) {
        Ok(decoded) => decoded,
        Err(fault) => return Look::Fault(fault),
    };
    let head = text.len().min(HEAD as usize);
    let head = &text.as_bytes()[..head];
    let recognition = by_line_ends(recognise(&input.name, head, options), head);
    match place(input, recognition, Box::new(Cursor::new(text))) {
        Look::Text(text) => Look::Text(Text { encoded: Some(encoded), fault, ..text }),
        Look::Fault(fault) => Look::Fault(Box::new(read_as(*fault, charset))),
        other => other,
    }
}

/// What is wrong with an input, which may be read in the wrong character set.
fn read_as(fault: Diagnostic, charset: Charset) -> Diagnostic {
    let charset = charset.name();
    let text = match &*fault.code {
        // Where it would stand in the bytes, nobody knows any more.
        "input/binary" => say!("按 {charset} 读，这不是文本", "read as {charset}, this is no text"),
        _ => {
            let Bilingual { zh, en } = &*fault.text;
            say!("按 {charset} 读：{zh}", "read as {charset}: {en}")
        }
    };
    let help = Bilingual::new(
        "用 --encoding 说明它真正的编码；编码没错的话，用 --kind 说明它是什么",
        "say what it is really in: --encoding; if that is right, what it is: --kind",
    );
    Diagnostic { text: text.into(), ..fault }.help(help)
}

/// What to do with an input, by what it was recognised as.
fn place<'a>(input: &Input, recognition: Recognition, whole: Box<dyn BufRead + 'a>) -> Look<'a> {
    match recognition {
        Recognition::Format(format) => Look::Text(Text::plain(format, whole)),
        Recognition::Doubtful(format, _) if input.by_hand => Look::Text(Text::plain(format, whole)),
        Recognition::Empty => Look::Empty,
        Recognition::Refused(refused) if input.by_hand => {
            Look::Fault(Box::new(Diagnostic::error("input/refused", refused.reason()).in_file(&input.name)))
        }
        Recognition::Refused(refused) => Look::Passed(refused.reason()),
        Recognition::Binary if !input.by_hand => Look::Passed(Bilingual::new("不是文本", "it is no text")),
        Recognition::Binary | Recognition::OtherEncoding => {
            Look::Fault(Box::new(fault_of_bytes(&input.name, whole)))
        }
        Recognition::Unknown(reason) if input.by_hand => {
            Look::Fault(Box::new(not_recognised(&input.name, &reason)))
        }
        Recognition::Unknown(Bilingual { zh, en }) | Recognition::Doubtful(_, Bilingual { zh, en }) => {
            Look::Passed(say!("未能识别：{zh}", "not recognised: {en}"))
        }
    }
}

/// Opens an input: its first bytes, up to some that are no blanks, and the rest.
fn open<'a>(input: &Input, stdin: &'a mut dyn BufRead) -> io::Result<(Vec<u8>, Box<dyn BufRead + 'a>)> {
    let mut reader: Box<dyn BufRead + 'a> = if input.is_stdin() {
        Box::new(stdin)
    } else {
        Box::new(BufReader::with_capacity(HEAD as usize, File::open(&input.path)?))
    };
    let mut head = Vec::new();
    let mut is_blank = true;
    while is_blank && reader.by_ref().take(HEAD).read_to_end(&mut head)? > 0 {
        is_blank = head.trim_ascii().is_empty();
    }
    Ok((head, reader))
}

fn cannot_open(error: &dyn std::error::Error) -> Bilingual {
    let Bilingual { zh, en } = reason(&error.to_string());
    say!("打不开：{zh}", "cannot be opened: {en}")
}

/// The fault of an input that was named and cannot be placed.
fn not_recognised(name: &str, reason: &Bilingual) -> Diagnostic {
    let Bilingual { zh, en } = reason;
    let text = say!("未能识别，没有检查：{zh}", "not recognised and not checked: {en}");
    let help = Bilingual::new(
        "说明它是什么：--kind chat、--kind email 或 --kind sms",
        "say what it is: --kind chat, --kind email or --kind sms",
    );
    Diagnostic::error("input/not-recognised", text).in_file(name).help(help)
}

/// The fault of a folder in which nothing was found to check.
pub(super) fn nothing_found(paths: &[PathBuf]) -> Diagnostic {
    let names: Vec<String> = paths.iter().map(|path| Untrusted(&name(path)).to_string()).collect();
    let names = if names.is_empty() { ".".to_owned() } else { names.join(", ") };
    let text = say!("{names} 里没有可检查的文件", "there is nothing to check in {names}");
    let help = Bilingual::new(
        "用 --list-files 看每个文件为什么没有读；聊天、邮件草稿和短信的扩展名是 .txt .text .md .markdown .log .vtt .srt .jsonl .json .csv .tsv .eml .mbox .html .mjml .xml .po .yaml .yml",
        "--list-files says why each file was not read; chats, drafts and SMS end in .txt .text .md .markdown .log .vtt .srt .jsonl .json .csv .tsv .eml .mbox .html .mjml .xml .po .yaml .yml",
    );
    Diagnostic::error("input/nothing", text).help(help)
}
