//! The arguments of a benchmark: pairs of `--name value`, each with a default.

use std::collections::HashMap;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The arguments that were given and not taken yet.
pub struct Arguments(HashMap<String, String>);

impl Arguments {
    pub fn parse(args: impl Iterator<Item = String>) -> Result<Self> {
        // Added by cargo.
        let args: Vec<String> = args.filter(|arg| arg != "--bench").collect();
        let mut given = HashMap::new();
        for pair in args.chunks(2) {
            let [name, value] = pair else {
                return Err("each --name needs a value".into());
            };
            given.insert(name.trim_start_matches("--").to_owned(), value.clone());
        }
        Ok(Self(given))
    }

    /// The given value, else the default.
    pub fn take(&mut self, name: &str, default: &str) -> String {
        self.0.remove(name).unwrap_or_else(|| default.to_owned())
    }

    /// Fails if any other argument was given.
    pub fn end(self) -> Result<()> {
        match self.0.into_keys().next() {
            Some(unknown) => Err(format!("--{unknown} is not known").into()),
            None => Ok(()),
        }
    }
}
