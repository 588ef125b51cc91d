//! Who speaks: the role behind the label of a line or the value of a `role`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::Role;
use crate::text::{SURNAMES, simplify};

/// Words for those who speak, by role, parted by bars.
const WORDS: [(Role, &str); 4] = [
    (
        Role::Bot,
        "智能客服|机器人客服|自动回复|智能助手|智能助理|机器人|小助手|小蜜|AI客服|AI|virtual assistant|assistant\
         |auto reply|auto-reply|chatbot|bot",
    ),
    (
        Role::Agent,
        "客户服务代表|客户服务|客服代表|客服人员|客服专员|客服中心|客服主管|客户经理|人工客服|在线客服|售后客服|售前客服|客服\
         |服务人员|工作人员|话务员|接线员|营业员|服务员|业务员|座席员|坐席员|座席|坐席|专员|柜员|大堂经理|理财经理|店员|店长\
         |店小二|小二|店家|掌柜|卖家|商家|导购|顾问|前台|总机|礼宾|管家|物业|值班员|售后|售前|技术支持|热线|快递员|配送员|骑手\
         |医生|护士|导诊|分诊台|老师|馆员|讲解员|乘务员|服|customer service|customer support|support agent|representative|consultant|associate\
         |operator|support|advisor|adviser|seller|service|agent|staff|csr|rep|front desk|shop|store|clerk|concierge|nurse",
    ),
    (
        Role::Customer,
        "来电人|来访人|来访者|来访人员|办事群众|诉求人|顾客|客户|用户|买家|客人|宾客|旅客|乘客|会员|访客|业主|市民|群众|患者|病人\
         |家属|家长|学生|学员|读者|观众|游客|住户|居民|住客|房客|消费者|租客|储户|客|customer|client|visitor|caller|shopper|buyer|guest|user|member\
         |passenger|patient",
    ),
    (Role::System, "系统消息|系统提示|系统通知|系统|平台消息|system"),
];

/// What follows a label without making a name: 客服电话, 客户编号, Customer ID are fields of a form.
const FIELDS: &str = "电话|热线|号码|编号|名称|姓名|名|邮箱|地址|等级|级别|类型|类别|时间|微信|密码|反馈|需求|问题|评价|满意度\
    |信息|资料|来源|备注|id|qq|投诉|诉求|回访|性别|年龄|生日|证件|name|no|number|ref|phone|email|address|type|code|fee";

/// The longest label, in characters.
const LONGEST_LABEL: usize = 64;

/// How many characters may follow a label: 客服小王, 坐席A0017.
const LONGEST_SUFFIX: usize = 6;

static ROLES: LazyLock<HashMap<String, Role>> = LazyLock::new(|| {
    let words = WORDS.iter().flat_map(|&(role, words)| words.split('|').map(move |word| (word, role)));
    words.map(|(word, role)| (word.trim().to_lowercase(), role)).collect()
});

/// The role that a label gives away, if it is a well-known one: 客服, 客服小王, 张女士（客户）, Agent, Agent Amy.
pub fn role_of(label: &str) -> Option<Role> {
    if let Some(role) = ROLES.get(label) {
        return Some(*role);
    }
    if label.chars().nth(LONGEST_LABEL).is_some() || is_of_a_log(label) {
        return None;
    }
    let name = simplify(label);
    if let Some((house, account)) = name.split_once([':', '：']) {
        return plain(account).or_else(|| plain(house));
    }
    match in_brackets(&name) {
        Some((outer, inner)) => exact(inner).or_else(|| plain(outer)),
        None => plain(&name),
    }
}

/// The role that a name gives away under which somebody is known to speak, so that it names no thing: `Qinghe Support`.
pub(super) fn role_of_speaker(name: &str) -> Option<Role> {
    role_of(name).or_else(|| is_of_a_desk(name).then_some(Role::Agent))
}

