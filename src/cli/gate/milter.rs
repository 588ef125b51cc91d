//! A milter: a mail server asks it about each mail before it takes it. What may not go out is refused with 550 while its
//! sender is still there; what could not be judged, with 451, so that it comes again.

use std::borrow::Cow;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use futures::executor::block_on;
use futures::io::AllowStdIo;
use miltr_common::actions::{Action, Continue, Replycode};
use miltr_common::commands::{Body, Header, Mail};
use miltr_common::modifications::ModificationResponse;
use miltr_common::optneg::{Capability, OptNeg, Protocol};
use miltr_server::{Milter, Server};

use crate::diagnostic::Diagnostic;
use crate::gate::{Decision, Gate, Policy, Verdict};
use crate::language::Bilingual;
use crate::lint::Linter;
use crate::reader::outgoing::{Outgoing, Reading};
use crate::say;
use crate::source::Untrusted;

use super::super::output::{Answer, Output};
use super::super::{CLEAN, NOT_CHECKED};
use super::{LIMIT, args, ready, signals, stopped, too_large, within};

/// The largest packet of the protocol, in bytes: a header may be longer than the usual 64 KiB.
const PACKET: usize = 1 << 20;

/// How long a server may be silent.
const SILENCE: Duration = Duration::from_secs(3600);

/// The longest reply, in characters: a line of SMTP holds 512 (RFC 5321, section 4.5.3.1.5).
const REPLY: usize = 400;

/// The name of mails in what is told of them.
const NAME: &str = "mail.eml";

pub(super) fn run(gate: &args::Gate, listen: SocketAddr, output: &mut Output<'_, '_>) -> Answer {
    let judging = gate.judging.of_mail();
    let (rulebook, reading) = match judging.ready(None) {
        Ok(ready) => ready,
        Err(faults) => return output.refuse(&faults),
    };
    let hinted = output.short_faults(&rulebook.hints);
    let listener = match TcpListener::bind(listen) {
        Ok(listener) => listener,
        Err(error) => return output.refuse(&[cannot_listen(listen, &error)]),
    };
    // Mails are judged by threads that nobody waits for when the program ends.
    let linter: &'static Linter<'static> = Box::leak(Box::new(ready(Box::leak(Box::new(rulebook)))));
    let judge = Judge { linter, policy: judging.policy(), reading, deadline: gate.watch.deadline };
    let (sender, told) = mpsc::channel();
    let ends = sender.clone();
    let address = listener.local_addr().unwrap_or(listen);
    let serves = thread::Builder::new().spawn(move || accept(&listener, &judge, &sender));
    if let Err(error) = serves.and_then(|_| signals::watch(move || _ = ends.send(Told::End))) {
        return output.refuse(&[stopped(&error.to_string())]);
    }
    let served = hinted.and_then(|()| output.line(&format!("{address}")));
    let mut written = served.and_then(|()| output.world.stdout.flush());
    for told in told {
        match told {
            Told::Mail(faults) => written = written.and_then(|()| output.short_faults(&faults)),
            Told::Broken(error) => return output.refuse(&[cannot_listen(address, &error)]),
            Told::End => return Answer { code: CLEAN, written },
        }
    }
    Answer { code: NOT_CHECKED, written }
}

fn cannot_listen(listen: SocketAddr, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "gate/listen",
        say!("不能在 {listen} 上服务：{error}", "cannot serve at {listen}: {error}"),
    )
}

/// What the threads tell.
enum Told {
    /// What was found in a mail, or why it was not judged.
    Mail(Vec<Diagnostic>),
    /// Nobody can connect any more.
    Broken(io::Error),
    /// Somebody ends the program.
    End,
}

/// Serves each connection in a thread of its own.
fn accept(listener: &TcpListener, judge: &Judge, sender: &Sender<Told>) {
    loop {
        let served = listener.accept().and_then(|(stream, _)| {
            let (judge, sender) = (judge.clone(), sender.clone());
            thread::Builder::new().spawn(move || serve(stream, judge, sender))
        });
        if let Err(error) = served {
            let _ = sender.send(Told::Broken(error));
            return;
        }
    }
}

/// Serves one connection. A server that hears nothing more does with the mail what it does without a milter.
fn serve(stream: TcpStream, judge: Judge, sender: Sender<Told>) {
    let ready = stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(SILENCE)));
    let mut session = Session { judge, sender, mail: Vec::new(), fault: None };
    if ready.is_ok() {
        let _ = block_on(Server::new(&mut session, false, PACKET).handle_connection(AllowStdIo::new(stream)));
    }
}

/// What judges mails.
#[derive(Clone)]
struct Judge {
    linter: &'static Linter<'static>,
    policy: Policy,
    reading: Reading,
    deadline: Duration,
}

