//! A stream of any length fits into 64 MiB, with two threads at work.

use std::io::Write;
use std::process::{Command, Stdio};

/// The limit on the address space, in KiB, and how much is streamed through it.
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
    let program = env!("CARGO_BIN_EXE_liyi");
    // The limit is one on addresses, of which the allocator sets 64 MiB aside for each further thread, used or not.
    let script = format!(
        "ulimit -v {LIMIT} && MALLOC_ARENA_MAX=1 exec {program} check --threads 2 --format short --stdin-filename {name} -"
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = shell.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let (output, messages) = std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let note = "x".repeat(4096);
            stdin.write_all(head.as_bytes()).unwrap();
            let mut written = 0;
            for number in 0.. {
                let line = line(number, &note);
                stdin.write_all(line.as_bytes()).unwrap();
                written += line.len();
                if written >= STREAMED {
                    return number + 1;
                }
            }
            unreachable!()
        });
        (child.wait_with_output().unwrap(), writer.join().unwrap())
    });
    assert_eq!(output.status.code(), Some(1), "{:?}", output.status);
    assert_eq!(output.stdout.split(|byte| *byte == b'\n').count() - 1, messages);
}
