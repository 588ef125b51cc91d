//! Rules judged twice: by the library, and by an evaluator that is written from the contract alone and knows no haste.
//!
//! It tries the same 2,000 cases each time; `CASES=20000 cargo test --test it naive` draws so many others. In about one of 100,000
//! the two differ still, where the trigger is a turn of two roles (`before: {from: [agent, bot]}`): nobody knows yet which is right.

mod facts;
mod find;
mod judge;
mod make;
mod make_rule;
mod measure;
mod model;
mod open;
mod replies;
mod turns;
mod unless;
mod valid;
mod windows;
mod write;

use std::sync::Arc;

use liyi::lint::{Linter, Skipped};
use liyi::reader::{Format, Options, read_source};
use liyi::rule::Scene;
use liyi::ruleset::{Files, Rulebook, load};
use liyi::source::Source;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

use make::Feature;
use model::{Chat, Verdict};
use write::File;

/// What is tried, of all that the generators can do.
const FEATURES: &[Feature] = &[
    Feature::Before,
    Feature::Durations,
    Feature::Replace,
    Feature::Combined,
    Feature::Whole,
    Feature::RequiredEvents,
    Feature::Captures,
    Feature::LimitOf,
    Feature::Sizes,
    Feature::Share,
    Feature::Repeats,
    Feature::Duration,
    Feature::Replies,
    Feature::Counts,
    Feature::Direction,
    Feature::Meta,
    Feature::Calendar,
    Feature::Open,
];

/// Has one file: the ruleset.
struct Ruleset(String);

impl Files for Ruleset {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

/// What the library says.
fn judged(rulebook: &Rulebook, chat: &Chat, file: &File, format: Format) -> Verdict {
    let options = Options::default();
    let source = Arc::new(Source::new("chat", file.text.clone()));
    let mut conversations = read_source(&source, format, &options);
    let mut conversation = conversations.next().unwrap().unwrap();
    assert!(conversations.next().is_none());
    assert_eq!(conversation.messages.len(), chat.messages.len());
    conversation.is_open = chat.open;
    conversation.ends_turn = chat.ends_turn;
    // A linter asks only those rules whose phrases stand in the text: that may spare a reason, and never a finding.
    let findings = Linter::new(rulebook).lint(&conversation, &mut Skipped::default());
    let alone =
        rulebook.entries[0].rule.judge(&Scene::new(&conversation, &rulebook.matcher, &rulebook.index));
    assert_eq!(findings.len(), alone.findings.len());
    let places = findings.iter().map(|finding| finding.place.as_ref().unwrap().span());
    let marks =
        places.map(|span| file.mark(span.start, span.end).expect("a finding stands on text or an event"));
    let mut marks: Vec<_> = marks.collect();
    marks.sort();
    Verdict { marks, skipped: !alone.skipped.is_empty() }
}

#[test]
fn rules_mean_what_the_contract_says() {
    let asked_for = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: asked_for.unwrap_or(2000),
        failure_persistence: None,
        max_global_rejects: u32::MAX,
        max_local_rejects: u32::MAX,
        ..Config::default()
    };
    let cases = (make_rule::rule(), make::chat(), any::<bool>());
    let mut runner = match asked_for {
        Some(_) => TestRunner::new(config),
        // The same cases each time, so that what fails is what has changed.
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let outcome = runner.run(&cases, |(rule, chat, plain)| {
        let yaml = write::yaml(&rule);
        let rulebook = load(&["naive.yaml".to_owned()], &Ruleset(yaml.clone()));
        let rulebook = rulebook.map_err(|faults| {
            let faults: Vec<_> = faults.iter().map(|fault| &fault.text.en).collect();
            TestCaseError::fail(format!("{faults:?}\n{yaml}"))
        })?;
        let is_plain = plain && chat.direction.is_none() && chat.queue.is_none();
        let (file, format) = match is_plain {
            true => (File::plain(&chat), Format::ChatText),
            false => (File::jsonl(&chat), Format::ChatJsonl),
        };
        let found = judged(&rulebook, &chat, &file, format);
        let expected = judge::judge(&chat, &rule);
        prop_assert!(
            found == expected,
            "\n{yaml}\n{}\nby the contract: {expected:?}\nby the library:  {found:?}\n",
            file.text
        );
        Ok(())
    });
    match outcome {
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        outcome => outcome.unwrap(),
    }
}
