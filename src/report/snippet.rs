//! Snippets: the lines that a finding shows, cut to the width, without characters that could hurt, with marks that fit.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::diagnostic::Place;
use crate::source::{Untrusted, is_command, is_dangerous};

/// Columns that the frame of a snippet takes beside the line number.
const FRAME: usize = 4;
/// Columns that lead from a mark to its label.
const LEAD: usize = 5;

/// The lines to show for some places.
#[derive(Debug)]
pub(super) struct Snippet {
    text: String,
    lines: Vec<Line>,
    /// For each place, its mark in `text`.
    pub(super) marks: Vec<Range<usize>>,
}

/// A line of the snippet.
#[derive(Debug)]
struct Line {
    path: String,
    number: usize,
    range: Range<usize>,
    /// The marks on it, each with the column of the source where it begins, from 1.
    columns: Vec<(usize, usize)>,
}

impl Snippet {
    /// The snippet for places with labels of some widths, at most `width` columns wide.
    pub(super) fn of(places: &[(&Place, usize)], width: usize) -> Self {
        let last = places.iter().map(|(place, _)| place.start.line).max().unwrap_or(1);
        let room = width.saturating_sub(FRAME + last.to_string().len()).max(20);
        let mut snippet = Self { text: String::new(), lines: Vec::new(), marks: vec![0..0; places.len()] };
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|&index| {
            let Place { path, start, .. } = places[index].0;
            (*path != places[0].0.path, path, *start, index)
        });
        let mut at = 0;
        while let Some(&first) = order.get(at) {
            let same = |index: &&usize| {
                let (a, b) = (places[first].0, places[**index].0);
                (&a.path, a.start.line) == (&b.path, b.start.line)
                    && a.line.as_ref().map(shown_part) == b.line.as_ref().map(shown_part)
            };
            let together = order[at..].iter().take_while(same).count().max(1);
            snippet.add_line(places, &order[at..at + together], room);
            at += together;
        }
        snippet
    }

    fn add_line(&mut self, places: &[(&Place, usize)], indices: &[usize], room: usize) {
        let Some(excerpt) = indices.first().and_then(|&index| places[index].0.line.as_ref()) else {
            return;
        };
        let marks: Vec<Range<usize>> = indices
            .iter()
            .filter_map(|&index| places[index].0.line.as_ref().map(|line| line.mark.clone()))
            .collect();
        let label = indices.iter().map(|&index| places[index].1).max().unwrap_or(0);
        let cells = cells(&excerpt.text);
        let window = window(&cells, &marks, room, label);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        let mut bounds: Vec<(usize, usize)> = Vec::new();
        if window.start > 0 {
            self.text.push('…');
        }
        for cell in &cells[window.clone()] {
            bounds.push((cell.from, self.text.len()));
            self.text.push_str(&cell.shown);
        }
        bounds.push((cells.get(window.end).map_or(excerpt.text.len(), |cell| cell.from), self.text.len()));
        let is_behind = |mark: &Range<usize>| mark.start == excerpt.text.len();
        if window.end < cells.len() {
            self.text.push('…');
        } else if marks.iter().any(is_behind) {
            // A blank to draw the mark on.
            self.text.push(' ');
        }
        let place_of = |byte: usize| {
            let index = bounds.partition_point(|(from, _)| *from < byte).min(bounds.len() - 1);
            bounds[index].1
        };
        let mut columns = Vec::new();
        for (&index, mark) in indices.iter().zip(&marks) {
            let (from, to) = (place_of(mark.start), place_of(mark.end));
            self.marks[index] = from..to.max(from);
            columns.push((from, places[index].0.start.column));
        }
        self.lines.push(Line {
            path: Untrusted(&places[indices[0]].0.path).to_string(),
            number: places[indices[0]].0.start.line,
            range: start..self.text.len(),
            columns,
        });
    }

    fn line_of(&self, offset: usize) -> Option<usize> {
        self.lines.iter().position(|line| line.range.start <= offset && offset <= line.range.end)
    }
}

