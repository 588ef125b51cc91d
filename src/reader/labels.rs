//! Who speaks: the role behind the label of a line or the value of a `role`.

use crate::document::Role;

/// Labels and their roles. Longer ones come first, so that 客户经理 is not taken for 客户.
const LABELS: [(Role, &[&str]); 4] = [
    (
        Role::Bot,
        &[
            "智能客服",
            "机器人客服",
            "自动回复",
            "智能助手",
            "智能助理",
            "机器人",
            "小助手",
            "virtual assistant",
            "assistant",
            "auto reply",
            "auto-reply",
            "chatbot",
            "bot",
        ],
    ),
    (
        Role::Agent,
        &[
            "客户服务代表",
            "客服代表",
            "客服人员",
            "客服专员",
            "客户经理",
            "客户服务",
            "人工客服",
            "在线客服",
            "售后客服",
            "售前客服",
            "服务人员",
            "工作人员",
            "话务员",
            "接线员",
            "营业员",
            "服务员",
            "座席员",
            "坐席员",
            "客服",
            "坐席",
            "座席",
            "店员",
            "顾问",
            "店小二",
            "小二",
            "卖家",
            "商家",
            "导购",
            "前台",
            "服",
            "customer service",
            "customer support",
            "support agent",
            "representative",
            "consultant",
            "associate",
            "operator",
            "support",
            "advisor",
            "adviser",
            "seller",
            "service",
            "agent",
            "staff",
            "csr",
            "rep",
        ],
    ),
    (
        Role::Customer,
        &[
            "来电人",
            "顾客",
            "客户",
            "用户",
            "买家",
            "客人",
            "宾客",
            "旅客",
            "乘客",
            "会员",
            "访客",
            "来访者",
            "业主",
            "客",
            "customer",
            "client",
            "visitor",
            "caller",
            "shopper",
            "buyer",
            "guest",
            "user",
            "member",
        ],
    ),
    (Role::System, &["系统消息", "系统提示", "系统通知", "系统", "system"]),
];

/// What may follow 客服 or 客户 without making a name of a person: these are fields of a form.
const FIELDS: [&str; 31] = [
    "电话",
    "热线",
    "号码",
    "编号",
    "名称",
    "姓名",
    "名",
    "邮箱",
    "地址",
    "等级",
    "级别",
    "类型",
    "类别",
    "时间",
    "微信",
    "密码",
    "反馈",
    "需求",
    "问题",
    "评价",
    "满意度",
    "信息",
    "资料",
    "来源",
    "备注",
    "id",
    "qq",
    "中心",
    "投诉",
    "诉求",
    "回访",
];

/// How many characters may follow a label: 客服小王, 坐席A0017.
const LONGEST_SUFFIX: usize = 6;

/// The role that a label gives away, if it is a well-known one: 客服, 客服小王, 张女士（客户）, Agent, Agent Amy.
pub fn role_of(label: &str) -> Option<Role> {
    let name = label.to_lowercase();
    let is_decoration = |c: char| !c.is_alphanumeric() && !"()（）[]【】".contains(c);
    let name = name.trim_matches(is_decoration).to_owned();
    if let Some((outer, inner)) = in_brackets(&name) {
        return exact(inner).or_else(|| role_of(outer));
    }
    exact(&name).or_else(|| latin_word(&name)).or_else(|| han_prefix(&name)).or_else(|| han_suffix(&name))
}

fn entries() -> impl Iterator<Item = (Role, &'static str)> {
    LABELS.iter().flat_map(|&(role, names)| names.iter().map(move |&name| (role, name)))
}

fn exact(name: &str) -> Option<Role> {
    entries().find(|(_, label)| *label == name).map(|(role, _)| role)
}

/// `张女士（客户）` as 张女士 and 客户.
fn in_brackets(name: &str) -> Option<(&str, &str)> {
    let inner = name.strip_suffix([')', '）', ']', '】'])?;
    let (outer, inner) = inner.rsplit_once(['(', '（', '[', '【'])?;
    Some((outer.trim(), inner.trim()))
}

/// `agent amy`, `support agent`, `customer 12`: the first or the last word is a label.
fn latin_word(name: &str) -> Option<Role> {
    let mut words = name.split([' ', '-', '_', '#']).filter(|word| !word.is_empty());
    let first = words.next()?;
    let last = words.next_back().unwrap_or(first);
    let bare = first.trim_end_matches(|c: char| c.is_ascii_digit());
    first.is_ascii().then(|| exact(bare).or_else(|| exact(last)))?
}

/// `客服小王`, `坐席0017`: a label of at least two characters with a short name behind it.
fn han_prefix(name: &str) -> Option<Role> {
    let prefixed = entries().filter(|(_, label)| !label.is_ascii() && label.chars().count() >= 2);
    let (role, rest) = prefixed
        .filter_map(|(role, label)| Some((role, name.strip_prefix(label)?)))
        .min_by_key(|(_, rest)| rest.len())?;
    let suffix = rest.trim_start_matches([' ', '-', '_', '—', '·', '#']);
    let is_field = FIELDS.iter().any(|field| suffix.starts_with(field));
    (!is_field && suffix.chars().count() <= LONGEST_SUFFIX && suffix.chars().all(char::is_alphanumeric))
        .then_some(role)
}

/// `青禾商城客服`: a house with its service.
fn han_suffix(name: &str) -> Option<Role> {
    let service = ["客服", "客户经理", "机器人"].into_iter().find(|label| name.ends_with(label))?;
    let short = name.chars().count() <= 12 && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    short.then(|| exact(service))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_give_roles() {
        for (label, role) in [
            ("客服", Some(Role::Agent)),
            ("客服小王", Some(Role::Agent)),
            ("客服😀", Some(Role::Agent)),
            ("客户经理李明", Some(Role::Agent)),
            ("坐席A0017", Some(Role::Agent)),
            ("青禾商城客服", Some(Role::Agent)),
            ("客户", Some(Role::Customer)),
            ("张女士（客户）", Some(Role::Customer)),
            ("智能客服", Some(Role::Bot)),
            ("系统", Some(Role::System)),
            ("Agent", Some(Role::Agent)),
            ("Agent Amy", Some(Role::Agent)),
            ("Amy (Support)", Some(Role::Agent)),
            ("customer 12", Some(Role::Customer)),
            ("客服电话", None),
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
