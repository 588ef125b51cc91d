//! The parts of a letter, by its lines: salutation, body, closing, signature, disclaimer, and what it quotes.

use std::ops::Range;

use crate::document::{Part, PartKind};
use crate::source::Passage;

use super::disclaimer::begins_disclaimer;
use super::letter::{closes, closes_for_certain, inline_salutation, is_reply_intro, is_salutation};
use super::signature::{is_device, signs};

/// How many lines a salutation has at most: `尊敬的王女士：`, `您好！`.
const SALUTATION_LINES: usize = 2;

/// How many lines from the end a closing is looked for; behind it stand a signature and what lawyers add.
const CLOSING_LINES: usize = 40;

/// How many lines a signature under a closing has at most.
const SIGNATURE_LINES: usize = 10;

/// The parts that every e-mail has behind its subject, in the order in which they belong.
const KINDS: [PartKind; 6] = [
    PartKind::Salutation,
    PartKind::Body,
    PartKind::Closing,
    PartKind::Signature,
    PartKind::Disclaimer,
    PartKind::Quote,
];

/// A line of one of the texts.
struct Line<'a> {
    /// Which of them.
    of: usize,
    range: Range<usize>,
    text: &'a str,
    kind: PartKind,
}

/// The parts of a letter that stands in one or more texts, in their order; what is missing is empty, where it belongs.
/// Where there is no text at all, the letter would stand in `nowhere`.
pub(super) fn parts(texts: &[Passage], nowhere: &Passage) -> Vec<Part> {
    let mut lines: Vec<Line<'_>> =
        texts.iter().enumerate().flat_map(|(of, text)| lines(of, text.text())).collect();
    mark_quotes(&mut lines);
    lines.retain(|line| !line.text.trim().is_empty());
    mark_disclaimer(&mut lines);
    mark_salutation(&mut lines);
    mark_closing(&mut lines);
    with_missing(runs(&lines), texts, nowhere)
}

fn lines(of: usize, text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        let range = at..at + bare.len();
        at += line.len();
        Line { of, range, text: bare, kind: PartKind::Body }
    })
}

