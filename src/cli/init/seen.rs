//! What stands in a folder: how many files of which kind, and what was not recognised.

use std::io::{self, Read};
use std::path::Path;

use crate::document::Kind;
use crate::language::{Bilingual, Lang};
use crate::reader::{Options, is_called_as_catalogue};
use crate::say;
use crate::source::Untrusted;

use super::super::inputs::{Inputs, Look, look};
use super::Wanted;
use super::signs::Signs;

/// How many bytes of an SMS file tell where its texts go.
const HEAD: u64 = 64 << 10;

/// How many names of files that were not recognised are shown.
const MOST_NAMES: usize = 5;

/// What stands in a folder.
#[derive(Default)]
pub(super) struct Seen {
    /// How many files of each kind, in the order of the kinds.
    files: [usize; Kind::ALL.len()],
    /// What SMS tell of where they go.
    pub(super) sms: Signs,
    /// The names of files that might be texts, and of which nobody can say what they are.
    unknown: Vec<String>,
}

impl Seen {
    pub(super) fn of(folder: &Path) -> Self {
        let mut seen = Self::default();
        for input in Inputs::collect(&[folder.to_owned()], "", &|_| false).files {
            match look(&input, &Options::default(), &mut io::empty()) {
                Look::Text(text) => {
                    let kind = text.format.kind();
                    seen.files[kind as usize] += 1;
                    if kind == Kind::Sms {
                        seen.sms.look_at(&head(text.input));
                    }
                }
                Look::Passed(_) if input.passed.is_some() || is_called_as_catalogue(&input.name) => (),
                Look::Passed(_) | Look::Fault(_) => seen.unknown.push(input.name),
                Look::Empty => (),
            }
        }
        seen
    }

    /// What was found, for people.
    pub(super) fn lines(&self, folder: &Path) -> Vec<Bilingual> {
        let folder = folder.to_string_lossy();
        let folder = Untrusted(&folder);
        let found = Kind::ALL.into_iter().filter(|kind| self.files[*kind as usize] > 0);
        let found: Vec<String> =
            found.map(|kind| format!("{} ×{}", kind.name(), self.files[kind as usize])).collect();
        let found = found.join(", ");
        let mut lines = vec![match found.is_empty() {
            true => say!(
                "{folder} 里没有认出聊天、邮件或短信。",
                "no chats, e-mails or SMS were recognised in {folder}."
            ),
            false => say!("{folder} 里的文件：{found}。", "files in {folder}: {found}."),
        }];
        lines.extend(self.unknown().map(|names| say!("未能识别：{names}。", "not recognised: {names}.")));
        lines
    }

    /// The files that were not recognised, the first of many by name.
    pub(super) fn unknown(&self) -> Option<String> {
        let shown: Vec<String> =
            self.unknown.iter().take(MOST_NAMES).map(|name| Untrusted(name).to_string()).collect();
        let more = self.unknown.len() - shown.len();
        let more = if more > 0 { format!(" … (+{more})") } else { String::new() };
        (!shown.is_empty()).then(|| shown.join(", ") + &more)
    }

    /// What the configuration is to say, as far as can be seen.
    pub(super) fn wanted(&self, lang: Lang) -> Wanted {
        let is_there = |kind: Kind| self.files[kind as usize] > 0;
        let email = is_there(Kind::Email).then_some("email");
        let rulesets = [Some("common"), email, self.sms.ruleset()].into_iter().flatten().map(str::to_owned);
        let phrase = match lang {
            Lang::Zh => "没办法",
            Lang::En => "nothing I can do",
        };
        Wanted { rulesets: rulesets.collect(), phrase: phrase.to_owned(), company: Vec::new() }
    }
}

/// The beginning of a text.
fn head(text: impl Read) -> String {
    let mut head = Vec::new();
    // What cannot be read is told when it is checked.
    let _ = text.take(HEAD).read_to_end(&mut head);
    String::from_utf8_lossy(&head).into_owned()
}
