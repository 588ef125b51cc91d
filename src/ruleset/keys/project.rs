//! The keys of the configuration of a project.

use super::{KINDS, Key, MODES, On, Shape, key};

/// Who may be named under `roles`.
const SIDES: &[&str] = &["agent", "customer"];

/// All of them.
pub(super) const KEYS: &[Key] = &[
    key("rulesets", On::Project, Shape::Texts, "按哪些规则集检查", "the rulesets to check against"),
    key(
        "files",
        On::Project,
        Shape::Files,
        "哪些文件是什么、怎么读、按什么查；先写的先算",
        "what files are, how they are read, what they are checked against; the first entry that fits counts",
    ),
    key(
        "lists",
        On::Project,
        Shape::Lists,
        "自己的词语，替换各处的同名词表",
        "your words, for every list of that name",
    ),
    key("levels", On::Project, Shape::Levels, "规则的级别；off 不查", "the levels of rules; off: not judged"),
    key("match", On::File, Shape::Texts, "哪些文件：* 和 ** 的路径", "which files: paths with * and **"),
    key("kind", On::File, Shape::Word(KINDS), "它们是什么", "what they are"),
    key("mode", On::File, Shape::Word(MODES), "模板，还是已发送的文本", "templates, or texts that were sent"),
    key(
        "map",
        On::File,
        Shape::Text,
        "按哪份映射读：自带映射的名称，或文件路径",
        "the map they are read by: the name of one that comes along, or a path",
    ),
    key(
        "columns",
        On::File,
        Shape::Map(On::Columns),
        "表格的哪一列是什么",
        "which column of a table holds what",
    ),
    key(
        "roles",
        On::File,
        Shape::Named(SIDES),
        "哪个说话人是客服，哪个是客户",
        "which speaker serves, which is served",
    ),
    key("encoding", On::File, Shape::Text, "是什么编码，如 big5", "their character set, such as big5"),
    key(
        "facts",
        On::File,
        Shape::Facts,
        "文本里没有说、规则的 `when` 要问的事实",
        "facts that `when` of rules asks for and the texts do not tell",
    ),
    key(
        "rulesets",
        On::File,
        Shape::Texts,
        "改按哪些规则集检查",
        "the rulesets to check them against instead",
    ),
    key("text", On::Columns, Shape::Text, "说了什么", "what was said"),
    key("role", On::Columns, Shape::Text, "哪一方说的", "which side said it"),
    key("speaker", On::Columns, Shape::Text, "谁说的", "who said it"),
    key("time", On::Columns, Shape::Text, "什么时候", "when"),
    key("conversation", On::Columns, Shape::Text, "属于哪段会话", "which conversation it belongs to"),
    key("event", On::Columns, Shape::Text, "发生了什么", "what happened"),
    key("actor", On::Columns, Shape::Text, "谁做的", "who did it"),
    key("direction", On::Columns, Shape::Text, "谁先发起", "who began"),
];
