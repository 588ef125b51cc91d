//! Help and errors of the command line, in both languages; clap has the English ones.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, CommandFactory, Error};

use crate::language::Lang;

use super::args::Cli;
use super::chinese::ZH;
use super::output::{self, Answer};
use super::{CLEAN, NOT_CHECKED, World};

/// The Chinese help of an argument: of one command, of all, or of those that have it.
fn chinese_of(command: &str, argument: &str) -> Option<&'static str> {
    let keys = [
        format!("{command}.{argument}"),
        format!("liyi.{argument}"),
        argument.to_owned(),
        // Some commands read what `check` reads.
        format!("check.{argument}"),
    ];
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
