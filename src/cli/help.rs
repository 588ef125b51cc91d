//! Help and errors of the command line, in both languages; clap has the English ones.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, CommandFactory, Error};

use crate::language::Lang;

use super::args::Cli;
use super::output::{self, Answer};
use super::{CLEAN, NOT_CHECKED, World};

/// The Chinese help: of commands by name, of arguments by `command.argument`, or by name.
const ZH: &[(&str, &str)] = &[
    ("liyi", "检查服务消息的礼仪：聊天记录、邮件草稿、短信模板。"),
    ("liyi.color", "颜色：auto（在终端上，且未设 NO_COLOR）、always 或 never"),
    ("liyi.lang", "界面语言：zh 或 en；默认随系统"),
    ("check", "检查文件、文件夹或标准输入（-）"),
    ("check.paths", "文件和文件夹，- 表示标准输入；默认当前文件夹"),
    (
        "check.format",
        "输出格式：full（默认）、short（路径:行:列: 级别[规则]: 说明）、json、github、gitlab、sarif、junit、rdjson、csv、markdown \
         或 html；写成 格式=文件 就写进文件；可重复",
    ),
    (
        "check.statistics",
        "最后列出各报告了几次：按 rule（规则）、ruleset（规则集）、clause（条款）或 speaker（说话人）",
    ),
    ("check.redact", "是否遮盖个人信息：yes 或 no；默认除 full、short、json 外都遮盖"),
    (
        "check.ruleset",
        "改用这个规则集（默认按配置文件，没有就是 common）：自带规则集的名称，或文件路径；可重复",
    ),
    ("check.forbid", "客服不许说这个词语；只查它，写了 --ruleset 就一起查；'/…/' 是正则；可重复"),
    ("check.select", "只按这条规则判（规则集/规则，同报告里一样），或按整个规则集；可重复"),
    ("check.ignore", "不按这条规则判，或不按整个规则集；可重复"),
    ("check.kind", "不必识别，文本就是：chat、email 或 sms"),
    (
        "check.mode",
        "占位符（如 ${code}）是否还待填写：template（邮件草稿和短信默认）或 sent（聊天和邮件默认）",
    ),
    (
        "check.encoding",
        "输入自己没有说明时，是什么编码：utf-8、gb18030、big5、utf-16le …；不写时能认出 GB 18030，并会说明。邮件自己会说明",
    ),
    ("check.agent", "这个说话人是客服；按文本里，或表格的角色、说话人列里的写法；可重复"),
    ("check.customer", "这个说话人是客户；写法同上；可重复"),
    (
        "check.columns",
        "列名看不出来时，表格的哪一列（JSON 的哪个键）是什么：text=内容,role=发送方；没有表头写第几列：text=3；\
         JSON 可以写路径：text=body.text；可重复",
    ),
    (
        "check.fact",
        "文本里没有说、规则的 when 要问的事实：provider=aliyun、direction=outbound；输入里说了的，以输入为准；可重复",
    ),
    ("check.stdin_filename", "标准输入按这个文件名识别和报告"),
    ("check.fail_on", "达到哪一级就算失败（退出码 1）：error、warning、note 或 never"),
    ("check.fail_on_skipped", "有规则未能判定也算失败（退出码 2）"),
    ("check.quiet", "不输出发现，只用退出码表示，一有定局就不再往下判；未能检查的照样说明"),
    ("check.list_files", "只列出会读哪些文件、当作什么，哪些不读、为什么"),
    ("check.threads", "用几个线程；默认与处理器数相同。结果与线程数无关"),
    ("config", "配置文件；默认是当前文件夹或离它最近的上级文件夹里的 liyi.yaml"),
    ("no_config", "不读配置文件"),
    ("gate", "在发出之前判一条消息（标准输入）：草稿、邮件，或连同前文的草稿"),
    ("gate.file", "消息：文件，- 表示标准输入（默认）"),
    ("gate.jsonl", "逐行判：每行一个 JSON 请求，立即答一行"),
    ("gate.format", "怎么说结论：json（默认）、full 或 short"),
    ("gate.stdin_filename", "标准输入按这个文件名识别和报告"),
    ("ruleset", "改用这个规则集（默认按配置文件，没有就是 common）：自带规则集的名称，或文件路径；可重复"),
    ("forbid", "客服不许说这个词语；只查它，写了 --ruleset 就一起查；'/…/' 是正则；可重复"),
    ("kind", "不必识别，草稿就是：chat、email 或 sms"),
    ("mode", "占位符（如 ${code}）是否还待填写：template 或 sent（默认：发出去就照原样读）"),
    ("encoding", "消息自己没有说明时，是什么编码：utf-8（默认）、gb18030、big5 …"),
    ("agent", "这个说话人是客服，按前文里的写法；可重复"),
    ("customer", "这个说话人是客户；写法同上；可重复"),
    ("fact", "消息没有说、规则的 when 要问的事实，如 provider=aliyun；可重复"),
    ("closing", "草稿是聊天的最后一条：结尾该有的（如告别）没有就算缺少"),
    ("fail_on", "达到哪一级就拦下：error、warning（默认）、note 或 never"),
    ("fail_on_skipped", "有规则未能判定，也算没有判成"),
    ("on_error", "没有判成的消息怎么办：closed（默认）拦下，open 放行并说明"),
    ("deadline", "几秒之内没有读完、判完就算没有判成；默认 2"),
    #[cfg(feature = "milter")]
    ("milter", "作为 milter 服务 Postfix 等邮件服务器：每封邮件先判再收"),
    #[cfg(feature = "milter")]
    ("milter.listen", "邮件服务器从哪里连：地址:端口，默认 127.0.0.1:8891"),
    ("sendmail", "代替 sendmail：判标准输入上的邮件，可以发就原样交给一个命令"),
    ("sendmail.command", "发邮件的命令和它的参数：-- msmtp \"$@\""),
    ("test", "验证规则的例子：flags 都要报告，passes 都不得报告"),
    ("test.names", "规则集或规则（规则集/规则）；规则集写名称或路径；默认全部自带规则集"),
    ("measure", "在人标注过的文本上量规则有多准：精确率和召回率"),
    ("measure.folders", "文件夹，里面有文本和标注表 labels.tsv"),
    ("measure.show", "另外列出没有标注要的每处报告，和没有找到的每处标注"),
    ("measure.format", "怎样列数字：text 或 json"),
    ("explain", "解释一条规则：查什么、为什么，连同例子"),
    ("explain.rule", "规则，写法同报告：规则集/规则；只写规则集则列出它的规则"),
    ("trace", "追查规则为什么报告一条消息，或为什么不报告"),
    ("trace.place", "哪条消息：文件（- 表示标准输入）和行号，如 chat.txt:12"),
    ("trace.rule", "规则，写法同报告：规则集/规则；默认列出在这条消息里看到东西的规则"),
    (
        "trace.ruleset",
        "改用这个规则集（默认按配置文件，没有就是 common）：自带规则集的名称，或文件路径；可重复",
    ),
    ("trace.kind", "不必识别，文本就是：chat、email 或 sms"),
    ("trace.mode", "占位符是否还待填写：template 或 sent"),
    ("trace.encoding", "输入是什么编码，写法同 check"),
    ("trace.agent", "这个说话人是客服；可重复"),
    ("trace.customer", "这个说话人是客户；可重复"),
    ("trace.columns", "表格的哪一列（JSON 的哪个键）是什么：text=内容,role=发送方；可重复"),
    ("trace.fact", "文本里没有说的事实，如 provider=aliyun；可重复"),
    ("rules", "列出规则"),
    ("rules.ruleset", "只列这个规则集：自带规则集的名称，或文件路径；可重复"),
    ("rules.format", "输出格式：text 或 json"),
    ("formats", "列出能读的格式，或说明一个文件是什么、里面有什么"),
    ("formats.file", "文件，- 表示标准输入"),
    ("formats.format", "列表的格式：text 或 json"),
    ("formats.kind", "不必识别，文本就是：chat、email 或 sms"),
    ("formats.mode", "占位符是否还待填写：template 或 sent"),
    ("formats.encoding", "输入是什么编码，写法同 check"),
    ("formats.agent", "这个说话人是客服；可重复"),
    ("formats.customer", "这个说话人是客户；可重复"),
    ("map", "按哪份映射读 JSON 导出和表格：自带映射的名称（见 liyi formats），或自己写的文件"),
    ("formats.fact", "文本里没有说的事实，如 provider=aliyun；可重复"),
    ("formats.columns", "表格的哪一列（JSON 的哪个键）是什么：text=内容,role=发送方；可重复"),
    ("new", "写自己的东西，从这里开始"),
    ("schema", "打印一种文件的 JSON Schema，给编辑器用"),
    ("schema.of", "哪种文件：config（liyi.yaml）、ruleset（规则集）或 map（映射）"),
    ("bundle", "写出自带规则集的编译包，即程序内嵌的那一份"),
    ("bundle.path", "文件"),
    ("rule", "写一个规则集，里面有一条已经证明的规则"),
    ("rule.path", "文件，不能已经存在；- 表示标准输出；默认 my-rules.yaml"),
    ("rule.id", "规则的名称，说出毛病：小写字母、数字和连字符"),
    ("rule.forbid", "客服不许说的词语"),
    ("rule.require", "客服必须说的词语"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
];

/// The Chinese help of an argument: of one command, of all, or of those that have it.
fn chinese_of(command: &str, argument: &str) -> Option<&'static str> {
    let keys = [format!("{command}.{argument}"), format!("liyi.{argument}"), argument.to_owned()];
    keys.iter().find_map(|key| chinese(key))
}

