//! Telegram's HTML: the visible text, its links and its mentions; or the
//! mistake in it.

/// The tags that the Bot API knows.
const TAGS: [&str; 15] = [
    "a",
    "b",
    "blockquote",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "pre",
    "s",
    "span",
    "strike",
    "strong",
    "tg-spoiler",
    "u",
];

/// A text as people see it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Seen {
    pub text: String,
    pub marks: Vec<Mark>,
}

/// The part between a tag and its end.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    pub tag: String,
    pub url: Option<String>,
    /// In bytes of the text.
    pub from: usize,
    pub to: usize,
}

impl Mark {
    /// The person whom it mentions by their id.
    pub(super) fn person(&self) -> Option<i64> {
        let url = self.url.as_deref()?;
        url.strip_prefix("tg://user?id=")?.parse().ok()
    }
}

impl Seen {
    /// A text without markup.
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// The people that it mentions by their id.
    pub(super) fn mentions(&self) -> Vec<i64> {
        self.marks.iter().filter_map(Mark::person).collect()
    }

    /// Addresses, each with its words.
    pub(super) fn links(&self) -> Vec<(String, String)> {
        let link = |mark: &Mark| {
            let words = self.text.get(mark.from..mark.to)?;
            Some((mark.url.clone()?, words.to_owned()))
        };
        self.marks.iter().filter_map(link).collect()
    }

    /// Its length as Telegram counts it.
    pub(super) fn units(&self) -> usize {
        self.units_before(self.text.len())
    }

    /// The length of its beginning, up to a byte.
    pub(super) fn units_before(&self, byte: usize) -> usize {
        self.text[..byte].encode_utf16().count()
    }

    /// Without the surrounding white space.
    pub(super) fn trimmed(mut self) -> Self {
        self.text.truncate(self.text.trim_end().len());
        let gap = self.text.len() - self.text.trim_start().len();
        self.text.drain(..gap);
        for mark in &mut self.marks {
            mark.from = mark.from.saturating_sub(gap).min(self.text.len());
            mark.to = mark.to.saturating_sub(gap).min(self.text.len());
        }
        self
    }

    /// The visible text, without characters of no width.
    pub(super) fn visible(&self) -> String {
        self.text.replace(['\u{200b}', '\u{2060}'], "")
    }
}

/// An open tag: its name, the start of its words, the target of a link.
struct Open {
    name: String,
    from: usize,
    url: Option<String>,
}

pub(super) fn read(html: &str) -> Result<Seen, String> {
    let mut open: Vec<Open> = Vec::new();
    let mut seen = Seen::default();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        if let Some(tag) = rest.strip_prefix('<') {
            let (tag, after) = tag.split_once('>').ok_or("a tag without an end")?;
            match tag.strip_prefix('/') {
                Some(name) => close(&mut seen, &mut open, name)?,
                None => open.push(begin(tag, seen.text.len())?),
            }
            rest = after;
        } else if let Some(entity) = rest.strip_prefix('&') {
            let (c, after) = character(entity)?;
            seen.text.push(c);
            rest = after;
        } else {
            seen.text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    match open.pop() {
        Some(open) => Err(format!("{} is not ended", open.name)),
        None => Ok(seen),
    }
}

fn begin(tag: &str, from: usize) -> Result<Open, String> {
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    if !TAGS.contains(&name) {
        return Err(format!("{name} is not a tag"));
    }
    let url = attributes
        .split_once("href=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(url, _)| read(url).map(|seen| seen.text))
        .transpose()?;
    if name == "a" && url.is_none() {
        return Err("a link without an address".to_owned());
    }
    Ok(Open {
        name: name.to_owned(),
        from,
        url,
    })
}

fn close(seen: &mut Seen, open: &mut Vec<Open>, name: &str) -> Result<(), String> {
    let Some(last) = open.pop().filter(|last| last.name == name) else {
        return Err(format!("{name} ends where it is not open"));
    };
    seen.marks.push(Mark {
        tag: last.name,
        url: last.url,
        from: last.from,
        to: seen.text.len(),
    });
    Ok(())
}

/// An entity. A character that should have been escaped is an error.
fn character(entity: &str) -> Result<(char, &str), String> {
    let (name, after) = entity.split_once(';').ok_or("an entity without an end")?;
    let numbered = || {
        let number = name.strip_prefix('#')?;
        let code = match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)
    };
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        name => numbered().ok_or_else(|| format!("{name} is not an entity"))?,
    };
    Ok((c, after))
}
