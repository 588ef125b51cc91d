//! The pages on which clauses of which codes are checked by which rules are fresh. `UPDATE=1` rewrites them.

use std::fmt::Write as _;
use std::fs;

use liyi::diagnostic::Clause;
use liyi::language::Bilingual;
use liyi::ruleset::{Rulebook, Ruleset, builtin, load};

use super::root;
use super::rulesets::NoFiles;

/// The codes of conduct that are to be covered: the name of the ruleset, the title of the document, and how many checks
/// on text its clauses need.
const CODES: [(&str, &str, usize); 41] = [
    ("cmcc-account-manager", "客户经理服务礼仪规范", 24),
    ("ct-account-manager", "客户经理服务规范", 35),
    ("ct-job-faq", "电信客户经理需要具备哪些专业技术和专业知识？", 0),
    ("cu-account-manager", "附件2：客户经理服务规范", 39),
    ("hotel-etiquette", "中国饭店行业服务礼仪规范", 42),
    ("cnc-hall-wording", "营业厅各岗位人员服务用语规范", 56),
    ("cnc-hall-taboos", "营业厅服务忌语", 6),
    ("related-teasers", "相关范文推荐", 2),
    ("csr-dos", "客服代表在规范礼仪服务中应该有的行为", 14),
    ("csr-donts", "客服代表在规范礼仪服务中不应有的行为", 13),
    ("ten-words", "基本十字服务用语", 1),
    ("seven-phrases", "七大服务用语", 7),
    ("basic-phrases", "基本规范用语", 14),
    ("operator-phrases", "话务员文明礼貌用语", 13),
    ("telesales-phone-etiquette", "电话营销—电话礼仪篇", 12),
    ("telesales-interview-tips", "电话访谈的10个小技巧", 5),
    ("telesales-voice", "声音和语言控制技巧", 4),
    ("heating-repair-desk", "客服呼叫中心相关管理办法及制度 (大龙供暖 报修)", 19),
    ("plaza-callcentre-handbook", "呼叫中心标准化服务手册 (市北广场e家亲)", 3),
    ("bank-counter-quiz", "银行柜面员工礼仪、服务、营销能力测试", 0),
    ("callcentre-shopping", "呼叫中心电话服务礼仪标准 (中电购物)", 15),
    ("callcentre-zheke", "呼叫中心制度及管理流程 (湖北哲科)", 14),
    ("operator-training-outline", "呼叫中心话务员服务素养及服务技巧 培训方案", 0),
    ("bank-branch-course", "银行网点服务礼仪与主动营销技巧 课程大纲", 0),
    ("callcentre-400", "400电话呼叫中心电话服务礼仪标准 (斐贝女性网)", 15),
    ("store-tcm", "门店服务礼仪", 29),
    ("callcentre-floor-rules", "呼叫中心工作现场管理制度", 1),
    ("telesales-answering", "电话销售接听电话的礼仪技巧", 8),
    ("bank-hall-marketing-course", "厅堂营销+服务礼仪 课程大纲", 1),
    ("callcentre-v1-1", "呼叫中心服务规范标准 V1.1 (2015-05-13)", 22),
    ("telesales-basics", "电话销售基本礼仪", 6),
    ("bank-hall-etiquette-course", "银行厅堂服务礼仪与营销技巧 课程大纲", 1),
    ("callcentre-security", "呼叫中心安全管理制度", 0),
    ("phone-service-standard", "客户服务人员电话服务礼仪标准", 18),
    ("guozhen-service", "客户服务规范 (国祯)", 21),
    ("guest-service-standard", "对客服务标准", 5),
    ("phone-store-service", "长城电信手机卖场顾客导向服务标准流程培训教案", 2),
    ("customer-service-standard", "客户服务标准", 3),
    ("shop-service-rules", "顾客服务的相关标准和规范", 14),
    ("cnc-home-phone", "电话礼仪 / 打电话的礼仪 (网通 驻马店)", 11),
    ("cnc-home-visit", "入户服务规范 (中国网通 驻马店分公司)", 26),
];

const INTRO: [&str; 2] = [
    "每部规范的每一条：由哪条规则检查，或者为什么不检查。由规则集里的 `clauses` 生成；只列能在文字上检查的条款。\n\n\
     没有条款能在文字上检查的规范照样列出。",
    "Of each code of conduct each clause: which rule checks it, or why none does. Made from the `clauses` of the rulesets; only\n\
     clauses that can be checked on text are listed.\n\nCodes of which nothing can be checked on text are listed as well.",
];

