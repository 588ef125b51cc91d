//! The table of words that word crossing goes by. `WORDS=dict.txt cargo test --test it words` makes it afresh of jieba's dictionary.

use std::collections::BTreeMap;
use std::fs;

use liyi::text::{is_han, simplify};

use super::root;

const TABLE: &str = "src/text/words.txt";

const HEAD: &str = "# Words by code point, each with what it costs in quarters of a bit: made of jieba's dictionary (MIT, see NOTICE).";

#[test]
fn the_table_of_words_is_sound() {
    let path = root().join(TABLE);
    if let Ok(dictionary) = std::env::var("WORDS") {
        fs::write(&path, table_of(&fs::read_to_string(dictionary).unwrap())).unwrap();
    }
    let table = fs::read_to_string(&path).unwrap();
    let (head, lines) = table.split_once('\n').unwrap();
    assert_eq!(head, HEAD);
    let words: Vec<&str> = lines.lines().map(word_of).collect();
    assert!(words.is_sorted_by(|one, next| one < next), "{TABLE} is not in order");
    assert!(words.len() > 150_000, "{TABLE} is cut off");
}

/// The word of a line, which is Han, folded, and followed by a cost of two digits.
fn word_of(line: &str) -> &str {
    let (word, cost) = line.split_at(line.len() - 2);
    assert!(matches!(cost.parse(), Ok(10..=99)), "{line}");
    assert!(word.chars().all(is_han) && simplify(word) == word, "{line}");
    assert!(matches!(word.chars().count(), 1..=5), "{line}");
    word
}

/// The table made of a dictionary whose lines are a word, how often it was seen, and its kind.
fn table_of(dictionary: &str) -> String {
    let mut seen = BTreeMap::<String, u32>::new();
    for line in dictionary.lines() {
        let mut fields = line.split(' ');
        let (word, times) = (fields.next().unwrap(), fields.next().unwrap());
        if word.chars().all(is_han) {
            *seen.entry(simplify(word)).or_default() += times.parse::<u32>().unwrap();
        }
    }
    let all = f64::from(seen.values().sum::<u32>());
    let mut table = format!("{HEAD}\n");
    for (word, times) in seen.iter().filter(|(word, times)| is_kept(word, **times)) {
        table.push_str(&format!("{word}{:02}\n", (4.0 * (all / f64::from(*times)).log2()).round()));
    }
    table
}

/// Long words that are rare have no say: the table is half the size without them, and decides alike.
fn is_kept(word: &str, times: u32) -> bool {
    match word.chars().count() {
        1 | 2 => times >= 3,
        3..=5 => times >= 10,
        _ => false,
    }
}
