//! Breaks text of several looks into lines of a width, between words only: a
//! word that is too long (an address to copy) stays in one piece.

use unicode_width::UnicodeWidthStr as _;

use super::render::{Look, Style};

/// A piece of text of one look.
pub(super) struct Piece {
    text: String,
    look: Look,
    whole: bool,
}

impl Piece {
    /// Text that may be broken between its words.
    pub(super) fn words(text: String, look: Look) -> Self {
        Self {
            text,
            look,
            whole: false,
        }
    }

    /// Text that is kept together, spaces and all.
    pub(super) fn whole(text: String, look: Look) -> Self {
        Self {
            text,
            look,
            whole: true,
        }
    }
}

/// The lines of some consecutive pieces; the first line begins with `first`,
/// the others with `rest`. No pieces make no lines.
pub(super) fn wrap(pieces: &[Piece], style: &Style, first: &str, rest: &str) -> Vec<String> {
    let mut lines = Lines {
        done: Vec::new(),
        line: first.to_owned(),
        width: first.width(),
        bare: true,
        word: String::new(),
        word_width: 0,
        rest,
        style,
    };
    for piece in pieces {
        if piece.whole {
            lines.extend_word(&piece.text, piece.look);
            continue;
        }
        let mut from = 0;
        for (at, gap) in piece.text.match_indices([' ', '\n']) {
            lines.extend_word(&piece.text[from..at], piece.look);
            lines.end_word();
            if gap == "\n" {
                lines.end_line();
            }
            from = at + gap.len();
        }
        lines.extend_word(&piece.text[from..], piece.look);
    }
    lines.finish()
}

struct Lines<'a> {
    done: Vec<String>,
    line: String,
    width: usize,
    /// Whether the line has no word yet.
    bare: bool,
    word: String,
    word_width: usize,
    rest: &'a str,
    style: &'a Style,
}

impl Lines<'_> {
    fn extend_word(&mut self, text: &str, look: Look) {
        if !text.is_empty() {
            self.word.push_str(&look.paint(text, self.style));
            self.word_width += text.width();
        }
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if !self.bare && self.width + 1 + self.word_width > self.style.width {
            self.end_line();
        }
        if !self.bare {
            self.line.push(' ');
            self.width += 1;
        }
        self.line.push_str(&self.word);
        self.width += self.word_width;
        self.bare = false;
        self.word.clear();
        self.word_width = 0;
    }

    fn end_line(&mut self) {
        let line = std::mem::replace(&mut self.line, self.rest.to_owned());
        self.done.push(line.trim_end().to_owned());
        self.width = self.rest.width();
        self.bare = true;
    }

    fn finish(mut self) -> Vec<String> {
        self.end_word();
        if !self.bare {
            self.end_line();
        }
        self.done
    }
}
