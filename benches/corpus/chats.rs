//! Chats as a service centre exports them: one message a line, eight conversations under way at once.

use std::fmt;
use std::io::{self, Write};

use super::random::Random;
use super::words::*;

/// How many conversations are mixed.
const MIXED: usize = 8;

/// How many of what the rules should find have been planted.
#[derive(Default)]
pub(crate) struct Planted {
    messages: usize,
    conversations: usize,
    forbidden: usize,
    evasive: usize,
    without_greeting: usize,
    without_apology: usize,
    without_return: usize,
}

impl fmt::Display for Planted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { messages, conversations, forbidden, evasive, .. } = self;
        let (greeting, apology, back) = (self.without_greeting, self.without_apology, self.without_return);
        writeln!(f, "{messages} messages in {conversations} conversations; planted:")?;
        writeln!(f, "{forbidden} forbidden phrases, {evasive} of them spelt evasively;")?;
        write!(
            f,
            "{greeting} first turns without a greeting, {apology} complaints without an apology, {back} holds without a return"
        )
    }
}

/// A conversation under way.
struct Chat {
    id: usize,
    left: usize,
    is_customer: bool,
    has_spoken: bool,
    owes_apology: bool,
    is_holding: bool,
}

/// Writes chats until they are so many bytes.
pub(crate) fn write(bytes: usize, random: &mut Random, out: &mut impl Write) -> io::Result<Planted> {
    let (mut planted, mut chats, mut written) = (Planted::default(), Vec::new(), 0);
    let mut seconds = 9 * 3600;
    while written < bytes {
        while chats.len() < MIXED {
            planted.conversations += 1;
            chats.push(Chat::begin(planted.conversations, random));
        }
        let at = random.below(chats.len());
        let (role, text) = chats[at].say(random, &mut planted);
        seconds += random.below(9);
        let line = line(chats[at].id, role, seconds, &text);
        out.write_all(line.as_bytes())?;
        written += line.len();
        planted.messages += 1;
        if chats[at].left == 0 {
            chats.swap_remove(at);
        }
    }
    Ok(planted)
}

fn line(id: usize, role: &str, seconds: usize, text: &str) -> String {
    let (day, hour, minute, second) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let (month, day) = (1 + day / 28 % 12, 1 + day % 28);
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!(
        "{{\"conversation_id\":\"c{id:08}\",\"role\":\"{role}\",\"time\":\"2026-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00\",\"text\":\"{text}\"}}\n"
    )
}

impl Chat {
    fn begin(id: usize, random: &mut Random) -> Self {
        let most = 1 + random.below(20);
        let left = 3 + random.below(most);
        let is_customer = random.permille(700);
        Self { id, left, is_customer, has_spoken: false, owes_apology: false, is_holding: false }
    }

    fn say(&mut self, random: &mut Random, planted: &mut Planted) -> (&'static str, String) {
        self.left -= 1;
        let is_customer = self.is_customer;
        self.is_customer = is_customer != random.permille(850);
        let (role, mut text) = match is_customer {
            true => ("customer", self.customer(random)),
            false => ("agent", self.agent(random, planted)),
        };
        if random.permille(10) {
            text += random.pick(&["\n谢谢", " \"好评\" ", "\\"]);
        }
        (role, text)
    }

    fn customer(&mut self, random: &mut Random) -> String {
        if self.has_spoken && random.permille(30) {
            self.owes_apology = true;
            return filled(random.pick(&COMPLAINTS), random);
        }
        said(&CUSTOMER, random)
    }

    fn agent(&mut self, random: &mut Random, planted: &mut Planted) -> String {
        let mut parts = Vec::new();
        if !self.has_spoken {
            match random.permille(20) {
                true => planted.without_greeting += 1,
                false => parts.push(format!(
                    "{}，{}。",
                    random.pick(&GREETINGS),
                    filled(random.pick(&INTRODUCTIONS), random)
                )),
            }
        }
        if std::mem::take(&mut self.owes_apology) {
            match random.permille(20) {
                true => planted.without_apology += 1,
                false => parts.push(format!("{}，", random.pick(&APOLOGIES))),
            }
        }
        if std::mem::take(&mut self.is_holding) {
            match random.permille(20) {
                true => planted.without_return += 1,
                false => parts.push(format!("{}，", random.pick(&RETURNS))),
            }
        }
        self.has_spoken = true;
        if self.left > 4 && random.permille(20) {
            self.is_holding = true;
            parts.push(random.pick(&HOLDS).to_owned());
            return parts.concat();
        }
        parts.push(said(&AGENT, random));
        if random.permille(5) {
            let at = random.below(parts.len() + 1);
            parts.insert(at, forbidden(random, planted));
        } else if random.permille(150) {
            parts.push(format!("，{}", random.pick(&CLOSINGS)));
        }
        parts.concat()
    }
}

/// One sentence or a few.
fn said(pool: &[&str], random: &mut Random) -> String {
    let mut text = filled(random.pick(pool), random);
    let most = 1 + random.below(4);
    for _ in 0..random.below(most) {
        text = text + random.pick(&JOINTS) + &filled(random.pick(pool), random);
    }
    text + random.pick(&ENDS)
}

/// A sentence with its blanks filled in.
pub(crate) fn filled(sentence: &str, random: &mut Random) -> String {
    let Some((before, rest)) = sentence.split_once('{') else { return sentence.to_owned() };
    let Some((blank, after)) = rest.split_once('}') else { return sentence.to_owned() };
    let word = match blank {
        "name" => random.pick(&NAMES).to_owned(),
        "goods" => random.pick(&GOODS).to_owned(),
        "city" => random.pick(&CITIES).to_owned(),
        "few" => (2 + random.below(6)).to_string(),
        count => random.digits(count.parse().unwrap_or(1)),
    };
    format!("{before}{word}{}", filled(after, random))
}

/// Something that must not be said, one time in ten spelt so that its bytes are others.
fn forbidden(random: &mut Random, planted: &mut Planted) -> String {
    planted.forbidden += 1;
    let phrase = random.pick(&FORBIDDEN);
    if !random.permille(100) {
        return format!(" {phrase} ");
    }
    planted.evasive += 1;
    let traditional = TRADITIONAL.iter().find(|(simplified, _)| *simplified == phrase);
    let spelt = match traditional {
        _ if phrase.is_ascii() => phrase.to_uppercase(),
        Some((_, traditional)) => (*traditional).to_owned(),
        None => {
            let mut characters: Vec<String> = phrase.chars().map(String::from).collect();
            let at = 1 + random.below(characters.len() - 1);
            characters.insert(at, random.pick(&[" ", "\u{3000}", "\u{200B}", "."]).to_owned());
            characters.concat()
        }
    };
    format!(" {spelt} ")
}