/// Whether the first or the last of two to four words is what a desk is called by: `Support Amy`, `Customer Care`.
fn is_of_a_desk(name: &str) -> bool {
    let is_desk = |word: &&str| ["support", "service", "helpdesk", "care"].contains(&&*word.to_lowercase());
    let words: Vec<&str> = name.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
    (2..=4).contains(&words.len()) && words.first().into_iter().chain(words.last()).any(is_desk)
}

/// Whether a label is no more than a word for a role: 客服, Agent.
pub fn is_role_word(label: &str) -> bool {
    ROLES.contains_key(&simplify(label).trim().to_lowercase())
}

/// Whether a label is a word that forms have as a field as well: 商家：青禾商城, 会员：否.
pub(super) fn is_also_a_field(label: &str) -> bool {
    matches!(label, "商家" | "卖家" | "买家" | "会员" | "用户" | "顾问" | "前台" | "售后" | "物业" | "热线")
}

fn exact(name: &str) -> Option<Role> {
    ROLES.get(name).or_else(|| ROLES.get(&name.to_lowercase())).copied()
}

/// The role of a label without brackets.
fn plain(name: &str) -> Option<Role> {
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    exact(name).or_else(|| latin_words(name)).or_else(|| han_prefix(name)).or_else(|| han_suffix(name))
}

/// `张女士（客户）` as 张女士 and 客户.
fn in_brackets(name: &str) -> Option<(&str, &str)> {
    let inner = name.trim().strip_suffix([')', '）', ']', '】', '>'])?;
    let (outer, inner) = inner.rsplit_once(['(', '（', '[', '【', '<'])?;
    Some((outer.trim(), inner.trim()))
}

/// `Agent Amy`, `customer 12`, `agent01`: a label with a name or a number; `live agent`: a person's label with a word.
fn latin_words(name: &str) -> Option<Role> {
    let words: Vec<&str> = name.split([' ', '-', '_', '#']).filter(|word| !word.is_empty()).collect();
    let is_numbered = name.ends_with(|c: char| c.is_ascii_digit());
    match words[..] {
        [word] if is_numbered => person(word.trim_end_matches(|c: char| c.is_ascii_digit())),
        [first, last] if is_a_name(last) => person(first).or_else(|| person(last)),
        [first, last] if !SPOKEN_TO.contains(&first.to_lowercase().as_str()) => person(last),
        _ => None,
    }
}

/// Words before a label that make it one who is spoken to or of.
const SPOKEN_TO: [&str; 12] =
    ["dear", "hi", "hello", "to", "for", "our", "your", "the", "my", "a", "an", "no"];

/// Whether a label begins with a level, as the lines of a program's log do: `INFO user`.
pub(super) fn is_of_a_log(label: &str) -> bool {
    let levels = ["TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL"];
    let first = label.trim_start_matches('[').split([' ', ']', ':']).next();
    first.is_some_and(|first| levels.contains(&first))
}

/// The role of a Latin label that is somebody's, never of one that names a thing as well (service, support, store).
fn person(word: &str) -> Option<Role> {
    let word = word.to_lowercase();
    let is_thing =
        matches!(word.as_str(), "service" | "support" | "store" | "shop" | "ai" | "staff" | "system");
    (word.is_ascii() && !is_thing).then(|| exact(&word))?
}

fn is_a_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()) && !is_field(word)
}

fn is_field(suffix: &str) -> bool {
    let suffix = suffix.to_lowercase();
    FIELDS
        .split('|')
        .map(str::trim)
        .any(|field| if field.is_ascii() { suffix == field } else { suffix.starts_with(field) })
}

