//! Catalogues of texts, as programs keep them for translation: each text is a template.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Allowance, Conversation, Kind, Message};
use crate::language::Bilingual;
use crate::source::{Passage, Source};

use super::super::{Options, Read, allow};
use super::parts::{conversation, look_like_sms};
use super::{android, gettext, tree};

/// A format of catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Catalogue {
    /// Resources of Android.
    Android,
    /// Translations of gettext.
    Gettext,
    /// Maps in maps and lists, in YAML or JSON.
    Tree,
}

/// A template, or what of a catalogue could not be read.
pub(super) type Found = Result<Template, Box<Diagnostic>>;

/// A template of a catalogue.
pub(super) struct Template {
    /// What the catalogue calls it.
    pub(super) id: String,
    pub(super) passage: Passage,
    /// What else the catalogue says of it.
    pub(super) meta: Vec<(String, String)>,
}

impl Catalogue {
    /// The format of a text that is a catalogue, by its first bytes and the extension of its file.
    pub(in crate::reader) fn of(text: &str, extension: &str) -> Option<Self> {
        if android::is_resources(text) {
            Some(Self::Android)
        } else if gettext::is_catalogue(text, extension) {
            Some(Self::Gettext)
        } else {
            tree::may_be_yaml(text, extension).then_some(Self::Tree)
        }
    }

    /// What people call it.
    pub(in crate::reader) fn title(self) -> Bilingual {
        match self {
            Self::Android => Bilingual::new("Android 字符串资源", "Android string resources"),
            Self::Gettext => Bilingual::new("gettext 译文", "gettext translations"),
            Self::Tree => Bilingual::new("YAML 文案", "texts in YAML"),
        }
    }

    /// What it is recognised by.
    pub(in crate::reader) fn sign(self) -> Bilingual {
        match self {
            Self::Android => Bilingual::new("根元素 <resources>", "its root, <resources>"),
            Self::Gettext => Bilingual::new("扩展名和 msgid", "its extension and msgid"),
            Self::Tree => {
                Bilingual::new("扩展名，和里面像短信的文案", "its extension, and texts that look like SMS")
            }
        }
    }

    /// Whether most of its texts are SMS by their look; the text may be cut off anywhere.
    pub(in crate::reader) fn looks_like_sms(self, text: &str) -> bool {
        if self == Self::Tree {
            return tree::looks_like_sms(text);
        }
        let source = Arc::new(Source::new("", text.to_owned()));
        let templates: Vec<Template> = self.templates(&source).into_iter().flatten().collect();
        look_like_sms(templates.iter().map(|template| template.passage.text()))
    }

    /// What comments allow: of an element of XML, of an entry, or of what stands below a key.
    fn allowances(self, source: &Arc<Source>) -> (Vec<Allowance>, Vec<Diagnostic>) {
        let indent = |line: &str| line.len() - line.trim_start().len();
        match self {
            Self::Android => allow::in_comments(source, true),
            Self::Gettext => allow::in_remarks(source, |_, line| !line.trim().is_empty()),
            Self::Tree => allow::in_remarks(source, |first, line| {
                line.trim().is_empty() || indent(line) > indent(first)
            }),
        }
    }

    fn templates(self, source: &Arc<Source>) -> Vec<Found> {
        match self {
            Self::Android => android::templates(source),
            Self::Gettext => gettext::templates(source),
            Self::Tree => tree::templates(source),
        }
    }
}

/// Reads the templates of a catalogue: each a conversation of one message by the agent; what holds nothing is none.
pub(in crate::reader) fn read(source: &Arc<Source>, catalogue: Catalogue, options: &Options) -> Read {
    let mode = options.mode(Kind::Sms);
    let says_something = |found: &Found| !found.as_ref().is_ok_and(Template::is_blank);
    let conversation = |template: Template| {
        let mut conversation = conversation(template.id, mode, &template.passage);
        conversation.meta.extend(template.meta);
        conversation
    };
    let found = catalogue.templates(source).into_iter().filter(says_something);
    let mut read: Read = found.map(|found| found.map(conversation)).collect();
    let (allowances, faults) = catalogue.allowances(source);
    let unheard =
        allowances.into_iter().filter_map(|allowance| give(allowance, &mut read)).collect::<Vec<_>>();
    read.extend(faults.into_iter().chain(unheard).map(|fault| Err(Box::new(fault))));
    read
}

/// Gives an allowance to the conversations that it covers. The answer is the fault of one that covers none.
fn give(allowance: Allowance, read: &mut Read) -> Option<Diagnostic> {
    let is_covered = |conversation: &&mut Conversation| {
        let place = conversation.messages.first().and_then(Message::place);
        place.is_some_and(|(_, span)| {
            allowance.covers.start <= span.start && span.start < allowance.covers.end
        })
    };
    let mut covered: Vec<&mut Conversation> = read.iter_mut().flatten().filter(is_covered).collect();
    let is_shared = covered.len() > 1;
    for conversation in &mut covered {
        conversation.allowances.push(Allowance { is_shared, ..allowance.clone() });
    }
    covered.is_empty().then(|| allow::nothing_below().at(&allowance.source, allowance.place))
}

impl Template {
    /// A text, by the name that the catalogue gives it.
    pub(super) fn of(id: &str, passage: &Passage) -> Self {
        Self { id: id.to_owned(), passage: passage.clone(), meta: Vec::new() }
    }

    fn is_blank(&self) -> bool {
        self.passage.text().trim().is_empty()
    }
}
