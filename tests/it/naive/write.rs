//! Writes a conversation as JSONL or as text, and a rule as YAML.

use super::model::{
    At, Between, Chat, Event, Fact, Mark, Measure, Message, Pattern, Role, Rule, Selector, Side, Unit,
    Unless, Verb, Way, What, Within,
};

/// A conversation as a file, and where in it things stand.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) text: String,
    /// For each message, where each byte of its text begins in the file, and where the last ends.
    messages: Vec<Vec<usize>>,
    /// For each event, where its line begins and ends.
    events: Vec<(usize, usize)>,
}

impl File {
    pub(super) fn jsonl(chat: &Chat) -> Self {
        Self::of(chat, Self::json_message, Self::json_event)
    }

    pub(super) fn plain(chat: &Chat) -> Self {
        Self::of(chat, Self::plain_message, Self::plain_event)
    }

    fn of(
        chat: &Chat,
        message: impl Fn(&mut Self, &Chat, &Message),
        event: impl Fn(&mut Self, &Event),
    ) -> Self {
        let mut file = Self::default();
        for place in 0..=chat.messages.len() {
            for happened in chat.events.iter().filter(|event| event.place == place) {
                let start = file.text.len();
                event(&mut file, happened);
                file.events.push((start, file.text.len()));
                file.text.push('\n');
            }
            if let Some(said) = chat.messages.get(place) {
                message(&mut file, chat, said);
                file.text.push('\n');
            }
        }
        file
    }

    fn json_message(&mut self, chat: &Chat, message: &Message) {
        self.text.push('{');
        if let Some(time) = message.time {
            self.text.push_str(&format!("\"time\": \"{}\", ", stamp(time)));
        }
        let facts = [("direction", chat.direction), ("queue", chat.queue)];
        for (key, value) in facts.iter().filter_map(|(key, value)| Some((key, (*value)?))) {
            self.text.push_str(&format!("\"{key}\": \"{value}\", "));
        }
        self.text.push_str(&format!("\"role\": \"{}\", \"text\": \"", word(message.role)));
        self.said(&message.text, "\\n");
        self.text.push_str("\"}");
    }

    fn json_event(&mut self, event: &Event) {
        let time = event.time.map(|time| format!(", \"time\": \"{}\"", stamp(time)));
        let actor = event.actor.map(|actor| format!(", \"actor\": \"{}\"", word(actor)));
        let (time, actor) = (time.unwrap_or_default(), actor.unwrap_or_default());
        self.text.push_str(&format!("{{\"event\": \"{}\"{actor}{time}}}", event.name));
    }

    fn plain_message(&mut self, _: &Chat, message: &Message) {
        if let Some(time) = message.time {
            self.text.push_str(&format!("[{}] ", stamp(time)));
        }
        let label = match message.role {
            Role::Agent => "客服",
            Role::Customer => "客户",
            Role::Bot => "机器人",
            Role::System => "系统",
        };
        self.text.push_str(&format!("{label}："));
        self.said(&message.text, "\n");
    }

    fn plain_event(&mut self, event: &Event) {
        let actor = event.actor.map(|actor| format!(" by {}", word(actor))).unwrap_or_default();
        let time = event.time.map(|time| format!("[{}] ", stamp(time))).unwrap_or_default();
        self.text.push_str(&format!("{time}[{}{actor}]", event.name));
    }

    fn said(&mut self, text: &str, line_end: &str) {
        let mut places = Vec::new();
        for c in text.chars() {
            places.extend((0..c.len_utf8()).map(|byte| self.text.len() + byte));
            match c {
                '\n' => self.text.push_str(line_end),
                c => self.text.push(c),
            }
        }
        places.push(self.text.len());
        self.messages.push(places);
    }

    /// What stands in a range of bytes of the file.
    pub(super) fn mark(&self, start: usize, end: usize) -> Option<Mark> {
        let event = self.events.iter().position(|event| *event == (start, end));
        event.map(Mark::Event).or_else(|| {
            let index = self.messages.iter().position(|at| at[0] <= start && end <= at[at.len() - 1])?;
            let byte = |place| self.messages[index].iter().position(|at| *at == place);
            Some(Mark::Text { message: index, start: byte(start)?, end: byte(end)? })
        })
    }
}

