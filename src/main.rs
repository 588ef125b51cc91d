//! The doorstep: hands arguments and streams to the program.
#![allow(clippy::disallowed_methods, reason = "this is where the world is handed in")]

use std::io::{BufReader, BufWriter, IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Threads hand conversations to each other; the allocator of glibc makes them wait for each other over that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How many bytes are asked of standard input at once.
const ROOM: usize = 64 << 10;

fn main() -> ExitCode {
    let mut world = liyi::cli::World {
        stdin: Box::new(BufReader::with_capacity(ROOM, stdin())),
        stdout: &mut BufWriter::new(liyi::cli::UntilClosed::new(stdout().lock())),
        stderr: &mut stderr().lock(),
        stdin_is_terminal: stdin().is_terminal(),
        stdout_is_terminal: stdout().is_terminal(),
        stderr_is_terminal: stderr().is_terminal(),
        variables: &|name| std::env::var(name).ok(),
    };
    ExitCode::from(liyi::cli::run(std::env::args_os().collect(), &mut world))
}
