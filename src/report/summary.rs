//! The last lines of a run: what was read, what was found, what could not be judged.

use crate::diagnostic::Level;
use crate::language::Lang;
use crate::say;
use crate::source::Untrusted;

use super::{Report, Uncounted};

/// The most reasons for skipping that are listed.
const MOST_REASONS: usize = 5;

/// The summary, each sentence on a line.
pub fn sentences(report: &Report, lang: Lang) -> String {
    let mut lines: Vec<String> = Vec::new();
    for path in &report.empty {
        let path = Untrusted(path);
        lines.push(
            say!("{path} 是空的，没有可检查的内容", "{path} is empty: nothing to check").get(lang).to_owned(),
        );
    }
    for (path, charset) in &report.guessed {
        let path = Untrusted(path);
        let guessed = say!(
            "{path} 没有说明编码，按 {charset} 读取（--encoding 可以指定）",
            "{path} does not say its encoding and was read as {charset} (--encoding says it)"
        );
        lines.push(guessed.get(lang).to_owned());
    }
    lines.extend(not_shown(report, lang));
    lines.extend(report.statistics.iter().flat_map(|statistics| statistics.lines(lang)));
    lines.extend(skipped(report, lang));
    lines.extend(passed_by(report, lang));
    lines.extend(uncounted(report, lang));
    lines.push(found(report, lang));
    lines.push(String::new());
    lines.join("\n")
}

/// What does not count, and why: `12 in the baseline`.
fn uncounted(report: &Report, lang: Lang) -> Vec<String> {
    let Uncounted { allowed, baseline, unchanged } = report.uncounted;
    let reasons = [
        (allowed, say!("允许的 {allowed} 处", "{allowed} allowed")),
        (baseline, say!("基线里的 {baseline} 处", "{baseline} in the baseline")),
        (unchanged, say!("没有改动的行上的 {unchanged} 处", "{unchanged} on lines that have not changed")),
    ];
    let reasons: Vec<&str> =
        reasons.iter().filter(|(count, _)| *count > 0).map(|(_, text)| text.get(lang)).collect();
    let (zh, en) = (reasons.join("，"), reasons.join(", "));
    let line = say!("不计：{zh}", "not counted: {en}");
    let gone = report.gone;
    let stale = say!(
        "基线里不再出现的：{gone} 处（liyi baseline prune 去掉它们）",
        "no longer found: {gone} of the baseline (liyi baseline prune drops them)",
    );
    let lines = [(reasons.len(), line), (gone, stale)];
    lines.iter().filter(|(count, _)| *count > 0).map(|(_, text)| text.get(lang).to_owned()).collect()
}

fn not_shown(report: &Report, lang: Lang) -> Option<String> {
    let more = report.not_shown;
    let en_more = count(more, "more finding");
    let text = say!("另有 {more} 处，未显示（--max-diagnostics）", "{en_more} not shown (--max-diagnostics)");
    (more > 0).then(|| text.get(lang).to_owned())
}

pub(super) fn found(report: &Report, lang: Lang) -> String {
    let [notes, warnings, errors] = Level::ALL.map(|level| report.count(level));
    let (files, conversations, messages) = (report.files, report.conversations, report.messages);
    let (zh_found, en_found) = match errors + warnings + notes {
        0 => ("没有发现问题".to_owned(), "nothing found".to_owned()),
        _ => (
            format!("{errors} 个错误，{warnings} 个警告，{notes} 个提示"),
            format!("{}, {}, {}", count(errors, "error"), count(warnings, "warning"), count(notes, "note")),
        ),
    };
    let (en_files, en_conversations, en_messages) =
        (count(files, "file"), count(conversations, "conversation"), count(messages, "message"));
    let found = say!(
        "{zh_found}（{files} 个文件，{conversations} 段会话，{messages} 条消息）",
        "{en_found} in {en_files}, {en_conversations}, {en_messages}",
    );
    let unread = report.errors.len();
    let en_unread = count(unread, "fault");
    let some =
        say!("未能全部检查（{unread} 处）；其余：", "not everything was checked ({en_unread}); in the rest ");
    let none = say!("没有检查任何内容（{unread} 处有误）", "nothing was checked ({en_unread})");
    match unread {
        0 => found.get(lang).to_owned(),
        _ if conversations == 0 => none.get(lang).to_owned(),
        _ => [some.get(lang), found.get(lang)].concat(),
    }
}

pub(super) fn skipped(report: &Report, lang: Lang) -> Vec<String> {
    let total = report.skips();
    if total == 0 {
        return Vec::new();
    }
    let mut reasons: Vec<(&str, &str, usize)> =
        report.skipped.iter().map(|((rule, reason), count)| (&**rule, reason.0.get(lang), *count)).collect();
    reasons.sort_by_key(|(rule, _, count)| (std::cmp::Reverse(*count), *rule));
    let en_total = count(total, "time");
    let head = say!("有 {total} 次未能判定：", "could not be judged {en_total}:").get(lang).to_owned();
    let listed =
        reasons.iter().take(MOST_REASONS).map(|(rule, reason, count)| format!("  {rule} ×{count}: {reason}"));
    let more = reasons.len().saturating_sub(MOST_REASONS);
    let rest = say!("  另有 {more} 种", "  and {more} more");
    let rest = (more > 0).then(|| rest.get(lang).to_owned());
    std::iter::once(head).chain(listed).chain(rest).collect()
}

fn passed_by(report: &Report, lang: Lang) -> Option<String> {
    let files = report.not_recognised.len();
    let en_files = count(files, "file");
    let text =
        say!("跳过了 {files} 个文件（--list-files 列出原因）", "{en_files} skipped (--list-files says why)",);
    (files > 0).then(|| text.get(lang).to_owned())
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
