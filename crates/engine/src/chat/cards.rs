//! Contact cards in files: vCard 2.1 to 4.0 (RFC 6350), one card or an exported
//! address book. The size is bounded before a file is fetched, and again here.

use calcard::vcard::{VCard, VCardParameterValue, VCardProperty, VCardType, VCardValue};
use calcard::{Entry, Parser};

use crate::bridge::Card;

/// Larger files are not fetched, in bytes.
pub const LARGEST: usize = 64 * 1024;

/// So many cards of a file are read, and so many numbers of a card.
const MOST_CARDS: usize = 200;
const MOST_NUMBERS: usize = 8;

/// Longer lines are no name and no number, in characters.
const LONGEST: usize = 200;

/// Whether a file is one of contact cards, by its type or its name.
#[must_use]
pub fn is_vcard(media_type: Option<&str>, name: Option<&str>) -> bool {
    let media_type = media_type.unwrap_or_default().to_ascii_lowercase();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let name = name.unwrap_or_default().to_ascii_lowercase();
    ["text/vcard", "text/x-vcard", "text/directory"].contains(&media_type)
        || name.ends_with(".vcf")
        || name.ends_with(".vcard")
}

/// The cards of a file that have a number; none if it is too large or has no
/// cards.
#[must_use]
pub fn read(bytes: &[u8]) -> Vec<Card> {
    if bytes.len() > LARGEST {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(bytes);
    let mut parser = Parser::new(text.trim_start_matches('\u{feff}'));
    let mut cards = Vec::new();
    // Each entry takes at least a line.
    for _ in 0..LARGEST {
        match parser.entry() {
            Entry::VCard(card) if cards.len() < MOST_CARDS => {
                let card = Card {
                    name: name_of(&card),
                    numbers: numbers_of(&card),
                };
                cards.extend((!card.numbers.is_empty()).then_some(card));
            }
            Entry::Eof => break,
            _ => {}
        }
    }
    cards
}

/// The name to show, else the company's, else the parts of the name.
fn name_of(card: &VCard) -> String {
    let first = |property: &VCardProperty| {
        let values = card.property(property)?.values.iter();
        let parts: Vec<&str> = values.flat_map(texts).filter(|it| !it.is_empty()).collect();
        (!parts.is_empty()).then_some(parts)
    };
    let shown = first(&VCardProperty::Fn).or_else(|| first(&VCardProperty::Org));
    // The family's name is written first.
    let parts = || {
        let mut parts = first(&VCardProperty::N)?;
        parts.truncate(2);
        parts.reverse();
        Some(parts)
    };
    let name = shown.or_else(parts).unwrap_or_default().join(" ");
    cut(name.trim())
}

/// The numbers that a person or a machine answers: no fax.
fn numbers_of(card: &VCard) -> Vec<String> {
    let is_fax = |value: &VCardParameterValue| {
        matches!(
            value,
            VCardParameterValue::Type(VCardType::Fax | VCardType::Pager)
        )
    };
    let mut numbers: Vec<String> = Vec::new();
    for entry in card.properties(&VCardProperty::Tel) {
        if entry.params.iter().any(|param| is_fax(&param.value)) {
            continue;
        }
        for text in entry.values.iter().flat_map(texts) {
            let number = text.trim().trim_start_matches("tel:");
            let number = cut(number.split(';').next().unwrap_or_default().trim());
            let is_new = !number.is_empty() && !numbers.contains(&number);
            if is_new && numbers.len() < MOST_NUMBERS {
                numbers.push(number);
            }
        }
    }
    numbers
}

fn texts(value: &VCardValue) -> Vec<&str> {
    match value {
        VCardValue::Text(text) => vec![text.as_str()],
        VCardValue::Component(parts) => parts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, expected: &[(&str, &[&str])]) {
        let cards = read(file.as_bytes());
        let cards: Vec<(&str, Vec<&str>)> = cards
            .iter()
            .map(|card| {
                let numbers = card.numbers.iter().map(String::as_str);
                (card.name.as_str(), numbers.collect())
            })
            .collect();
        let expected: Vec<(&str, Vec<&str>)> = expected
            .iter()
            .map(|(name, numbers)| (*name, numbers.to_vec()))
            .collect();
        assert_eq!(cards, expected, "{file}");
    }

    #[test]
    fn cards_of_every_version_are_read() {
        check(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Pepe;Casa;;;\r\nFN:Casa Pepe\r\nTEL;TYPE=WORK,VOICE:+34 912 345 678\r\nEND:VCARD\r\n",
            &[("Casa Pepe", &["+34 912 345 678"])],
        );
        check(
            "BEGIN:VCARD\nVERSION:4.0\nFN:Peluquería Ana\nTEL;VALUE=uri;TYPE=\"voice,home\":tel:+34-912-345-678;ext=12\nTEL;TYPE=fax:+34912000000\nEND:VCARD\n",
            &[("Peluquería Ana", &["+34-912-345-678"])],
        );
        check(
            "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=81lvarez;Jos=C3=A9;;;\nTEL;CELL:600111222\nTEL;WORK:912345678\nEND:VCARD\n",
            &[("José Álvarez", &["600111222", "912345678"])],
        );
        check(
            "BEGIN:VCARD\nVERSION:3.0\nORG:Bistro Ltd\nitem1.TEL;type=CELL:(415) 555-\n 2671\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:No Number\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Hotel\nTEL:1\nEND:VCARD\n",
            &[("Bistro Ltd", &["(415) 555-2671"]), ("Hotel", &["1"])],
        );
    }

    #[test]
    fn other_files_have_no_cards() {
        check("", &[]);
        check("hello\nTEL:+34912345678\n", &[]);
        check("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", &[]);
        assert_eq!(read(&[0xff, 0, 0xfe, b'\n', 0]).len(), 0);
        let card = "BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL:1\nEND:VCARD\n";
        assert_eq!(read(card.repeat(400).as_bytes()).len(), MOST_CARDS);
        assert_eq!(read(card.repeat(4_000).as_bytes()).len(), 0);
    }

    /// Whatever is changed in a file, it is read, and quickly.
    #[test]
    fn damaged_files_are_read_quickly() {
        const FILE: &str = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=81;b;;;\nFN;LANGUAGE=es:Casa\\, Pepe\nitem1.TEL;TYPE=\"work,voice\";VALUE=uri:tel:+34-912\nPHOTO;ENCODING=b:AAAA\n BBBB\nBDAY:2026-01-01\nEND:VCARD\n";
        let odd = b"\r\n:;,=\"\\.^ \t\0\xff9aZ";
        let begin = std::time::Instant::now();
        let mut random: u32 = 0x9E37_79B9;
        let mut next = |below: usize| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) as usize % below
        };
        for _ in 0..3_000 {
            let mut file = FILE.as_bytes().to_vec();
            for _ in 0..=next(6) {
                let at = next(file.len());
                match next(3) {
                    0 => file[at] = odd[next(odd.len())],
                    1 => file.truncate(at.max(1)),
                    _ => file.insert(at, odd[next(odd.len())]),
                }
            }
            assert!(read(&file).len() <= MOST_CARDS);
        }
        for line in [
            "BEGIN:VCARD\n",
            ";",
            "\n ",
            "FN:",
            "TEL;",
            "=\n",
            "\\",
            "\"",
            "BEGIN:VCARD\nTEL:1\n",
        ] {
            let lines = line.repeat(LARGEST / line.len());
            assert!(read(lines.as_bytes()).len() <= MOST_CARDS);
            let card = format!("BEGIN:VCARD\nFN:{lines}");
            let card = card.get(..LARGEST).unwrap_or_default();
            assert!(read(card.as_bytes()).len() <= MOST_CARDS);
        }
        let took = begin.elapsed();
        assert!(took < std::time::Duration::from_secs(20), "{took:?}");
    }

    #[test]
    fn a_file_of_cards_is_known_by_its_type_or_name() {
        for (media_type, name, expected) in [
            (Some("text/vcard"), None, true),
            (Some("text/x-vcard; charset=utf-8"), Some("a"), true),
            (Some("application/octet-stream"), Some("Pepe.VCF"), true),
            (Some("text/plain"), Some("vcf.txt"), false),
            (None, None, false),
        ] {
            assert_eq!(
                is_vcard(media_type, name),
                expected,
                "{media_type:?} {name:?}"
            );
        }
    }
}
