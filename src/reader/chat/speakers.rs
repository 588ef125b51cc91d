//! Who the speakers of a chat are: known labels, names the caller gave, names that the text makes plain.

use std::collections::HashMap;

use crate::document::{Conversation, Role};
use crate::text::{SURNAMES, is_han};

use super::super::{Options, role_of};

/// Words before a colon that are no speakers, however often they stand there.
const NOT_SPEAKERS: [&str; 39] = [
    "注意",
    "备注",
    "提示",
    "温馨提示",
    "说明",
    "地址",
    "电话",
    "手机",
    "时间",
    "日期",
    "订单",
    "订单号",
    "单号",
    "金额",
    "原因",
    "方案",
    "结果",
    "问题",
    "链接",
    "网址",
    "步骤",
    "附",
    "例如",
    "比如",
    "姓名",
    "主题",
    "标题",
    "http",
    "https",
    "note",
    "notes",
    "warning",
    "tip",
    "address",
    "phone",
    "order",
    "subject",
    "date",
    "ps",
];

/// The longest name of a speaker without a well-known label, in characters.
const LONGEST_NAME: usize = 16;

/// The speakers of a file, by name; the role is unknown where only the text as a whole shows that they speak.
#[derive(Debug, Default)]
pub(super) struct Speakers(HashMap<String, Role>);

/// A label as the text has it.
pub(super) struct Candidate<'a> {
    pub(super) name: &'a str,
    /// A time stands beside it, which only messages have.
    pub(super) timed: bool,
}

impl Speakers {
    /// Finds the speakers among all labels of a file.
    pub(super) fn among<'a>(candidates: impl Iterator<Item = Candidate<'a>>, options: &Options) -> Self {
        let mut speakers = Self::default();
        let mut doubtful: HashMap<&str, usize> = HashMap::new();
        for Candidate { name, timed } in candidates {
            match given_role(name, options).or_else(|| role_of(name)) {
                Some(role) => _ = speakers.0.insert(name.to_owned(), role),
                None if timed => _ = speakers.0.insert(name.to_owned(), Role::Unknown),
                None => *doubtful.entry(name).or_default() += 1,
            }
        }
        if !options.bare_lines && !speakers.has_both_sides() {
            let is_chat =
                options.kind.is_some() || !options.agents.is_empty() || !options.customers.is_empty();
            let least = if is_chat { 1 } else { 2 };
            let speaks = |name: &str, times| is_person(name) || times >= least && is_plausible(name);
            let plain = doubtful.into_iter().filter(|(name, times)| speaks(name, *times));
            speakers.0.extend(plain.map(|(name, _)| (name.to_owned(), Role::Unknown)));
        }
        speakers
    }

    /// The role of a label, if it is a speaker's.
    pub(super) fn role(&self, name: &str) -> Option<Role> {
        self.0.get(name).copied()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether any has a well-known label.
    pub(super) fn has_known(&self) -> bool {
        self.0.values().any(|&role| role != Role::Unknown)
    }

    fn has_both_sides(&self) -> bool {
        let has = |role| self.0.values().any(|&other| other == role);
        has(Role::Agent) && has(Role::Customer)
    }
}

/// The role that the caller gave a name.
pub(super) fn given_role(name: &str, options: &Options) -> Option<Role> {
    if options.agents.iter().any(|agent| agent == name) {
        Some(Role::Agent)
    } else if options.customers.iter().any(|customer| customer == name) {
        Some(Role::Customer)
    } else {
        None
    }
}

/// Where one side is known and one speaker is left, that speaker is the other side.
pub(super) fn infer_other_side(conversation: &mut Conversation) {
    let has = |role| conversation.messages.iter().any(|message| message.role == role);
    let other = match (has(Role::Agent), has(Role::Customer)) {
        (true, false) => Role::Customer,
        (false, true) => Role::Agent,
        _ => return,
    };
    let unknown = |role: Role, speaker: &Option<String>| role == Role::Unknown && speaker.is_some();
    let mut names = conversation.messages.iter().filter(|m| unknown(m.role, &m.speaker)).map(|m| &m.speaker);
    let Some(only) = names.next().cloned() else {
        return;
    };
    if names.all(|name| *name == only) {
        for message in conversation.messages.iter_mut().filter(|m| unknown(m.role, &m.speaker)) {
            message.role = other;
        }
    }
}

/// Whether nobody in it who speaks under a name could be given a role.
pub(super) fn is_without_roles(conversation: &Conversation) -> bool {
    let mut speakers = conversation.messages.iter().filter(|m| m.speaker.is_some() && m.role != Role::System);
    let first = speakers.next();
    first.is_some_and(|m| m.role == Role::Unknown) && speakers.all(|m| m.role == Role::Unknown)
}

/// A name that only a person has: 王芳, 李先生.
fn is_person(name: &str) -> bool {
    let titled = ["先生", "女士", "小姐", "太太", "同学"].iter().any(|title| name.ends_with(title));
    let len = name.chars().count();
    let surnamed = name.starts_with(|c| SURNAMES.contains(c)) && name.chars().all(is_han);
    (2..=4).contains(&len) && (titled || surnamed)
}

fn is_plausible(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.chars().count() <= LONGEST_NAME
        && name.split(' ').count() <= 3
        && name.chars().all(|c| c.is_alphanumeric() || " .-_·'".contains(c))
        && name.chars().any(char::is_alphabetic)
        && !NOT_SPEAKERS.contains(&lower.as_str())
}
