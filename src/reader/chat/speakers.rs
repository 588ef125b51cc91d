//! Who the speakers of a chat are: known labels, names the caller gave, names that the text makes plain.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::{Conversation, Role};
use crate::text::{SURNAMES, is_han};

use super::super::labels::{is_also_a_field, is_of_a_log};
use super::super::{Options, role_of};
use super::label::{Label, Sign};

/// Words before a colon that are no speakers, however often they stand there.
const NOT_SPEAKERS: &str = "注意|备注|提示|温馨提示|说明|地址|电话|手机|手机号|时间|日期|订单|订单号|单号|运单号|金额|原因|方案|结果|问题\
    |链接|网址|步骤|附|附件|例如|比如|如下|姓名|名字|主题|标题|抬头|税号|账号|卡号|密码|邮箱|品牌|型号|数量|规格|颜色|尺码|收件人\
    |收货人|联系人|小计|小结|小贴士|小提示|http|https|note|notes|warning|tip|address|phone|order|subject|date|name|email|ps|re|fw|q|a";

/// The longest name of a speaker without a well-known label, in characters.
const LONGEST_NAME: usize = 16;

/// The speakers of a file, by name; the role is unknown where only the text as a whole shows that they speak.
#[derive(Debug, Default)]
pub(super) struct Speakers(HashMap<String, Role>);

/// What all labels of a file say together.
#[derive(Default)]
struct Tally<'a> {
    /// Names with a role, and how often they stand there.
    known: HashMap<&'a str, (Role, usize)>,
    timed: Vec<&'a str>,
    headers: Vec<&'a str>,
    has_known_header: bool,
    doubtful: HashMap<&'a str, usize>,
}

impl<'a> Tally<'a> {
    fn of(labels: impl Iterator<Item = Label<'a>>, options: &Options) -> Self {
        let mut tally = Self::default();
        for Label { name, sign, .. } in labels {
            if let Some(role) = given_role(name, options).or_else(|| role_of(name)) {
                tally.known.entry(name).or_insert((role, 0)).1 += 1;
                tally.has_known_header |= sign == Sign::Header;
            } else if is_name(name) {
                // An example has times before lines of which nothing but the text is meant.
                let sign = if options.bare_lines && sign == Sign::Time { Sign::Colon } else { sign };
                tally.doubt(name, sign);
            }
        }
        tally
    }

    fn doubt(&mut self, name: &'a str, sign: Sign) {
        match sign {
            Sign::Time => self.timed.push(name),
            Sign::Header if is_plausible(name) => self.headers.push(name),
            Sign::Colon => *self.doubtful.entry(name).or_default() += 1,
            Sign::Header | Sign::Marked => (),
        }
    }

    fn has(&self, role: Role) -> bool {
        self.known.values().any(|(other, _)| *other == role)
    }

    /// Whether a name before a colon is a speaker's: the fewer are known, the less it takes.
    fn speaks(&self, name: &str, times: usize, options: &Options) -> bool {
        let names_are_given = !options.agents.is_empty() || !options.customers.is_empty();
        match (self.has(Role::Agent), self.has(Role::Customer)) {
            (true, true) => is_titled(name) || times >= 2 && is_person(name),
            (false, false) if options.kind.is_none() || options.bare_lines => {
                is_person(name) || times >= 2 && is_plausible(name)
            }
            (false, false) => is_plausible(name),
            _ if names_are_given => is_plausible(name),
            // The known side speaks again: the only other name is the other side's.
            _ => {
                let is_only = self.doubtful.len() == 1 && self.known.values().any(|(_, times)| *times >= 2);
                is_person(name) || (is_only || times >= 2) && is_plausible(name)
            }
        }
    }

    /// Whether a well-known word is a field of a form here: it comes once, and its side has a label that recurs.
    fn is_field(&self, name: &str, role: Role, times: usize) -> bool {
        let recurs = |(other, times): &(Role, usize)| *other == role && *times >= 2;
        times == 1 && is_also_a_field(name) && self.known.values().any(recurs)
    }
}

impl Speakers {
    /// Finds the speakers among all labels of a file.
    pub(super) fn among<'a>(labels: impl Iterator<Item = Label<'a>>, options: &Options) -> Self {
        let tally = Tally::of(labels, options);
        let known = tally.known.iter().filter(|(name, (role, times))| !tally.is_field(name, *role, *times));
        let mut speakers: HashMap<String, Role> =
            known.map(|(name, (role, _))| ((*name).to_owned(), *role)).collect();
        let headers = tally.headers.iter().filter(|_| tally.has_known_header);
        speakers.extend(tally.timed.iter().chain(headers).map(|name| ((*name).to_owned(), Role::Unknown)));
        let doubtful = tally.doubtful.iter().filter(|(name, times)| tally.speaks(name, **times, options));
        speakers.extend(doubtful.map(|(name, _)| ((*name).to_owned(), Role::Unknown)));
        Self(speakers)
    }

    /// The role of a label, if it is a speaker's.
    pub(super) fn role(&self, name: &str) -> Option<Role> {
        self.0.get(name).copied()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }
}

/// The role that the caller gave a name.
pub(in crate::reader) fn given_role(name: &str, options: &Options) -> Option<Role> {
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
    let unknown = |role: Role, speaker: &Option<Arc<str>>| role == Role::Unknown && speaker.is_some();
    let mut names = conversation.messages.iter().filter(|m| unknown(m.role, &m.speaker)).map(|m| &m.speaker);
    let Some(only) = names.next().cloned() else { return };
    if names.all(|name| *name == only) {
        for message in conversation.messages.iter_mut().filter(|m| unknown(m.role, &m.speaker)) {
            message.role = other;
        }
    }
}

/// Whether nobody in it who speaks under a name could be given a role.
pub(crate) fn is_without_roles(conversation: &Conversation) -> bool {
    let mut speakers = conversation.messages.iter().filter(|m| m.speaker.is_some() && m.role != Role::System);
    let first = speakers.next();
    first.is_some_and(|m| m.role == Role::Unknown) && speakers.all(|m| m.role == Role::Unknown)
}

/// A name with a title: 李先生.
fn is_titled(name: &str) -> bool {
    let is_titled = ["先生", "女士", "小姐", "太太", "同学"].iter().any(|title| name.ends_with(title));
    is_titled && (3..=4).contains(&name.chars().count())
}

/// A name that only a person has: 李先生, 王芳, 小美.
fn is_person(name: &str) -> bool {
    let is_called = |c: char| SURNAMES.contains(c) || "小阿老".contains(c);
    let is_short = (2..=4).contains(&name.chars().count()) && name.chars().all(is_han);
    is_titled(name) || is_short && name.starts_with(is_called)
}

/// Something that could be somebody's name at all.
fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.chars().any(char::is_alphabetic)
        && !is_of_a_log(name)
        && !NOT_SPEAKERS.split('|').any(|word| word.trim() == lower)
}

fn is_plausible(name: &str) -> bool {
    name.chars().count() <= LONGEST_NAME
        && name.split(' ').count() <= 3
        && name.chars().all(|c| c.is_alphanumeric() || " .-_·'".contains(c))
}