/// `客服小王`, `坐席0017`: a label of at least two characters with a short name behind it; the longest such label.
fn han_prefix(name: &str) -> Option<Role> {
    let starts = name.char_indices().skip(2).map(|(at, _)| at);
    let labels = starts.filter_map(|at| Some((name[..at].to_owned(), exact(&name[..at])?, &name[at..])));
    let (label, role, rest) = labels.last()?;
    let suffix = rest.trim_start_matches([' ', '-', '_', '—', '·', '#']);
    let is_short = suffix.chars().count() <= LONGEST_SUFFIX && suffix.chars().all(char::is_alphanumeric);
    let is_named = suffix.len() < rest.len() || takes_any_name(&label, role) || looks_like_a_name(suffix);
    (!name.is_ascii() && is_short && is_named && !is_field(suffix)).then_some(role)
}

/// Whether a label says who works there, so that any name may follow; 会员价 and 商家承诺 name things.
fn takes_any_name(label: &str, role: Role) -> bool {
    let callings = ["客服", "坐席", "座席", "员", "经理", "机器人", "助手", "助理"];
    matches!(role, Role::Agent | Role::Bot) && callings.iter().any(|calling| label.ends_with(calling))
}

/// `小王`, `李女士`, `138****1234`, `A17`.
fn looks_like_a_name(suffix: &str) -> bool {
    suffix.starts_with(|c: char| c.is_ascii_alphanumeric() || "小老阿".contains(c) || SURNAMES.contains(c))
}

/// `青禾商城客服`, `青禾电器客服小美`, `青禾旗舰店`: a house with its service, or a shop.
fn han_suffix(name: &str) -> Option<Role> {
    let houses = ["客服", "客户经理", "旗舰店", "专卖店", "专营店"];
    let short = name.chars().count() <= 12 && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_named = name.split_once("客服").is_some_and(|(_, person)| {
        looks_like_a_name(person) && person.chars().count() <= 3 && !is_field(person)
    });
    match short {
        true if is_named => Some(Role::Agent),
        true if name.ends_with("机器人") => Some(Role::Bot),
        true if houses.iter().any(|house| name.ends_with(house)) => Some(Role::Agent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_who_speaks_may_be_called_as_a_desk_is() {
        for (name, role) in [
            ("Qinghe Support", Some(Role::Agent)),
            ("Support Amy", Some(Role::Agent)),
            ("Northwind Customer Care", Some(Role::Agent)),
            ("Lily", None),
            ("Mike Store", None),
            ("I need support with my order", None),
        ] {
            assert_eq!(role_of_speaker(name), role, "{name}");
        }
    }

    #[test]
    fn labels_give_roles() {
        for (label, role) in [
            ("客服", Some(Role::Agent)),
            ("客服小王", Some(Role::Agent)),
            ("客服😀", Some(Role::Agent)),
            ("專員", Some(Role::Agent)),
            ("客户经理李明", Some(Role::Agent)),
            ("坐席A0017", Some(Role::Agent)),
            ("青禾商城客服", Some(Role::Agent)),
            ("青禾电器客服小美", Some(Role::Agent)),
            ("拨打客服热线", None),
            ("青禾旗舰店:小美", Some(Role::Agent)),
            ("客户", Some(Role::Customer)),
            ("客戶", Some(Role::Customer)),
            ("张女士（客户）", Some(Role::Customer)),
            ("智能客服", Some(Role::Bot)),
            ("系统", Some(Role::System)),
            ("Agent", Some(Role::Agent)),
            ("Agent Amy", Some(Role::Agent)),
            ("Amy (Support)", Some(Role::Agent)),
            ("customer 12", Some(Role::Customer)),
            ("客服甜甜", Some(Role::Agent)),
            ("客户小李", Some(Role::Customer)),
            ("live agent", Some(Role::Agent)),
            ("客服电话", None),
            ("商家承诺", None),
            ("会员价", None),
            ("用户协议", None),
            ("Service fee", None),
            ("Support hours", None),
            ("Customer ID", None),
            ("Dear customer", None),
            ("客户姓名", None),
            ("用户名", None),
            ("注意", None),
            ("张三", None),
            ("https", None),
        ] {
            assert_eq!(role_of(label), role, "{label}");
        }
    }
}