/// The command line in a language.
pub(super) fn command(lang: Lang) -> clap::Command {
    match lang {
        Lang::En => Cli::command(),
        Lang::Zh => in_chinese(Cli::command()),
    }
}

fn chinese(name: &str) -> Option<&'static str> {
    ZH.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn in_chinese(command: clap::Command) -> clap::Command {
    let name = command.get_name().to_owned();
    let about = chinese(&name).unwrap_or_default();
    let template = "{about}\n\n用法：{usage}\n\n{all-args}";
    let translated = command
        .about(about)
        .help_template(template)
        .subcommand_help_heading("命令")
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(clap::ArgAction::Help));
    let translated = if name == "liyi" {
        let version = Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        translated.disable_version_flag(true).arg(version)
    } else {
        translated
    };
    let translated = translated.mut_args(|arg| {
        let text = chinese_of(&name, arg.get_id().as_str());
        let heading = if arg.is_positional() { "参数" } else { "选项" };
        let takes_value = arg.get_action().takes_values();
        let arg = arg.help(text.unwrap_or_default()).help_heading(heading);
        arg.hide_default_value(takes_value).hide_possible_values(takes_value)
    });
    translated.mut_subcommands(in_chinese)
}

/// Shows what clap has to say: help and version on standard output, errors on standard error.
pub(super) fn show(error: &Error, lang: Lang, world: &mut World<'_>) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let written = write!(world.stdout, "{}", error.render());
        return output::finish(Answer { code: CLEAN, written }, lang, world);
    }
    let text = match (error.kind(), lang) {
        (ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, _) | (_, Lang::En) => {
            error.render().to_string()
        }
        (_, Lang::Zh) => error_in_chinese(error),
    };
    let _ = write!(world.stderr, "{text}");
    NOT_CHECKED
}