/// Tells apart what others wrote, and what stands below `-- `.
fn mark_quotes(lines: &mut [Line<'_>]) {
    let (mut is_signed, mut is_another) = (false, false);
    for at in 0..lines.len() {
        let line = lines[at].text;
        let is_intro = !line.trim().is_empty() && is_reply_intro(lines[at..].iter().map(|line| line.text));
        is_another |= is_intro && !is_marked_below(&lines[at + 1..]);
        is_signed |= matches!(line, "-- " | "--");
        lines[at].kind = match is_marked(line) || is_intro || is_another {
            true => PartKind::Quote,
            false if is_signed || is_device(line) => PartKind::Signature,
            false => PartKind::Body,
        };
    }
}

/// Whether a line is marked as quoted.
fn is_marked(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether the quoted lines are marked one by one, so that an answer may stand below them.
fn is_marked_below(lines: &[Line<'_>]) -> bool {
    lines.iter().find(|line| !line.text.trim().is_empty()).is_some_and(|line| is_marked(line.text))
}

/// Tells the disclaimer below each stretch of the letter's own: it ends the stretch, and does not begin it.
fn mark_disclaimer(lines: &mut [Line<'_>]) {
    let stretches = lines.chunk_by_mut(|a, b| (a.kind == PartKind::Quote) == (b.kind == PartKind::Quote));
    for stretch in stretches.filter(|stretch| stretch[0].kind != PartKind::Quote) {
        let behind = stretch.iter_mut().skip(1).skip_while(|line| !begins_disclaimer(line.text));
        behind.for_each(|line| line.kind = PartKind::Disclaimer);
    }
}

/// Tells the salutation: the first lines of the letter that say nothing else, or the head of the first.
fn mark_salutation(lines: &mut Vec<Line<'_>>) {
    let Some(first) = lines.iter().position(|line| line.kind == PartKind::Body) else { return };
    for at in first..(first + SALUTATION_LINES).min(lines.len()) {
        let line = &mut lines[at];
        if line.kind != PartKind::Body {
            return;
        }
        if is_salutation(line.text) {
            line.kind = PartKind::Salutation;
        } else if let Some(len) = inline_salutation(line.text) {
            let (head, rest) = line.text.split_at(len);
            let start = line.range.start + len + (rest.len() - rest.trim_start().len());
            let body = Line { range: start..line.range.end, text: rest.trim_start(), ..*line };
            *line = Line {
                range: line.range.start..line.range.start + len,
                text: head,
                kind: PartKind::Salutation,
                ..*line
            };
            return lines.insert(at + 1, body);
        } else {
            return;
        }
    }
}

/// Tells the closing and the signature below it, in the last stretch of the letter that has one.
fn mark_closing(lines: &mut [Line<'_>]) {
    let stretches = lines.chunk_by_mut(|a, b| (a.kind == PartKind::Body) == (b.kind == PartKind::Body));
    for stretch in stretches.rev().filter(|stretch| stretch[0].kind == PartKind::Body) {
        if let Some((closing, end)) = closing_of(stretch) {
            stretch[closing.clone()].iter_mut().for_each(|line| line.kind = PartKind::Closing);
            stretch[closing.end..end].iter_mut().for_each(|line| line.kind = PartKind::Signature);
            return;
        }
    }
}

/// The lines of the closing, and where the signature below it ends. Thanks may stand in the middle of a letter as well:
/// they close it only where nothing but a signature follows.
fn closing_of(lines: &[Line<'_>]) -> Option<(Range<usize>, usize)> {
    (0..lines.len()).rev().take(CLOSING_LINES).find_map(|at| {
        if !closes(lines[at].text) {
            return None;
        }
        let below = &lines[at + 1..];
        let signed = below.iter().take(SIGNATURE_LINES).take_while(|line| signs(line.text)).count();
        let is_closing = closes_for_certain(lines[at].text) || signed == below.len();
        let first = || at - lines[..at].iter().rev().take_while(|line| closes(line.text)).count();
        is_closing.then(|| (first()..at + 1, at + 1 + signed))
    })
}

/// Stretches of lines of one kind, of one text each: its number, and the range in it.
fn runs(lines: &[Line<'_>]) -> Vec<(PartKind, usize, Range<usize>)> {
    let runs = lines.chunk_by(|a, b| (a.kind, a.of) == (b.kind, b.of));
    runs.map(|run| (run[0].kind, run[0].of, run[0].range.start..run[run.len() - 1].range.end)).collect()
}

/// Adds the kinds that are missing: each behind all that belong before it, else before the first of the letter's own.
fn with_missing(
    runs: Vec<(PartKind, usize, Range<usize>)>,
    texts: &[Passage],
    nowhere: &Passage,
) -> Vec<Part> {
    let passage = |of: usize, range| texts.get(of).unwrap_or(nowhere).slice(range);
    let mut parts: Vec<Part> =
        runs.into_iter().map(|(kind, of, range)| Part { kind, passage: passage(of, range) }).collect();
    for (rank, kind) in KINDS.into_iter().enumerate() {
        if parts.iter().any(|part| part.kind == kind) {
            continue;
        }
        let belongs_before = |part: &Part| KINDS[..rank].contains(&part.kind);
        let (at, passage) = if let Some(before) = parts.iter().rposition(belongs_before) {
            let passage = &parts[before].passage;
            (before + 1, passage.slice(passage.text().len()..passage.text().len()))
        } else {
            let own = parts.iter().position(|part| part.kind != PartKind::Quote).unwrap_or(0);
            (own, parts.get(own).map_or(nowhere, |part| &part.passage).slice(0..0))
        };
        parts.insert(at, Part { kind, passage });
    }
    parts
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Part, PartKind, Passage, parts};
    use crate::source::{Source, Span};

    /// The parts of a letter, each as its first letter and its text without line ends: `S尊敬的王女士：`.
    fn told(letter: &str) -> String {
        let source = Arc::new(Source::new("test", letter.to_owned()));
        let text = Passage::verbatim(&source, source.span());
        let nowhere = Passage::verbatim(&source, Span::at(source.span().end));
        let is_shown = |part: &Part| part.kind != PartKind::Disclaimer || !part.passage.text().is_empty();
        let told = parts(&[text], &nowhere).into_iter().filter(is_shown).map(|part| {
            let mark = match part.kind {
                PartKind::Salutation => 'S',
                PartKind::Body => 'B',
                PartKind::Closing => 'C',
                PartKind::Signature => 'N',
                PartKind::Disclaimer => 'D',
                _ => 'Q',
            };
            format!("{mark}{}", part.passage.text().split_whitespace().collect::<Vec<_>>().join(" "))
        });
        told.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn letters_are_told_apart_line_by_line() {
        for (letter, expected) in [
            ("", "S|B|C|N|Q"),
            ("一句话。", "S|B一句话。|C|N|Q"),
            (
                "尊敬的王女士：\n\n您好！\n\n正文。\n\n此致\n    敬礼！\n\n客服部 李明\n2024年5月6日\n",
                "S尊敬的王女士： 您好！|B正文。|C此致 敬礼！|N客服部 李明 2024年5月6日|Q",
            ),
            (
                "王经理，您好！\n正文\n顺祝商祺！\n青禾商城 小李\n电话：010-1234567\nhttps://example.com",
                "S王经理，您好！|B正文|C顺祝商祺！|N青禾商城 小李 电话：010-1234567 https://example.com|Q",
            ),
            (
                "尊敬的客户：您好！您的订单已发出。\n谢谢！",
                "S尊敬的客户：您好！|B您的订单已发出。|C谢谢！|N|Q",
            ),
            (
                "您好，关于您的订单，我们核实了。\n祝好\n小李",
                "S|B您好，关于您的订单，我们核实了。|C祝好|N小李|Q",
            ),
            (
                "Dear Ms. Lee,\n\nIt is done.\n\nKind regards,\n\nTom Brown\nCustomer Care, Juniper Lane Home\n+44 20 1234 5678",
                "SDear Ms. Lee,|BIt is done.|CKind regards,|NTom Brown Customer Care, Juniper Lane Home +44 20 1234 5678|Q",
            ),
            (
                "Hi Tom\n\nThanks for writing. We are on it.\n\nThanks,\nAmy\n\nSent from my iPhone",
                "SHi Tom|BThanks for writing. We are on it.|CThanks,|NAmy Sent from my iPhone|Q",
            ),
            ("Hi Tom, thanks for writing.\nBest, Amy", "SHi Tom,|Bthanks for writing.|CBest, Amy|N|Q"),
            (
                "您好！\n正文\n敬礼\n客户经理：李明\n工号：10086",
                "S您好！|B正文|C敬礼|N客户经理：李明 工号：10086|Q",
            ),
            (
                "Hi team,\nIt works.\nCheers\nBob\nAcme Inc.\nP.S. Don't forget",
                "SHi team,|BIt works.|CCheers|NBob Acme Inc.|BP.S. Don't forget|Q",
            ),
            // Thanks in the middle close nothing, and what says something is no signature.
            ("谢谢！\n\n这个问题我们再看看。", "S|B谢谢！ 这个问题我们再看看。|C|N|Q"),
            ("再次感谢您的支持！\n这个我不清楚", "S|B再次感谢您的支持！ 这个我不清楚|C|N|Q"),
            (
                "Best regards,\nAmy\nI don't know what you want",
                "S|CBest regards,|NAmy|BI don't know what you want|Q",
            ),
            ("祝贺您获奖！\n小李", "S|B祝贺您获奖！ 小李|C|N|Q"),
            (
                "感谢您的理解，祝您工作顺利！\n\n蓝海宽带 **孟佳**",
                "S|B|C感谢您的理解，祝您工作顺利！|N蓝海宽带 **孟佳**|Q",
            ),
            (
                "Hi Tom,\nIt is done.\nBest,\nAmy\n\nCONFIDENTIALITY NOTICE: This message is for Tom.\nIf not, we don't know.",
                "SHi Tom,|BIt is done.|CBest,|NAmy|DCONFIDENTIALITY NOTICE: This message is for Tom. If not, we don't know.|Q",
            ),
            (
                "正文。\n此致\n敬礼\n李明\n本邮件及其附件含有保密信息，仅供收件人使用。\n不清楚请删除。\n\n> 原文",
                "S|B正文。|C此致 敬礼|N李明|D本邮件及其附件含有保密信息，仅供收件人使用。 不清楚请删除。|Q> 原文",
            ),
            // What begins a letter is no disclaimer, and not each word of lawyers begins one.
            (
                "本邮件内容保密。\n请收件人签收，我们负责保密。",
                "S|B本邮件内容保密。 请收件人签收，我们负责保密。|C|N|Q",
            ),
            // A signature by its mark, and quotations above and below.
            ("正文\n-- \n小李\n我不知道", "S|B正文|C|N-- 小李 我不知道|Q"),
            ("> 问\n> 再问\n\n您好！\n答\n祝好\n小李", "Q> 问 > 再问|S您好！|B答|C祝好|N小李"),
            (
                "您好！\n答\n祝好\n\n在 2024年5月6日，王 写道：\n问\n谢谢\n王",
                "S您好！|B答|C祝好|N|Q在 2024年5月6日，王 写道： 问 谢谢 王",
            ),
            ("一\n> 问\n二\n谢谢\n小李", "S|B一|Q> 问|B二|C谢谢|N小李"),
        ] {
            assert_eq!(told(letter), expected, "{letter}");
        }
    }
}
