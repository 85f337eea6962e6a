//! Rust sources as tokens, as far as imports need it: names, `::` and single
//! signs; no comments, no literals.

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// An identifier or a keyword.
    Name(String),
    /// Any other sign, or `::`.
    Sign(String),
}

impl Token {
    /// Whether it is this sign.
    pub fn is(&self, sign: &str) -> bool {
        matches!(self, Self::Sign(this) if this == sign)
    }

    /// Whether it is this name.
    pub fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(this) if this == name)
    }
}

fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |place: usize| chars.get(place).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let mut here = 0;
    while here < chars.len() {
        let next = match (at(here), at(here + 1)) {
            ('/', '/') => here + chars[here..].iter().take_while(|c| **c != '\n').count(),
            ('/', '*') => after_comment(&chars, here),
            ('"', _) => after_string(&chars, here + 1),
            ('r', '"' | '#') if after_raw(&chars, here + 1).is_some() => {
                after_raw(&chars, here + 1).unwrap()
            }
            ('\'', '\\') => {
                here + 3 + chars[here + 3..].iter().take_while(|c| **c != '\'').count() + 1
            }
            ('\'', _) if at(here + 2) == '\'' => here + 3,
            (':', ':') => {
                tokens.push(Token::Sign("::".to_owned()));
                here + 2
            }
            (c, _) if c.is_alphabetic() || c == '_' => {
                let name: String = chars[here..]
                    .iter()
                    .take_while(|c| c.is_alphanumeric() || **c == '_')
                    .collect();
                let length = name.chars().count();
                tokens.push(Token::Name(name));
                here + length
            }
            (c, _) => {
                if !c.is_whitespace() {
                    tokens.push(Token::Sign(c.to_string()));
                }
                here + 1
            }
        };
        here = next;
    }
    tokens
}

fn after_comment(chars: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut here = start;
    while here < chars.len() {
        match (chars[here], chars.get(here + 1)) {
            ('/', Some('*')) => (depth, here) = (depth + 1, here + 2),
            ('*', Some('/')) => (depth, here) = (depth - 1, here + 2),
            _ => here += 1,
        }
        if depth == 0 {
            break;
        }
    }
    here
}

fn after_string(chars: &[char], start: usize) -> usize {
    let mut here = start;
    while here < chars.len() && chars[here] != '"' {
        here += if chars[here] == '\\' { 2 } else { 1 };
    }
    here + 1
}

/// Behind a raw string whose signs begin here, if one does.
fn after_raw(chars: &[char], start: usize) -> Option<usize> {
    let signs = chars[start..].iter().take_while(|c| **c == '#').count();
    if chars.get(start + signs) != Some(&'"') {
        return None;
    }
    let end: Vec<char> = std::iter::once('"')
        .chain(std::iter::repeat_n('#', signs))
        .collect();
    let body = start + signs + 1;
    let length = chars[body..]
        .windows(end.len())
        .position(|window| window == end)?;
    Some(body + length + end.len())
}

/// A source without what is `#[cfg(test)]`, and the names of the modules of
/// test code that have a file of their own.
pub fn without_tests(source: &str) -> (Vec<Token>, Vec<String>) {
    let all = tokens(source);
    let mark = tokens("#[cfg(test)]");
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut here = 0;
    while here < all.len() {
        if !all[here..].starts_with(&mark) {
            kept.push(all[here].clone());
            here += 1;
            continue;
        }
        let item = here + mark.len();
        here = after_item(&all, item);
        let is_file = all[here - 1].is(";");
        if let Some(at) = all[item..here]
            .iter()
            .position(|token| token.is_name("mod"))
            && is_file
            && let Some(Token::Name(name)) = all.get(item + at + 1)
        {
            modules.push(name.clone());
        }
    }
    (kept, modules)
}

/// Behind the item that begins here: its `;`, or its closing brace.
fn after_item(tokens: &[Token], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut is_use = false;
    for (place, token) in tokens.iter().enumerate().skip(start) {
        is_use |= token.is_name("use");
        if token.is("{") || token.is("(") || token.is("[") {
            depth += 1;
        } else if token.is("}") || token.is(")") || token.is("]") {
            depth = depth.saturating_sub(1);
            if depth == 0 && token.is("}") && !is_use {
                return place + 1;
            }
        } else if token.is(";") && depth == 0 {
            return place + 1;
        }
    }
    tokens.len()
}

/// The top-level modules that a source names, by `crate::` or by `super::`.
pub fn imports(path: &str, tokens: &[Token]) -> Vec<String> {
    let depth = path.split('/').count();
    let mut found = Vec::new();
    let mut here = 0;
    while here < tokens.len() {
        let mut next = here;
        if tokens[here].is_name("crate") || tokens[here].is_name("kally_bridge") {
            next += 1;
        } else {
            let mut supers = 0;
            while tokens.get(next).is_some_and(|token| token.is_name("super")) && supers < depth {
                supers += 1;
                next += if supers == depth { 1 } else { 2 };
            }
            if supers < depth {
                here += 1;
                continue;
            }
        }
        if tokens.get(next).is_some_and(|token| token.is("::")) {
            found.extend(firsts(&tokens[next + 1..]));
        }
        here = next.max(here + 1);
    }
    found
}

/// The first name of a path, or of each path of a group.
fn firsts(tokens: &[Token]) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut first = true;
    for token in tokens {
        match token {
            Token::Name(name) => {
                if first {
                    names.push(name.clone());
                }
                first = false;
                if depth == 0 {
                    break;
                }
            }
            Token::Sign(sign) => match sign.as_str() {
                "{" => depth += 1,
                "}" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                "," => first = depth == 1,
                _ if depth == 0 => break,
                _ => {}
            },
        }
    }
    names
}
