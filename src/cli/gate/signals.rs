//! Signals: whoever ends a co-process gets the answers to what it has read.

use std::io;

/// Does something at the first SIGTERM or SIGINT; a second one ends the program there and then.
///
/// # Errors
/// When the system does not let signals be watched.
#[cfg(unix)]
pub(super) fn watch(then: impl FnOnce() + Send + 'static) -> io::Result<()> {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;

    let has_come = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGINT] {
        flag::register_conditional_default(signal, Arc::clone(&has_come))?;
        flag::register(signal, Arc::clone(&has_come))?;
    }
    let mut signals = Signals::new([SIGTERM, SIGINT])?;
    std::thread::Builder::new().spawn(move || {
        if signals.forever().next().is_some() {
            then();
        }
    })?;
    Ok(())
}

/// Other systems end programs in their own way.
#[cfg(not(unix))]
pub(super) fn watch(_: impl FnOnce() + Send + 'static) -> io::Result<()> {
    Ok(())
}