/// What of an excerpt decides whether two of them are the same line shown.
fn shown_part(excerpt: &crate::diagnostic::Excerpt) -> (&str, usize) {
    (&excerpt.text, excerpt.column)
}

/// A character as people see one, with what is shown for it.
struct Cell {
    /// Its first byte in the excerpt.
    from: usize,
    shown: String,
    width: usize,
}

fn cells(text: &str) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for (from, cluster) in text.grapheme_indices(true) {
        let shown = if is_command(text, from) { format!("\\{cluster}") } else { shown(cluster) };
        let width = shown.width();
        cells.push(Cell { from, shown, width });
    }
    cells
}

/// What is shown for a cluster: itself where terminals agree on its width, else its first character or a mark.
fn shown(cluster: &str) -> String {
    let widths: usize = cluster.chars().map(|c| c.width().unwrap_or(0)).sum();
    let head = cluster.chars().next().unwrap_or(' ');
    if cluster.chars().count() > 1 && cluster.width() != widths && !is_dangerous(head) {
        return head.to_string();
    }
    let is_joined_emoji = cluster.chars().count() > 1 && head.width() == Some(2);
    if is_joined_emoji { head.to_string() } else { Untrusted(cluster).to_string() }
}

/// The cells to show: all of them if they fit, else those round the marks, so that the label fits too.
fn window(cells: &[Cell], marks: &[Range<usize>], room: usize, label: usize) -> Range<usize> {
    let ends: Vec<usize> = cells
        .iter()
        .scan(0, |column, cell| {
            *column += cell.width;
            Some(*column)
        })
        .collect();
    let total = ends.last().copied().unwrap_or(0);
    let column = |byte: usize| {
        cells.partition_point(|cell| cell.from < byte).checked_sub(1).map_or(0, |cell| ends[cell])
    };
    let first = marks.iter().map(|mark| column(mark.start)).min().unwrap_or(0);
    let last = marks.iter().map(|mark| column(mark.end)).max().unwrap_or(0);
    let tail = (first + last) / 2 + LEAD + label.min(room / 2);
    if total <= room && tail <= room {
        return 0..cells.len();
    }
    // Room for the dots at both ends, and a third of it for what follows the marks.
    let room = room - 2;
    let right = (last + room / 3).min(total).max(tail);
    // Marks that do not fit are cut at their end, and what stands before them stays in view.
    let is_too_long = last - first > room * 3 / 4;
    let left =
        if is_too_long { first.saturating_sub(room / 4) } else { right.saturating_sub(room).min(first) };
    let start = ends.partition_point(|&end| end <= left);
    let end = ends.partition_point(|&end| end <= left + room);
    start..end.max(start)
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        _context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let first = self.line_of(span.offset()).ok_or(MietteError::OutOfBounds)?;
        let last = self.line_of(span.offset() + span.len()).ok_or(MietteError::OutOfBounds)?;
        let follow = |pair: &[Line]| pair[0].path == pair[1].path && pair[0].number + 1 == pair[1].number;
        if last < first || !self.lines[first..=last].windows(2).all(follow) {
            return Err(MietteError::OutOfBounds);
        }
        let range = self.lines[first].range.start..self.lines[last].range.end;
        // Asked without context, miette wants the column for the head of the snippet.
        let columns = &self.lines[first].columns;
        let column = columns.iter().find(|(mark, _)| *mark == span.offset()).map_or(1, |(_, column)| *column);
        let column = if context_lines_before == 0 { column - 1 } else { 0 };
        Ok(Box::new(MietteSpanContents::new_named(
            self.lines[first].path.clone(),
            &self.text.as_bytes()[range.clone()],
            (range.start, range.len()).into(),
            self.lines[first].number - 1,
            column,
            last - first + 1,
        )))
    }
}
