//! Maps of exports: which paths of a JSON export hold the conversation, the role, the time, the text, as data.

pub mod keys;
mod read;

use std::sync::OnceLock;

use crate::diagnostic::Diagnostic;
use crate::document::{EventName, Role};
use crate::language::Bilingual;
use crate::source::Source;

use super::chat::given_role;
use super::{Field, Options};

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
    /// Where pictures, files and voice stand, which make a message without a text one.
    pub(super) media: Vec<String>,
    /// Whether the text is HTML.
    pub(super) is_html: bool,
    /// Paths that say one of some words in a message whose text is Markdown.
    pub(super) markdown: Vec<(String, Vec<String>)>,
    pub(super) role: Option<String>,
    pub(super) speaker: Option<String>,
    pub(super) time: Option<String>,
    /// Where the milliseconds since the beginning stand, in a message without a time.
    pub(super) offset: Option<String>,
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

/// What reading each of them brought, once it is asked for: reading all takes longer than judging a short chat.
static READ: [OnceLock<Result<Mapping, Vec<Diagnostic>>>; SHIPPED.len()] =
    [const { OnceLock::new() }; SHIPPED.len()];

fn shipped(at: usize) -> &'static Result<Mapping, Vec<Diagnostic>> {
    let (name, text) = SHIPPED[at];
    READ[at].get_or_init(|| read(&Source::new(format!("formats/{name}.yaml"), text.to_owned()).into()))
}

/// Whether a text may hold the keys by which the map with this YAML is recognised, without reading that.
fn may_be(yaml: &str, text: &str) -> bool {
    let sign = yaml.lines().find_map(|line| line.strip_prefix("sign:"));
    let mut words =
        sign.unwrap_or_default().split([' ', ',', '[', ']', '"', '\'']).filter(|word| !word.is_empty());
    sign.is_some() && words.all(|word| text.contains(word))
}

impl Mapping {
    /// The maps that come along.
    pub fn shipped() -> impl Iterator<Item = &'static Self> {
        (0..SHIPPED.len()).filter_map(|at| shipped(at).as_ref().ok())
    }

    /// The map that comes along under a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        let at = SHIPPED.iter().position(|(known, _)| *known == name)?;
        shipped(at).as_ref().ok()
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

    /// What a value of a field is called here; none where it says nothing, as what is no event of the map. What the caller
    /// said of a role wins.
    pub(super) fn meant(&self, field: Field, value: String, options: &Options) -> Option<String> {
        let is_meant = |word: &str| match word.strip_suffix('*') {
            Some(beginning) => value.starts_with(beginning),
            None => word == value,
        };
        match field {
            Field::Role if given_role(&value, options).is_some() => Some(value),
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
        let likely = (0..SHIPPED.len()).filter(|&at| may_be(SHIPPED[at].1, text));
        let mut maps = likely.filter_map(|at| shipped(at).as_ref().ok());
        maps.find(|map| !map.sign.is_empty() && map.sign.iter().all(has))
    }
}

#[cfg(test)]
mod tests {
    use super::{Mapping, SHIPPED, may_be, shipped};

    #[test]
    fn all_maps_that_come_along_can_be_read() {
        let wrong: Vec<_> = (0..SHIPPED.len()).filter_map(|at| shipped(at).as_ref().err()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(Mapping::shipped().map(|map| &*map.name).eq(SHIPPED.iter().map(|(name, _)| *name)));
    }

    #[test]
    fn no_map_is_passed_over_whose_keys_stand_in_a_text() {
        for (map, (name, yaml)) in Mapping::shipped().zip(SHIPPED) {
            let text: String = map.sign.iter().map(|key| format!("{{\"{key}\": 1}}")).collect();
            assert_eq!(may_be(yaml, &text), !map.sign.is_empty(), "{name}");
            for key in &map.sign {
                assert!(!may_be(yaml, &text.replace(key, "")), "{name} without {key}");
            }
        }
    }
}
