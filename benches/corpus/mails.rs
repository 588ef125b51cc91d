//! Mails as customers' services send them: 5,000 files of letters in Chinese, in base64, quoted-printable and plain, in UTF-8
//! and GB 18030, with and without a form in HTML, every tenth with a file.

use std::fs;
use std::io;
use std::path::Path;

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::chats::filled;
use super::random::Random;
use super::words::*;

/// How many.
const MAILS: usize = 5_000;

/// Writes mails into a folder.
pub(crate) fn write(folder: &Path, random: &mut Random) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    (0..MAILS).try_for_each(|number| fs::write(folder.join(format!("{number:05}.eml")), mail(number, random)))
}

fn mail(number: usize, random: &mut Random) -> Vec<u8> {
    let charset = if random.permille(300) { GB18030 } else { UTF_8 };
    let subject = base64(&charset.encode(&format!("关于{}的答复", random.pick(&GOODS))).0, "");
    let head = format!(
        "Received: from a.example.com by b.example.com; Mon, 6 May 2024 10:00:00 +0800\r\nMessage-ID: <{number}@example.com>\r\n\
         From: =?UTF-8?B?5a6i5pyN?= <service@example.com>\r\nTo: customer{number}@example.com\r\n\
         Subject: =?{}?B?{subject}?=\r\nDate: Mon, 06 May 2024 10:00:00 +0800\r\nMIME-Version: 1.0\r\n",
        charset.name(),
    );
    let lines = letter(random);
    let plain = text("plain", &lines.join("\r\n"), charset, random);
    let seen = match random.permille(600) {
        false => plain,
        true => {
            let page: String =
                lines.iter().map(|line| format!("<p style=\"margin:0\">{line}</p>\r\n")).collect();
            let page = format!("<html><body><div class=\"letter\">\r\n{page}</div></body></html>\r\n");
            multipart("alternative", &[plain, text("html", &page, charset, random)])
        }
    };
    let whole = match random.permille(100) {
        false => seen,
        true => multipart("mixed", &[seen, file(random)]),
    };
    [head.into_bytes(), whole].concat()
}

/// The lines of a letter.
fn letter(random: &mut Random) -> Vec<String> {
    let mut lines =
        vec![format!("尊敬的{}：", random.pick(&NAMES)), format!("{}！", random.pick(&GREETINGS))];
    for _ in 0..2 + random.below(6) {
        let sentences: Vec<String> =
            (0..2 + random.below(4)).map(|_| filled(random.pick(&AGENT), random)).collect();
        lines.push(sentences.join("，") + "。");
    }
    if random.permille(50) {
        lines.push(format!("{}。", random.pick(&FORBIDDEN)));
    }
    lines.extend([
        random.pick(&CLOSINGS).to_owned(),
        "此致".to_owned(),
        "敬礼！".to_owned(),
        "客服部 李明".to_owned(),
    ]);
    lines
}

fn multipart(kind: &str, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut all = format!("Content-Type: multipart/{kind}; boundary=\"=_{kind}\"\r\n\r\n").into_bytes();
    for part in parts {
        all.extend([format!("--=_{kind}\r\n").as_bytes(), part, b"\r\n"].concat());
    }
    [all, format!("--=_{kind}--\r\n").into_bytes()].concat()
}

fn file(random: &mut Random) -> Vec<u8> {
    let bytes = base64(random.digits(30_000).as_bytes(), "\r\n");
    let head = "Content-Type: application/pdf; name=\"a.pdf\"\r\nContent-Disposition: attachment; filename=\"a.pdf\"\r\nContent-Transfer-Encoding: base64";
    format!("{head}\r\n\r\n{bytes}").into_bytes()
}

fn text(kind: &str, says: &str, charset: &'static Encoding, random: &mut Random) -> Vec<u8> {
    let bytes = charset.encode(says).0;
    let (name, carried) = match random.below(3) {
        0 => ("base64", base64(&bytes, "\r\n").into_bytes()),
        1 => ("quoted-printable", quoted(&bytes)),
        _ => ("8bit", bytes.into_owned()),
    };
    let head = format!(
        "Content-Type: text/{kind}; charset=\"{}\"\r\nContent-Transfer-Encoding: {name}\r\n\r\n",
        charset.name()
    );
    [head.into_bytes(), carried].concat()
}

/// Bytes in base64, in lines of 76 characters.
fn base64(bytes: &[u8], line_end: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (at, group) in bytes.chunks(3).enumerate() {
        if at > 0 && at % 19 == 0 {
            out += line_end;
        }
        let bits = (0..3).fold(0, |bits, at| bits << 8 | group.get(at).map_or(0, |&byte| usize::from(byte)));
        out.extend((0..4).map(|at| match at <= group.len() {
            true => char::from(ALPHABET[bits >> (18 - 6 * at) & 63]),
            false => '=',
        }));
    }
    out
}

/// Bytes in quoted-printable, in lines of at most 76 characters.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut column) = (Vec::new(), 0);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        for &byte in line.trim_ascii_end() {
            let written = match byte {
                b' '..=b'~' if byte != b'=' => char::from(byte).to_string(),
                _ => format!("={byte:02X}"),
            };
            if column + written.len() > 75 {
                out.extend(b"=\r\n");
                column = 0;
            }
            column += written.len();
            out.extend(written.bytes());
        }
        out.extend(b"\r\n");
        column = 0;
    }
    out
}