fn stamp(time: u32) -> String {
    let (day, clock) = (1 + time / 86_400, time % 86_400);
    format!("2026-10-{day:02} {:02}:{:02}:{:02}", clock / 3600, clock / 60 % 60, clock % 60)
}

fn word(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Customer => "customer",
        Role::Bot => "bot",
        Role::System => "system",
    }
}

/// A ruleset of one rule.
pub(super) fn yaml(rule: &Rule) -> String {
    let mut lines = vec![format!("from: {}", side(&rule.from))];
    lines.extend(rule.at.map(|at| format!("at: {}", position(at))));
    if let Some(trigger) = &rule.trigger {
        let way = if trigger.way == Way::After { "after" } else { "before" };
        lines.push(format!("{way}: {}", list(&trigger.any, selector)));
    }
    lines.extend(rule.within.map(|within| format!("within: {}", width(within))));
    lines.extend(rule.per.map(|per| format!("per: {}", unit(per))));
    lines.push(verb(&rule.verb));
    if !rule.allow.is_empty() {
        lines.push(format!("allow: {}", list(&rule.allow, pattern)));
    }
    lines.extend(rule.unless.as_ref().map(|unless| match unless {
        Unless::Pattern(wanted) => format!("unless: {}", pattern(wanted)),
        Unless::Selectors(any) => format!("unless: {}", list(any, selector)),
    }));
    if !rule.when.is_empty() {
        let facts: Vec<_> = rule.when.iter().map(fact).collect();
        lines.push(format!("when: {{{}}}", facts.join(", ")));
    }
    format!("ruleset: naive\nrules:\n  - id: rule\n    {}\n", lines.join("\n    "))
}

/// One as it is, several as a list.
fn list<T>(items: &[T], one: impl Fn(&T) -> String) -> String {
    match items {
        [only] => one(only),
        items => format!("[{}]", items.iter().map(one).collect::<Vec<_>>().join(", ")),
    }
}

fn lists<T>(items: &[T], one: impl Fn(&T) -> String) -> String {
    format!("[{}]", items.iter().map(one).collect::<Vec<_>>().join(", "))
}

fn side(side: &Side) -> String {
    if side.is_any() { "any".to_owned() } else { list(&side.0, |role| word(*role).to_owned()) }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Clause => "clause",
        Unit::Sentence => "sentence",
        Unit::Message => "message",
        Unit::Turn => "turn",
        Unit::Conversation => "conversation",
    }
}

fn position(at: At) -> String {
    let end = if at.last { "last" } else { "first" };
    if at.count == 1 {
        return format!("{end} {}", unit(at.of));
    }
    format!("{end} {} {}s", at.count, unit(at.of))
}

fn width(within: Within) -> String {
    match within {
        Within::Same(of) => format!("same {}", unit(of)),
        Within::Turns(1) => "1 turn".to_owned(),
        Within::Turns(count) => format!("{count} turns"),
        Within::Messages(1) => "1 message".to_owned(),
        Within::Messages(count) => format!("{count} messages"),
        Within::Seconds(seconds) => duration(seconds),
    }
}

fn duration(seconds: u32) -> String {
    if seconds.is_multiple_of(60) && seconds > 0 {
        format!("{}m", seconds / 60)
    } else {
        format!("{seconds}s")
    }
}

fn quoted(text: &String) -> String {
    format!("\"{text}\"")
}