#[test]
fn every_clause_is_checked_or_declined() {
    let rulebook = rulebook();
    let clauses = |name: &str| {
        let known = rulebook.rulesets.iter().find(|ruleset| ruleset.name == name);
        known.map_or(0, |ruleset| ruleset.clauses.len())
    };
    let mut open: Vec<String> = { CODES.iter() }
        .filter(|(name, _, rows)| clauses(name) != *rows)
        .map(|(name, _, rows)| format!("{name} has not {rows} clauses but {}", clauses(name)))
        .collect();
    for ruleset in &rulebook.rulesets {
        let is_open =
            |clause: &&Clause| clause.declined.is_none() && rules(&rulebook, ruleset, clause).is_empty();
        let clauses = ruleset.clauses.iter().map(|clause| &**clause).filter(is_open);
        open.extend(clauses.map(|clause| format!("{} {}", ruleset.name, clause.id)));
    }
    assert!(open.is_empty(), "{open:#?}");
}

#[test]
fn the_pages_are_fresh() {
    let rulebook = rulebook();
    for (page, lang) in [("docs/coverage.zh-CN.md", 0), ("docs/coverage.md", 1)] {
        let (path, fresh) = (root().join(page), page_of(&rulebook, lang));
        if std::env::var("UPDATE").is_ok() {
            fs::write(&path, &fresh).unwrap();
        }
        assert!(fs::read_to_string(&path).unwrap() == fresh, "{page} is stale; UPDATE=1 rewrites it");
    }
}

fn rulebook() -> Rulebook {
    load(&builtin::names().map(str::to_owned).collect::<Vec<_>>(), &NoFiles).unwrap()
}

/// The rules of a ruleset that enforce a clause.
fn rules<'a>(rulebook: &'a Rulebook, ruleset: &Ruleset, clause: &Clause) -> Vec<&'a str> {
    let of_ruleset = |code: &'a str| code.strip_prefix(ruleset.name.as_str())?.strip_prefix('/');
    let enforcing = rulebook.entries.iter().map(|entry| &entry.rule);
    let enforcing = enforcing.filter(|rule| rule.clauses.iter().any(|known| **known == *clause));
    enforcing.filter_map(|rule| of_ruleset(&rule.code)).collect()
}

/// The page; `lang` is 0 for Chinese, 1 for English.
fn page_of(rulebook: &Rulebook, lang: usize) -> String {
    let title = ["# 覆盖", "# Coverage"][lang];
    let other = ["[English](coverage.md)", "[中文](coverage.zh-CN.md)"][lang];
    let mut page = format!("{title}\n\n{other}\n\n{}\n\n", INTRO[lang]);
    page += [
        "| 规范 | 文件 | 条款：检查 / 不检查 / 共有 |\n|---|---|---|\n",
        "| code | document | clauses checked / declined / of |\n|---|---|---|\n",
    ][lang];
    for (name, document, rows) in CODES {
        let known = rulebook.rulesets.iter().find(|ruleset| ruleset.name == name);
        let state = match known {
            Some(ruleset) => {
                let declined = ruleset.clauses.iter().filter(|clause| clause.declined.is_some()).count();
                format!("{} / {declined} / {rows}", ruleset.clauses.len() - declined)
            }
            None => ["没有能在文字上检查的条款", "nothing that can be checked on text"][lang].to_owned(),
        };
        let shown = if known.is_some() { format!("[{name}](#{name})") } else { name.to_owned() };
        writeln!(page, "| {shown} | {document} | {state} |").unwrap();
    }
    let is_code = |ruleset: &&Ruleset| CODES.iter().any(|(name, ..)| *name == ruleset.name);
    for ruleset in rulebook.rulesets.iter().filter(is_code).filter(|ruleset| !ruleset.clauses.is_empty()) {
        page += &section(rulebook, ruleset, lang);
    }
    page
}

fn section(rulebook: &Rulebook, ruleset: &Ruleset, lang: usize) -> String {
    let head = ["| 条款 | 位置 | 说什么 | 规则 |", "| clause | at | says | rule |"][lang];
    let mut section = format!("\n## {}\n\n{head}\n|---|---|---|---|\n", ruleset.name);
    for clause in &ruleset.clauses {
        let checked =
            rules(rulebook, ruleset, clause).iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
        let checked = match &clause.declined {
            Some(why) => format!("{}{}", ["不检查：", "none: "][lang], said(why, lang)),
            None => checked.join(" "),
        };
        let says = clause.says.as_ref().map_or("", |says| said(says, lang));
        let at = clause.at.as_deref().unwrap_or_default();
        writeln!(section, "| {} | {at} | {says} | {checked} |", clause.id).unwrap();
    }
    section
}

fn said(text: &Bilingual, lang: usize) -> &str {
    [&text.zh, &text.en][lang]
}
