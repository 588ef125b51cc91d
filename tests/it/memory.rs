//! A stream of any length fits into 64 MiB.

use std::io::Write;
use std::process::{Command, Stdio};

/// The limit on the address space, in KiB, and how much is streamed through it.
const LIMIT: usize = 64 << 10;
const STREAMED: usize = 96 << 20;

#[test]
#[cfg(target_os = "linux")]
fn a_stream_larger_than_the_memory_is_checked() {
    let program = env!("CARGO_BIN_EXE_liyi");
    let script =
        format!("ulimit -v {LIMIT} && exec {program} check --format short --stdin-filename s.jsonl -");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = shell.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let note = "x".repeat(4096);
        let mut written = 0;
        for number in 0.. {
            let line = format!(
                "{{\"conversation_id\":\"{}\",\"role\":\"agent\",\"text\":\"您好，这个我不知道，再见\",\"note\":\"{note}\"}}\n",
                number / 4,
            );
            stdin.write_all(line.as_bytes()).unwrap();
            written += line.len();
            if written >= STREAMED {
                return number + 1;
            }
        }
        unreachable!()
    });
    let output = child.wait_with_output().unwrap();
    let messages: usize = writer.join().unwrap();
    assert_eq!(output.status.code(), Some(1), "{:?}", output.status);
    assert_eq!(output.stdout.split(|byte| *byte == b'\n').count() - 1, messages);
}
