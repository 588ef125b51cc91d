//! A stream of any length fits into 64 MiB, with two threads at work.

use std::io::Write;
use std::process::{Command, Stdio};

/// The limit on the memory, in KiB, and how much is streamed through it.
const LIMIT: usize = 64 << 10;
const STREAMED: usize = 96 << 20;

#[test]
#[cfg(target_os = "linux")]
fn a_stream_larger_than_the_memory_is_checked() {
    stream("s.jsonl", "", |number, note| {
        format!(
            "{{\"conversation_id\":\"{}\",\"role\":\"agent\",\"text\":\"您好，这个我不知道，再见\",\"note\":\"{note}\"}}\n",
            number / 4,
        )
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_table_larger_than_the_memory_is_checked() {
    let row =
        |number: usize, note: &str| format!("{},客服,\"您好，这个我不知道\n再见\",{note}\n", number / 4);
    stream("s.csv", "会话ID,角色,内容,备注\n", row);
}

#[test]
#[cfg(target_os = "linux")]
fn a_mailbox_larger_than_the_memory_is_checked() {
    let mail = |number: usize, note: &str| {
        format!(
            "From a@example.com Mon May  6 10:00:00 2024\nSubject: {number}\nX-Note: {note}\n\n您好，这个我不知道，再见\n\n"
        )
    };
    stream("s.mbox", "", mail);
}

/// Streams a head and lines with a note through the program, and expects a finding in each.
fn stream(name: &str, head: &str, line: impl Fn(usize, &str) -> String + Send) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_liyi"));
    program.args(["check", "--threads", "2", "--format", "short", "--stdin-filename", name, "-"]);
    let mut child =
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut stdin, status) = (child.stdin.take().unwrap(), format!("/proc/{}/status", child.id()));
    let (output, messages, most) = std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let note = "x".repeat(4096);
            stdin.write_all(head.as_bytes()).unwrap();
            let (mut written, mut most) = (0, 0);
            for number in 0.. {
                let line = line(number, &note);
                stdin.write_all(line.as_bytes()).unwrap();
                written += line.len();
                if number % 1000 == 0 || written >= STREAMED {
                    most = most_memory(&std::fs::read_to_string(&status).unwrap());
                }
                if written >= STREAMED {
                    return (number + 1, most);
                }
            }
            unreachable!()
        });
        let output = child.wait_with_output().unwrap();
        let (messages, most) = writer.join().unwrap();
        (output, messages, most)
    });
    assert_eq!(output.status.code(), Some(1), "{:?}", output.status);
    assert_eq!(output.stdout.split(|byte| *byte == b'\n').count() - 1, messages);
    assert!((1..LIMIT).contains(&most), "{most} KiB");
}

/// The most memory that a process has had so far, in KiB: its high-water mark (proc(5)).
fn most_memory(status: &str) -> usize {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
