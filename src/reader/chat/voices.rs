//! Who speaks: the few roles and names that come again and again in a stretch, each looked up once.

use std::sync::Arc;

use crate::document::Role;

use super::super::labels::role_of_speaker;
use super::super::{Options, role_of};
use super::speakers::given_role;

/// How many are remembered; beyond, looking for one costs more than finding out again.
const MOST: usize = 8;

/// Those who have spoken.
#[derive(Default)]
pub(in crate::reader) struct Voices(Vec<Voice>);

struct Voice {
    /// What a line says of the role and the speaker.
    said_role: Option<String>,
    said_name: Option<String>,
    role: Role,
    name: Option<Arc<str>>,
}

impl Voices {
    /// The role and the name of who says a line with this `role` and this `speaker`.
    pub(in crate::reader) fn of(
        &mut self,
        role: Option<&str>,
        speaker: Option<&str>,
        options: &Options,
    ) -> (Role, Option<Arc<str>>) {
        let is_it =
            |voice: &&Voice| voice.said_role.as_deref() == role && voice.said_name.as_deref() == speaker;
        if let Some(voice) = self.0.iter().find(is_it) {
            return (voice.role, voice.name.clone());
        }
        let given = |name: &&str| given_role(name, options).is_some();
        // A name that the caller knows is the one that somebody speaks under.
        let name = [speaker, role].into_iter().flatten().find(given).or(speaker).or(role);
        let known = name.and_then(|name| given_role(name, options));
        let known = known.or_else(|| role_of(role?)).or_else(|| role_of_speaker(speaker?));
        let (known, name): (_, Option<Arc<str>>) = (known.unwrap_or(Role::Unknown), name.map(Arc::from));
        if self.0.len() < MOST {
            let (said_role, said_name) = (role.map(str::to_owned), speaker.map(str::to_owned));
            self.0.push(Voice { said_role, said_name, role: known, name: name.clone() });
        }
        (known, name)
    }
}
