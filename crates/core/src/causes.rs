//! An error with its causes.

use std::error::Error;

/// An error and its causes, on one line. A cause that only repeats the words
/// before it is left out.
#[must_use]
pub fn causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !text.ends_with(&said) {
            text = format!("{text}: {said}");
        }
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{says}")]
    struct Layer {
        says: &'static str,
        source: Option<Box<Layer>>,
    }

    #[test]
    fn each_cause_is_said_once() {
        let of = |says, source: Option<Layer>| Layer {
            says,
            source: source.map(Box::new),
        };
        let resolver = of("no such host", None);
        let same = of("dns error: no such host", Some(resolver));
        let request = of("the request was not sent", Some(same));
        assert_eq!(
            causes(&request),
            "the request was not sent: dns error: no such host"
        );
    }
}