impl Judge {
    fn judge(&self, mail: Vec<u8>) -> Verdict {
        let judge = self.clone();
        let verdict = within(self.deadline, move || {
            Gate::new(judge.linter, judge.policy).judge(Outgoing::read(NAME, mail, &judge.reading))
        });
        verdict.unwrap_or_else(|fault| Verdict::not_judged(vec![*fault], self.policy))
    }
}

/// A connection, and the mail that has come so far.
struct Session {
    judge: Judge,
    sender: Sender<Told>,
    mail: Vec<u8>,
    /// Why it cannot be judged.
    fault: Option<Diagnostic>,
}

impl Session {
    fn begin(&mut self) {
        self.mail.clear();
        self.fault = None;
    }

    fn add(&mut self, bytes: &[u8]) {
        if (self.mail.len() + bytes.len()) as u64 > LIMIT {
            self.fault.get_or_insert_with(|| too_large(NAME, LIMIT));
        } else {
            self.mail.extend_from_slice(bytes);
        }
    }

    /// The verdict on what has come.
    fn verdict(&mut self) -> Verdict {
        let mail = std::mem::take(&mut self.mail);
        match self.fault.take() {
            Some(fault) => Verdict::not_judged(vec![fault], self.judge.policy),
            None => self.judge.judge(mail),
        }
    }
}

#[async_trait]
impl Milter for Session {
    type Error = io::Error;

    async fn option_negotiation(&mut self, theirs: OptNeg) -> Result<OptNeg, miltr_server::Error<io::Error>> {
        let unasked = Protocol::NO_CONNECT | Protocol::NO_HELO | Protocol::NO_RECIPIENT;
        let ours = OptNeg {
            capabilities: Capability::empty(),
            protocol: unasked & theirs.protocol,
            ..OptNeg::default()
        };
        Ok(ours)
    }

    async fn mail(&mut self, _: Mail) -> Result<Action, io::Error> {
        self.begin();
        Ok(Continue.into())
    }

    async fn header(&mut self, header: Header) -> Result<Action, io::Error> {
        let (name, value) = (header.name(), header.value());
        // The library hands over what is no UTF-8 as something else.
        if name.eq_ignore_ascii_case("subject") && matches!(value, Cow::Owned(_)) {
            self.fault.get_or_insert_with(raw_subject);
        }
        self.add(format!("{name}: {value}\r\n").as_bytes());
        Ok(Continue.into())
    }

    async fn end_of_header(&mut self) -> Result<Action, io::Error> {
        self.add(b"\r\n");
        Ok(Continue.into())
    }

    async fn body(&mut self, body: Body) -> Result<Action, io::Error> {
        self.add(body.as_bytes());
        Ok(Continue.into())
    }

    async fn end_of_body(&mut self) -> Result<ModificationResponse, io::Error> {
        let verdict = self.verdict();
        let answer = ModificationResponse::builder().build(action(&verdict));
        if verdict.decision == Decision::Block || !verdict.is_judged {
            let _ = self.sender.send(Told::Mail([verdict.findings, verdict.faults].concat()));
        }
        Ok(answer)
    }

    async fn abort(&mut self) -> Result<(), io::Error> {
        self.begin();
        Ok(())
    }
}

fn raw_subject() -> Diagnostic {
    let text = Bilingual::new("主题不是 UTF-8，未检查", "the subject is no UTF-8 and was not checked");
    Diagnostic::error("input/not-utf8", text).in_file(NAME)
}

/// What to do with a mail: a fault of its own will not go away, one of ours may.
fn action(verdict: &Verdict) -> Action {
    match verdict.decision {
        Decision::Pass | Decision::Warn => Continue.into(),
        Decision::Block if verdict.may_change() => {
            Replycode::new([4, 5, 1], [4, 7, 1], &reason(verdict)).into()
        }
        Decision::Block => Replycode::new([5, 5, 0], [5, 7, 1], &reason(verdict)).into(),
    }
}

/// Why a mail is refused, in the ASCII of SMTP: the gravest of what was found.
fn reason(verdict: &Verdict) -> String {
    let told = verdict.faults.iter().chain(&verdict.findings);
    let Some(worst) = told.clone().max_by_key(|told| told.level) else { return "not judged".to_owned() };
    let more = told.count() - 1;
    let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
    let line = format!("{}: {}{more}", worst.code, Untrusted(&worst.text.en));
    // In replies of the protocol, % begins an escape.
    let ascii = line.chars().take(REPLY).map(|c| if c.is_ascii() && !c.is_control() { c } else { '?' });
    ascii.collect::<String>().replace('%', "%%")
}
