//! E-mail and web addresses.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{TextRange, constant};
use super::place::{Place, find_where};

/// One name of a domain (RFC 1035, 2.3.1), of which up to eight come before the last.
const NAMES: &str = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}";

/// The ends of domains that are told without `www.` or a scheme. Those that are English words after a full stop (`.me`, `.so`) are none.
const ENDS: &str = "com|net|org|edu|gov|cn|hk|mo|tw|jp|kr|sg|uk|eu|io|cc|tv|top|xyz|vip|shop|info|biz|app|club|ltd|mobi|asia|wang";

/// The usual characters of RFC 5322, 3.4.1; no quoted names.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?xi-u)\b{{start-half}}
        [a-z0-9_](?:[a-z0-9._%+-]{{0,62}}[a-z0-9_%+-])? @ {NAMES}[a-z]{{2,24}}
        \b{{end-half}}"
    ))
});

/// A web address as far as its host and port.
static HOST: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?xi-u)\b{{start-half}}
        (?: [a-z][a-z0-9+-]{{1,15}}://[a-z0-9](?:[a-z0-9._-]{{0,251}}[a-z0-9])?
        |   www\.{NAMES}[a-z]{{2,24}}
        |   {NAMES}(?:{ENDS}) )
        (?: :[0-9]{{1,5}} )?
        \b{{end-half}}"
    ))
});

/// Finds e-mail addresses.
pub(super) fn emails(text: &str) -> Vec<TextRange> {
    if !text.contains('@') {
        return Vec::new();
    }
    find_where(text, &EMAIL, is_address)
}

/// Finds web addresses. What follows the host ends before brackets, commas and Han characters, at a mask or slot, and without the
/// stop of the sentence.
pub(super) fn urls(text: &str) -> Vec<TextRange> {
    if !text.contains('.') && !text.contains("://") {
        return Vec::new();
    }
    let hosts = find_where(text, &HOST, is_host);
    let mut urls: Vec<TextRange> = Vec::with_capacity(hosts.len());
    for host in hosts {
        // A host may stand in the path of another address: x.com/?to=y.com.
        if urls.last().is_none_or(|last| last.end <= host.start) {
            urls.push(host.start..host.end + path(&text[host.end..]).len());
        }
    }
    urls
}

/// The path, query and fragment that a text starts with (RFC 3986, 3.3 to 3.5).
fn path(text: &str) -> &str {
    if !text.starts_with(['/', '?', '#']) {
        return "";
    }
    let is_inside = |c: char| c.is_ascii_alphanumeric() || "-._~/?#@$&*+=%:'".contains(c);
    let end = text.find(|c| !is_inside(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '?', '#', ':', '\'', '*', '~'])
}

fn is_host(place: &Place<'_>) -> bool {
    let has_scheme = place.itself.contains("://");
    !place.is_cut() && (has_scheme || is_address(place))
}

/// Whether it is a whole address, no side of another one.
fn is_address(place: &Place<'_>) -> bool {
    place.stands_alone() && !place.before.ends_with('@') && !place.after.starts_with('@')
}
