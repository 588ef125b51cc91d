//! The `liyi.yaml` that `liyi init` writes: what stands in it, with remarks for somebody who has never seen one.

use serde_json::json;

use crate::language::{Bilingual, Lang};
use crate::say;

use super::seen::Seen;
use super::{RULES, Wanted};

/// The configuration as YAML.
pub(super) fn text(wanted: &Wanted, seen: &Seen, lang: Lang) -> String {
    let parts = [head(), rulesets(&wanted.rulesets, seen), files(seen), company(&wanted.company), levels()];
    parts.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join("\n")
}

fn head() -> Bilingual {
    Bilingual::new(
        "\
# liyi 的配置，管这个文件夹和它里面的文件夹。以 # 开头的行是说明，看完可以删去；去掉前面的 # 就起作用。
# 让编辑器补全：先 liyi schema config > config.schema.json，再在这里加一行 # yaml-language-server: $schema=config.schema.json
",
        "\
# The configuration of liyi for this folder and those in it. Lines that begin with # are remarks, and can go; without their # they count.
# For completion in an editor: liyi schema config > config.schema.json, and here a line # yaml-language-server: $schema=config.schema.json
",
    )
}

fn rulesets(names: &[String], seen: &Seen) -> Bilingual {
    let names = names.join(", ");
    let abroad = say!(
        "# 发往美国的短信用 sms-us，发往欧洲的用 sms-eu；发往哪里，文本里不一定看得出来。\n",
        "# sms-us is for SMS to the United States, sms-eu for those to Europe; where they go, texts may not tell.\n",
    );
    let Bilingual { zh, en } = if seen.sms.go_abroad() { abroad } else { Bilingual::default() };
    say!(
        "\
# 按哪些规则集检查。liyi rules 列出全部规则，liyi explain 规则集 列出一个规则集的。自己的规则集写路径。
{zh}rulesets: [{names}, ./{RULES}]
",
        "\
# What is checked against: liyi rules lists all rules, liyi explain RULESET those of one. Rulesets of your own are named by their paths.
{en}rulesets: [{names}, ./{RULES}]
"
    )
}

fn files(seen: &Seen) -> Bilingual {
    let unknown = seen.unknown().map(|names| say!("# 未能识别：{names}\n", "# Not recognised: {names}\n"));
    let Bilingual { zh, en } = unknown.unwrap_or_default();
    say!(
        "\
# 文件是什么，在认不出来的时候。对得上的第一项算。
{zh}#files:
#  - match: templates/*.txt
#    kind: sms
",
        "\
# What files are, where that is not recognised. The first entry that fits counts.
{en}#files:
#  - match: templates/*.txt
#    kind: sms
"
    )
}

fn company(names: &[String]) -> Bilingual {
    let (sign, names) = match names {
        [] => ("#", Bilingual::new("\"青禾饭店\"", "\"Qinghe Inn\"")),
        // In double quotes YAML, as JSON, takes nothing for anything else.
        names => (
            "",
            Bilingual::same(&names.iter().map(|name| json!(name).to_string()).collect::<Vec<_>>().join(", ")),
        ),
    };
    let Bilingual { zh, en } = names;
    say!(
        "\
# 公司叫什么。有的规则要求报公司名；不写就什么公司名都算。
{sign}lists:
{sign}  company: [{zh}]
",
        "\
# What your company is called. Some rules ask for its name; without this, that of any company will do.
{sign}lists:
{sign}  company: [{en}]
"
    )
}

fn levels() -> Bilingual {
    Bilingual::new(
        "\
# 规则各是什么级别：error、warning、note，或 off（不查）。
#levels:
#  common/missing-farewell: off
",
        "\
# How much rules weigh: error, warning or note, or off for one that is not judged.
#levels:
#  common/missing-farewell: off
",
    )
}