fn error_in_chinese(error: &Error) -> String {
    let text = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let mut lines = vec![match error.kind() {
        ErrorKind::UnknownArgument => format!("error: 没有选项 '{argument}'"),
        ErrorKind::InvalidSubcommand => {
            format!("error: 没有命令 '{}'", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("error: '{argument}' 缺少值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("error: '{argument}' 不能是 '{value}'")
        }
        ErrorKind::MissingRequiredArgument => format!("error: 缺少参数 {argument}"),
        ErrorKind::ArgumentConflict => format!("error: '{argument}' 不能重复或与其他选项同用"),
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("error: '{argument}' 缺少值")
        }
        ErrorKind::MissingSubcommand => {
            format!("error: 缺少命令：{}", text(ContextKind::ValidSubcommand))
        }
        _ => error.render().to_string().trim().to_owned(),
    }];
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    lines.extend(
        suggested
            .map(text)
            .iter()
            .filter(|name| !name.is_empty())
            .map(|name| format!("  是不是想写 '{name}'？")),
    );
    let possible = text(ContextKind::ValidValue);
    lines.extend((!possible.is_empty()).then(|| format!("  可以写：{possible}")));
    lines.push("  用 --help 查看帮助\n".to_owned());
    lines.join("\n")
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(words) => words.join(", "),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(StyledStr::to_string).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_argument_has_chinese_help() {
        let mut missing = Vec::new();
        let mut commands = vec![Cli::command()];
        while let Some(command) = commands.pop() {
            let name = command.get_name();
            let arguments = command.get_arguments().map(|argument| argument.get_id().as_str());
            let untold = arguments.filter(|argument| chinese_of(name, argument).is_none());
            missing.extend(untold.map(|argument| format!("{name}.{argument}")));
            missing.extend(chinese(name).is_none().then(|| name.to_owned()));
            commands.extend(command.get_subcommands().cloned());
        }
        assert_eq!(missing, Vec::<String>::new());
        Cli::command().debug_assert();
        in_chinese(Cli::command()).debug_assert();
    }
}
