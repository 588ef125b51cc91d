//! Files whose conversations are read one after the other, by one thread.

use std::io::BufRead;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::document::Conversation;
use crate::reader::{self, NoGlance, Options, Passed};
use crate::threads;

use super::check;
use super::inputs::{self, Input, Inputs, Look, Text};

/// The conversations of a file, or of standard input (-), and what of it could not be read.
///
/// # Errors
/// With the reasons, when nothing could be read.
pub(super) fn read(
    path: &Path,
    options: impl Fn(&Input) -> Options,
    stdin: &mut dyn BufRead,
) -> Result<(Vec<Conversation>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let inputs = Inputs::collect(&[path.to_owned()], check::STDIN, &|_| false);
    let Some(input) = inputs.files.first() else {
        return Err(inputs.faults);
    };
    let options = options(input);
    match inputs::look(input, &options, stdin) {
        Look::Text(text) => {
            let mut found = Vec::new();
            let (faults, _) = each(&input.name, text, &options, |conversation| found.push(conversation));
            Ok((found, faults))
        }
        Look::Empty => Ok((Vec::new(), Vec::new())),
        Look::Passed(reason) => Err(vec![Diagnostic::error("input/kind", reason).in_file(&input.name)]),
        Look::Fault(fault) => Err(vec![*fault]),
    }
}

/// Goes through the conversations of an input; the answer is what of it could not be read, and what was passed by.
pub(super) fn each(
    name: &str,
    text: Text<'_>,
    options: &Options,
    mut then: impl FnMut(Conversation),
) -> (Vec<Diagnostic>, Passed) {
    let Text { format, input, encoded, fault } = text;
    let mut faults = Vec::from_iter(fault.map(|fault| *fault));
    let passed = threads::share(1, |threads| {
        let mut conversations = reader::read(name, format, input, options, threads, &NoGlance);
        for conversation in &mut conversations {
            match conversation {
                Ok(conversation) => then(conversation),
                Err(mut fault) => {
                    encoded.iter().for_each(|encoded| encoded.restore(&mut fault));
                    faults.push(*fault);
                }
            }
        }
        conversations.passed()
    });
    (faults, passed)
}
