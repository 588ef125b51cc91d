//! What of an export could not be read: told once a kind, with the first place and how often.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, Span};

use super::super::super::once::Once;
use super::Export;

/// A message of so many lines has most likely swallowed what is of another grammar.
pub(super) const MANY_LINES: usize = 10_000;

/// How much of a line is shown as what was not read, in bytes.
const SHOWN: usize = 400;

/// The faults of one file.
pub(super) struct Faults<'a> {
    source: &'a Source,
    export: Export,
    unread: Once,
    times: Once,
    long: Once,
    cut: Once,
}

impl<'a> Faults<'a> {
    pub(super) fn new(source: &'a Arc<Source>, export: Export) -> Self {
        let [unread, times, long, cut] = [(); 4].map(|()| Once::default());
        Self { source, export, unread, times, long, cut }
    }

    /// A line that the grammar does not know, where no message goes on.
    pub(super) fn unread(&mut self, line: Span) {
        let (source, Bilingual { zh, en }) = (self.source, self.export.title());
        self.unread.tell(|| {
            let text = say!(
                "看不懂这一行，未检查：文件按“{zh}”读取",
                "this line was not understood and not checked: the file is read as {en}",
            );
            let help = Bilingual::new(
                "删去这些行，或改成这种格式的写法（见 docs/formats）",
                "take such lines out, or write them as the format has them (see docs/formats)",
            );
            fault(source, "input/line", text, line).help(help)
        });
    }

    /// A time that there is not.
    pub(super) fn no_such_time(&mut self, stamp: Span) {
        let source = self.source;
        self.times.tell(|| {
            let text = Bilingual::new(
                "没有这样的日期或钟点，这条消息的时间算未知",
                "there is no such day or hour; the time of this message is not known",
            );
            fault(source, "input/time", text, stamp)
        });
    }

    /// A message that goes on and on; the line is where that shows.
    pub(super) fn too_long(&mut self, line: Span) {
        let source = self.source;
        self.long.tell(|| {
            let text = say!(
                "一条消息到这里有 {MANY_LINES} 行：后面的也许是别的格式，都算作这条消息",
                "a message has {MANY_LINES} lines up to here: what follows may be of another format, and was read as more of it",
            );
            fault(source, "input/long-message", text, line)
        });
    }

    /// Something that is opened here and not closed before the end.
    pub(super) fn cut_off(&mut self, at: Span) {
        let source = self.source;
        self.cut.tell(|| {
            let text = Bilingual::new(
                "这里开始的到文件末尾也没有结束：文件也许被截断了",
                "what begins here has no end in the file, which may be cut off",
            );
            fault(source, "input/cut-off", text, at)
        });
    }

    /// What there is to tell.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Box<Diagnostic>> {
        let faults = [&mut self.unread, &mut self.times, &mut self.long, &mut self.cut];
        faults.map(Once::take).into_iter().flatten()
    }
}

fn fault(source: &Source, code: &str, text: Bilingual, place: Span) -> Diagnostic {
    let shown = source.slice(place);
    let end = (0..=shown.len().min(SHOWN)).rev().find(|&at| shown.is_char_boundary(at)).unwrap_or(0);
    Diagnostic::error(code, text).at(source, Span::new(place.start, place.start + end))
}
