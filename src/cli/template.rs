//! The ruleset that `liyi new rule` writes: what stands in it, with remarks for somebody who has never seen one.

use serde_json::json;

use crate::language::{Bilingual, Lang};
use crate::say;
use crate::text::is_han;

/// What a new ruleset is to hold. Ruleset and rule have names that YAML leaves alone.
pub(super) struct Sketch<'a> {
    pub(super) ruleset: String,
    pub(super) id: &'a str,
    /// `forbid` or `require`.
    pub(super) verb: &'static str,
    /// The phrase; none for a rule that shows what a rule can be.
    pub(super) phrase: Option<&'a str>,
}

impl Sketch<'_> {
    /// The phrase of its rule.
    pub(super) fn phrase(&self, lang: Lang) -> &str {
        self.phrase.unwrap_or(match lang {
            Lang::Zh => "不知道",
            Lang::En => "I don't know",
        })
    }
}

/// The ruleset as YAML.
pub(super) fn text(sketch: &Sketch<'_>, lang: Lang) -> String {
    let phrase = sketch.phrase(lang);
    let verb = if sketch.verb == "require" { required(phrase) } else { forbidden(phrase) };
    let (more, innocent) = if sketch.phrase.is_none() { shown() } else { hinted(sketch.verb) };
    let parts = [head(sketch), verb, more, examples(sketch.verb, phrase), innocent];
    parts.iter().map(|part| part.get(lang)).collect()
}

fn head(sketch: &Sketch<'_>) -> Bilingual {
    let Sketch { ruleset, id, .. } = sketch;
    say!(
        "\
# 自己的规则集。以 # 开头的行是说明，看完可以删去。

# 名称：小写字母、数字、连字符。
ruleset: {ruleset}

rules:
  # 一条规则从 - id 开始。再要一条，就把整条抄到最后，换个名称。
  - id: {id}
    # 轻重：error 错误，warning 警告，note 提示。
    level: error
    # 检查谁的话：agent 客服，customer 客户，any 所有人。
    from: agent
",
        "\
# Rules of your own. Lines that begin with # are remarks, and can go when you have read them.

# The name: lower case letters, digits, hyphens.
ruleset: {ruleset}

rules:
  # A rule begins with - id. For another one, copy it to the end and change the name.
  - id: {id}
    # How much it weighs: error, warning or note.
    level: error
    # Whose words are checked: agent, customer or any.
    from: agent
"
    )
}

fn forbidden(phrase: &str) -> Bilingual {
    let (zh, en, phrase) =
        (quoted(&format!("说了“{phrase}”")), quoted(&format!("says “{phrase}”")), quoted(phrase));
    say!(
        "    # 报告里的一句话。
    summary: {zh}
    # 不许说的话，一行一个；句中的 … 代表任意文字。
    forbid:
      - {phrase}
",
        "    # What reports say, in one line.
    summary: {en}
    # What must not be said, a phrase a line; … in a phrase stands for any text.
    forbid:
      - {phrase}
"
    )
}

fn required(phrase: &str) -> Bilingual {
    let (zh, en, phrase) =
        (quoted(&format!("没有说“{phrase}”")), quoted(&format!("never says “{phrase}”")), quoted(phrase));
    say!(
        "    # 报告里的一句话。
    summary: {zh}
    # 整段会话里说过就行。要限定在第一轮（last turn：最后一轮），就去掉下一行的 #。
    #at: first turn
    # 必须说的话，一行一个，说了其中一个就行；句中的 … 代表任意文字。
    require:
      - {phrase}
",
        "    # What reports say, in one line.
    summary: {en}
    # Any turn will do. Take the # out of the next line to ask for the first turn, or write: last turn.
    #at: first turn
    # What must be said, a phrase a line, any of which will do; … in a phrase stands for any text.
    require:
      - {phrase}
"
    )
}

/// What else a rule may have, in full, with the example that goes with it.
fn shown() -> (Bilingual, Bilingual) {
    let more = Bilingual::new(
        "    # 例外：落在这些话里的不算。
    allow:
      - \"知不知道\"
    # 建议怎么说。
    instead: \"请您稍等，我为您查询一下\"
",
        "    # Exceptions: what stands inside one of these does not count.
    allow:
      - \"I don't know if you\"
    # What to say instead.
    instead: \"Let me check that for you.\"
",
    );
    let innocent = Bilingual::new(
        "      - \"客服：您知不知道这个活动？\"\n",
        "      - \"Agent: I don't know if you have seen our offer.\"\n",
    );
    (more, innocent)
}

/// What else a rule may have, as a remark.
fn hinted(verb: &str) -> (Bilingual, Bilingual) {
    let more = say!(
        "    # 例外写成 allow: [\"…\"]，建议写成 instead: \"…\"，与 {verb} 对齐。\n",
        "    # Exceptions are written as allow: [\"…\"], advice as instead: \"…\", in line with {verb}.\n"
    );
    (more, Bilingual::default())
}

/// The proof: who may say the phrase and who may not, in the language of the phrase.
fn examples(verb: &str, phrase: &str) -> Bilingual {
    let is_chinese = phrase.chars().any(is_han);
    let (agent, customer, silence, filler) = match is_chinese {
        true => ("客服：", "客户：", "嗯", "这件事"),
        false => ("Agent: ", "Customer: ", "Hm", "this"),
    };
    let said = filled(phrase, filler);
    let (flag, pass) = match verb {
        "require" => (format!("{agent}[[{silence}]]"), format!("{agent}{said}")),
        _ => (format!("{agent}[[{said}]]"), format!("{customer}{said}")),
    };
    let (flag, pass) = (quoted(&flag), quoted(&pass));
    say!(
        "
    # 例子证明规则管用，liyi test 逐个试。
    # 必须报告的；[[ ]] 里就是该报的字。
    flags:
      - {flag}
    # 不得报告的。
    passes:
      - {pass}
",
        "
    # Examples prove the rule; liyi test tries them.
    # What must be reported, its exact words in [[ ]].
    flags:
      - {flag}
    # What must not be reported.
    passes:
      - {pass}
"
    )
}

/// A text as somebody may say it who says a phrase: each … inside the phrase is filled.
fn filled(phrase: &str, filler: &str) -> String {
    let inner = phrase.trim_matches('…');
    phrase.replacen(inner, &inner.replace('…', filler), 1)
}

/// A text in double quotes, in which YAML, as JSON, takes nothing for anything else.
fn quoted(text: &str) -> String {
    json!(text).to_string()
}
