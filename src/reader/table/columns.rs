//! What the columns of a table, or the keys of an object, mean: by their names, or by what the caller says.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::document::Kind;
use crate::text::simplify;
use crate::words;

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// What was said, or the template.
    Text,
    /// Which side said it.
    Role,
    /// Who said it.
    Speaker,
    /// When.
    Time,
    /// Which conversation it belongs to; of templates, what the template is called.
    Conversation,
    /// What happened.
    Event,
    /// Who did it.
    Actor,
    /// Whether the customer or the company began the conversation.
    Direction,
}

words!(Field {
    Text: "text",
    Role: "role",
    Speaker: "speaker",
    Time: "time",
    Conversation: "conversation",
    Event: "event",
    Actor: "actor",
    Direction: "direction",
});

/// Well-known names of columns and keys, the surest first; blanks, signs and letter case aside.
const KNOWN: [(Field, &str); 8] = [
    (
        Field::Text,
        "text|content|message|messagetext|messagecontent|msg|msgcontent|body|utterance|sentence|短信内容|模板内容|短信模板\
         |短信正文|消息内容|聊天内容|对话内容|会话内容|发言内容|话术内容|内容|消息|文本|正文|话术|发言|模板",
    ),
    (
        Field::Role,
        "role|senderrole|sendertype|speakerrole|sender|from|角色|说话人角色|发送方|说话方|发言方|身份|发送者|发送人|说话人|发言人",
    ),
    (
        Field::Speaker,
        "speaker|speakername|sendername|agentname|nickname|username|name|author|姓名|名字|名称|昵称|发送人姓名|说话人姓名|客服姓名\
         |坐席姓名|座席姓名|客服|坐席|座席",
    ),
    (
        Field::Time,
        "time|timestamp|datetime|sendtime|senttime|sentat|msgtime|messagetime|createtime|createdat|发送时间|消息时间|发言时间\
         |聊天时间|创建时间|时间|日期时间|时间戳",
    ),
    (
        Field::Conversation,
        "conversationid|conversation|sessionid|session|chatid|dialogid|dialogueid|dialog|threadid|ticketid|callid|contactid\
         |会话id|会话编号|会话号|会话|对话id|对话编号|对话|聊天id|通话id|工单号|工单编号",
    ),
    (Field::Event, "event|事件"),
    (Field::Actor, "actor|操作人|操作方"),
    (Field::Direction, "direction|方向|呼叫方向|会话方向"),
];

/// Names of what names a whole conversation or a template.
const NAMES: &str = "templateid|templatecode|code|id|key|templatename|name|title|模板id|模板编号|模板code|模板编码|编号|序号|模板名称|名称|标题";

static RANKS: LazyLock<HashMap<String, (Field, usize)>> = LazyLock::new(|| {
    let names = KNOWN.iter().flat_map(|&(field, names)| names.split('|').map(move |name| (name, field)));
    names.enumerate().map(|(rank, (name, field))| (plain(name), (field, rank))).collect()
});

static NAME_RANKS: LazyLock<HashMap<String, usize>> =
    LazyLock::new(|| NAMES.split('|').enumerate().map(|(rank, name)| (plain(name), rank)).collect());

/// A name without what writers vary: `Session_ID`, `sessionId` and `session id` are one.
fn plain(name: &str) -> String {
    simplify(name).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What an id or a name is that of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::reader) enum Naming {
    /// A message, or who said it.
    Message,
    /// A whole conversation, or a template.
    Whole,
}

impl Naming {
    /// What it is in a row of a kind.
    pub(super) fn of(kind: Kind) -> Self {
        if kind == Kind::Sms { Self::Whole } else { Self::Message }
    }
}

/// The field that a name is well known for, and its rank among such names.
pub(super) fn known(name: &str, naming: Naming) -> Option<(Field, usize)> {
    let name = plain(name);
    let known = RANKS.get(&name).copied();
    match naming {
        Naming::Message => known,
        Naming::Whole => {
            let own = NAME_RANKS.get(&name).map(|rank| (Field::Conversation, RANKS.len() + rank));
            known.filter(|(field, _)| *field != Field::Speaker).or(own)
        }
    }
}

/// Where in a list of names each field stands.
#[derive(Clone, Debug, Default)]
pub(in crate::reader) struct Columns {
    fields: BTreeMap<Field, usize>,
}

impl Columns {
    /// The columns that some names stand for: those that the caller named, and of the others those that are well known.
    pub(in crate::reader) fn of<N: AsRef<str>>(
        names: &[N],
        given: &[(Field, String)],
        naming: Naming,
    ) -> Self {
        let mut columns = Self { fields: given_among(names, given) };
        let mut ranks = BTreeMap::new();
        for (index, name) in names.iter().enumerate().filter(|(index, _)| columns.field(*index).is_none()) {
            let Some((field, rank)) = known(name.as_ref(), naming) else { continue };
            let best = ranks.entry(field).or_insert((rank, index));
            *best = (*best).min((rank, index));
        }
        ranks.retain(|field, _| !given.iter().any(|(named, _)| named == field));
        columns.fields.extend(ranks.into_iter().map(|(field, (_, index))| (field, index)));
        columns
    }

    /// These, and those that the caller numbered.
    pub(super) fn or_numbered(mut self, given: &[(Field, String)]) -> Self {
        for (field, name) in given {
            let index = number(name);
            index.map(|index| self.fields.entry(*field).or_insert(index));
        }
        self
    }

    /// A field whose column has the name of another one, and where both stand, unless the caller said which it is.
    pub(super) fn twice(&self, names: &[String], given: &[(Field, String)]) -> Option<(Field, [usize; 2])> {
        let is_open = |field: &Field| !given.iter().any(|(named, _)| named == field);
        self.fields.iter().filter(|(field, _)| is_open(field)).find_map(|(field, index)| {
            let name = plain(names.get(*index)?);
            let other = (0..names.len()).find(|other| other != index && plain(&names[*other]) == name)?;
            Some((*field, [*index, other]))
        })
    }

    pub(in crate::reader) fn index(&self, field: Field) -> Option<usize> {
        self.fields.get(&field).copied()
    }

    /// What a column holds, if it is one of the fields.
    pub(in crate::reader) fn field(&self, index: usize) -> Option<Field> {
        self.fields.iter().find(|(_, known)| **known == index).map(|(field, _)| *field)
    }
}

fn given_among<N: AsRef<str>>(names: &[N], given: &[(Field, String)]) -> BTreeMap<Field, usize> {
    let place = |wanted: &String| names.iter().position(|name| name.as_ref().trim() == wanted);
    given.iter().filter_map(|(field, wanted)| Some((*field, place(wanted)?))).collect()
}

/// The column that a number from 1 names.
fn number(name: &str) -> Option<usize> {
    name.parse::<usize>().ok()?.checked_sub(1)
}

/// Whether a first line heads the table: it does unless the caller numbers the columns and none is headed by its name.
pub(super) fn is_head(first: &[String], given: &[(Field, String)]) -> bool {
    let heads =
        |field: Field, cell: &String| known(cell, Naming::Message).is_some_and(|(known, _)| known == field);
    let is_named = |(field, name): &(Field, String)| match number(name) {
        Some(index) => first.get(index).is_some_and(|cell| heads(*field, cell)),
        None => true,
    };
    given.is_empty() || given.iter().any(is_named)
}