fn pattern(wanted: &Pattern) -> String {
    match wanted {
        Pattern::Phrase(phrase) => quoted(phrase),
        Pattern::Any(any) => lists(any, pattern),
        Pattern::But(any, allow) => {
            format!("{{any: {}, allow: {}}}", lists(any, pattern), lists(allow, pattern))
        }
        Pattern::All(all) => format!("{{all: {}}}", lists(all, pattern)),
        Pattern::Order(order) => format!("{{order: {}}}", lists(order, pattern)),
        Pattern::Count(count, of) => format!("{{count: {count}, of: {}}}", lists(of, pattern)),
        Pattern::Whole(any) => format!("{{whole: {}}}", lists(any, quoted)),
        Pattern::Event(name) => format!("{{event: {name}}}"),
        Pattern::Capture(any) => format!("{{regex: '(?P<x>{})'}}", any.join("|")),
        Pattern::Captured(rest) => format!("\"{{x}}{rest}\""),
    }
}

fn selector(selector: &Selector) -> String {
    let mut keys = Vec::new();
    keys.extend(selector.from.as_ref().map(|from| format!("from: {}", side(from))));
    keys.extend(selector.at.map(|at| format!("at: {}", position(at))));
    match &selector.what {
        What::Says(wanted) => keys.push(format!("says: {}", pattern(wanted))),
        What::Event(name) => keys.push(format!("event: {name}")),
        What::Turn => (),
    }
    keys.extend(selector.within.map(|within| format!("within: {}", width(within))));
    format!("{{{}}}", keys.join(", "))
}

fn verb(verb: &Verb) -> String {
    match verb {
        Verb::Forbid(wanted) => format!("forbid: {}", pattern(wanted)),
        Verb::Require(wanted) => format!("require: {}", pattern(wanted)),
        Verb::Replace(pairs) => {
            let pairs: Vec<_> = pairs.iter().map(|(from, to)| format!("\"{from}\": \"{to}\"")).collect();
            format!("replace: {{{}}}", pairs.join(", "))
        }
        Verb::Limit { of, max, min } => {
            let max = max.map(|max| format!(", max: {}", amount(of, max))).unwrap_or_default();
            let min = min.map(|min| format!(", min: {}", amount(of, min))).unwrap_or_default();
            format!("limit: {{of: {}{max}{min}}}", measure(of))
        }
    }
}

fn measure(of: &Measure) -> String {
    let word = match of {
        Measure::Of(wanted) => return lists(std::slice::from_ref(wanted), pattern),
        Measure::Chars => "chars",
        Measure::Sentences => "sentences",
        Measure::Lines => "lines",
        Measure::Segments(least, most) => return format!("sms-segments, slots: {least}..{most}"),
        Measure::Turns => "turns",
        Measure::Messages => "messages",
        Measure::Share => "share",
        Measure::Repeats => "repeats",
        Measure::Duration => "duration",
        Measure::ReplyDelay => "reply-delay",
        Measure::Unanswered => "unanswered",
    };
    word.to_owned()
}

fn amount(of: &Measure, value: u32) -> String {
    match of {
        Measure::Duration | Measure::ReplyDelay => duration(value),
        Measure::Share => format!("{}.{:02}", value / 100, value % 100),
        _ => value.to_string(),
    }
}

fn fact(fact: &Fact) -> String {
    let range =
        |(from, to): &Between| format!("\"{from}..{}\"", to.map_or(String::new(), |to| to.to_string()));
    let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    match fact {
        Fact::Turns(between) => format!("turns: {}", range(between)),
        Fact::AgentTurns(between) => format!("agent-turns: {}", range(between)),
        Fact::CustomerTurns(between) => format!("customer-turns: {}", range(between)),
        Fact::Direction(direction) => format!("direction: {direction}"),
        Fact::Queue(queue) => format!("meta: {{queue: {queue}}}"),
        Fact::Hours(from, to) => format!("hours: \"{}..{}\"", clock(*from), clock(*to)),
        Fact::Dates(from, to, true) => format!("dates: [\"2026-10-{from:02}..2026-10-{to:02}\"]"),
        Fact::Dates(from, to, false) => format!("dates: [\"10-{from:02}..10-{to:02}\"]"),
        Fact::Weekdays(days) => {
            let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
            format!("weekdays: {}", lists(days, |day| names[*day as usize].to_owned()))
        }
        Fact::Sent(sent) => format!("mode: {}", if *sent { "sent" } else { "template" }),
    }
}
