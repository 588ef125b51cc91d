//! Makes the corpora of `benches/compare.sh`: chats, mails, lists of phrases, rulesets. The same seed gives the same bytes.
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
use std::path::Path;

use random::Random;

const SEED: u64 = 2026;

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
        write(&format!("phrases-{count}.yaml"), rules::of_phrases(&phrases[..count]));
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
    eprintln!("{planted}");
}
