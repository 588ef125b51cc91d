//! Makes the corpora of `benches/compare.sh`: chats, also as a table, mails, lists of phrases, rulesets. The same seed gives the same bytes.
//!
//! `cargo bench --bench corpus -- FOLDER MEGABYTES`
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a tool that writes files or stops")]
#![allow(clippy::print_stderr, reason = "says what it made")]

mod chats;
mod mails;
mod random;
mod rules;
mod words;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

use random::Random;

const SEED: u64 = 2026;

/// How many messages the table of them has, at most.
const ROWS: usize = 200_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let [folder, megabytes] = &arguments[..] else {
        return eprintln!("usage: cargo bench --bench corpus -- FOLDER MEGABYTES");
    };
    let folder = Path::new(folder);
    fs::create_dir_all(folder).unwrap();
    let write = |name: &str, text: String| fs::write(folder.join(name), text).unwrap();
    let phrases = rules::phrases(&mut Random::new(SEED), 10_000);
    for count in [100, 1_000, 10_000] {
        write(&format!("phrases-{count}.txt"), phrases[..count].join("\n") + "\n");
        let forbidding = rules::of_phrases(&phrases[..count]);
        write(&format!("phrases-{count}.yaml"), forbidding.clone() + rules::OF_ORDER);
        write(&format!("only-phrases-{count}.yaml"), forbidding);
    }
    for count in [30, 200] {
        write(&format!("regexes-{count}.yaml"), rules::of_regexes(count));
    }
    for count in [10, 1_000] {
        write(&format!("rules-{count}.yaml"), rules::many(&phrases, count));
    }
    mails::write(&folder.join("mails"), &mut Random::new(SEED)).unwrap();
    let bytes = megabytes.parse::<usize>().unwrap() * 1_000_000;
    let file = fs::File::create(folder.join("chats.jsonl")).unwrap();
    let planted = chats::write(bytes, &mut Random::new(SEED), &mut std::io::BufWriter::new(file)).unwrap();
    write("planted.txt", planted.to_string());
    write_table(&folder.join("chats.jsonl"), &folder.join("chats.csv"));
    eprintln!("{planted}");
}

/// Writes the first messages of a corpus as a table.
fn write_table(chats: &Path, table: &Path) {
    const KEYS: [&str; 4] = ["conversation_id", "role", "time", "text"];
    let mut table = csv::Writer::from_path(table).unwrap();
    table.write_record(KEYS).unwrap();
    for line in BufReader::new(fs::File::open(chats).unwrap()).lines().take(ROWS) {
        let message: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        table.write_record(KEYS.map(|key| message[key].as_str().unwrap())).unwrap();
    }
}
