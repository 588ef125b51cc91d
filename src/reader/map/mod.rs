//! Maps of exports: which paths of a JSON export hold the conversation, the role, the time, the text, as data.

mod keys;
mod read;

use std::sync::LazyLock;

use crate::diagnostic::Diagnostic;
use crate::document::{EventName, Role};
use crate::language::Bilingual;
use crate::source::Source;

use super::Field;

pub(crate) use read::read;

/// Which paths of an export hold what. A path is keys with dots between them; it goes through lists to each of their
/// elements, and into a string as the JSON that stands in it.
#[derive(Debug)]
pub struct Mapping {
    /// Its name in lists and for `--map`.
    pub name: String,
    /// What people call the export.
    pub title: Bilingual,
    /// Whether no public sample of the export was there to hold it against.
    pub is_unverified: bool,
    /// Keys that a file is recognised by if all of them stand in it; without any, only `--map` asks for it.
    pub(super) sign: Vec<String>,
    /// Where the conversations are; without it, or where it leads nowhere, the document is one.
    pub(super) conversations: Option<String>,
    /// Where in a conversation, or else in a message, the name of the conversation stands.
    pub(super) conversation: Option<String>,
    /// Where in a conversation the messages are; without it, they are the conversation itself.
    pub(super) messages: Vec<String>,
    /// Where in a message its text stands, the first path that leads to one.
    pub(super) text: Vec<String>,
    /// Whether the text is HTML.
    pub(super) is_html: bool,
    pub(super) role: Option<String>,
    pub(super) speaker: Option<String>,
    pub(super) time: Option<String>,
    pub(super) event: Option<String>,
    /// What values of the role mean, and of the event.
    pub(super) roles: Vec<(String, Role)>,
    pub(super) events: Vec<(String, EventName)>,
    /// Paths that have to say one of some words in a message that is read.
    pub(super) only: Vec<(String, Vec<String>)>,
    pub(super) people: Option<People>,
}

/// The list of those who speak, which messages refer to.
#[derive(Debug)]
pub(super) struct People {
    /// Where in the conversation, or else in the document, it is.
    pub(super) list: String,
    /// Where in a person the name stands that messages call it by; without it, messages count persons from 0.
    pub(super) id: Option<String>,
    pub(super) role: Option<String>,
    pub(super) name: Option<String>,
}

/// Each map has its name for itself.
impl PartialEq for Mapping {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Mapping {}

/// The maps that come along, by name.
const SHIPPED: [(&str, &str); 13] = [
    ("contact-lens", include_str!("../../../formats/contact-lens.yaml")),
    ("discord", include_str!("../../../formats/discord.yaml")),
    ("feishu", include_str!("../../../formats/feishu.yaml")),
    ("intercom", include_str!("../../../formats/intercom.yaml")),
    ("jddc", include_str!("../../../formats/jddc.yaml")),
    ("livechat", include_str!("../../../formats/livechat.yaml")),
    ("openai", include_str!("../../../formats/openai.yaml")),
    ("slack", include_str!("../../../formats/slack.yaml")),
    ("telegram", include_str!("../../../formats/telegram.yaml")),
    ("twilio-conversations", include_str!("../../../formats/twilio-conversations.yaml")),
    ("vcon", include_str!("../../../formats/vcon.yaml")),
    ("wecom", include_str!("../../../formats/wecom.yaml")),
    ("zendesk", include_str!("../../../formats/zendesk.yaml")),
];

static READ: LazyLock<Vec<Result<Mapping, Vec<Diagnostic>>>> = LazyLock::new(|| {
    let source = |(name, text): (&str, &str)| Source::new(format!("formats/{name}.yaml"), text.to_owned());
    SHIPPED.into_iter().map(|map| read(&source(map).into())).collect()
});

impl Mapping {
    /// The maps that come along.
    pub fn shipped() -> impl Iterator<Item = &'static Self> {
        READ.iter().flatten()
    }

    /// The map that comes along under a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::shipped().find(|map| map.name == name)
    }

    /// Which columns of a table hold what, by their names or numbers.
    pub fn columns(&self) -> Vec<(Field, String)> {
        let paths = [
            (Field::Text, self.text.first()),
            (Field::Role, self.role.as_ref()),
            (Field::Speaker, self.speaker.as_ref()),
            (Field::Time, self.time.as_ref()),
            (Field::Conversation, self.conversation.as_ref()),
            (Field::Event, self.event.as_ref()),
        ];
        paths.into_iter().filter_map(|(field, path)| Some((field, path?.clone()))).collect()
    }

    /// What a value of a field is called here; none where it says nothing, as what is no event of the map.
    pub(super) fn meant(&self, field: Field, value: String) -> Option<String> {
        let is_meant = |word: &str| match word.strip_suffix('*') {
            Some(beginning) => value.starts_with(beginning),
            None => word == value,
        };
        match field {
            Field::Role => {
                let known = self.roles.iter().find(|(word, _)| is_meant(word));
                Some(known.map_or(value.clone(), |(_, role)| role.name().to_owned()))
            }
            Field::Event => {
                let known = self.events.iter().find(|(word, _)| is_meant(word));
                known.map(|(_, name)| (*name).to_owned())
            }
            _ => Some(value),
        }
    }

    /// The map whose keys stand in a text, if there is one.
    pub(super) fn recognised(text: &str) -> Option<&'static Self> {
        let has = |key: &String| {
            let key = format!("\"{key}\"");
            text.match_indices(&key).any(|(at, _)| text[at + key.len()..].trim_start().starts_with(':'))
        };
        Self::shipped().find(|map| !map.sign.is_empty() && map.sign.iter().all(has))
    }
}

#[cfg(test)]
mod tests {
    use super::{Mapping, READ, SHIPPED};

    #[test]
    fn all_maps_that_come_along_can_be_read() {
        assert_eq!(READ.iter().filter_map(|read| read.as_ref().err()).count(), 0, "{:#?}", *READ);
        assert!(Mapping::shipped().map(|map| &*map.name).eq(SHIPPED.iter().map(|(name, _)| *name)));
    }
}
