//! Random numbers that are the same in every run, and the number of kills.

/// Random numbers that are the same in every run: xorshift, with the shifts of
/// its author.
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `below`.
    pub fn number(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % below
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        let count = u64::try_from(of.len()).unwrap();
        of[usize::try_from(self.number(count)).unwrap()].clone()
    }
}

/// One of two numbers of runs, the second one with `KALLY_TEST=all`.
#[expect(
    clippy::disallowed_methods,
    reason = "how long the run is stands on the command line"
)]
pub fn runs((usually, in_the_long_run): (usize, usize)) -> usize {
    match std::env::var("KALLY_TEST") {
        Ok(all) if all == "all" => in_the_long_run,
        _ => usually,
    }
}

/// The number of kills: the variable `KILLS`, or one of two numbers, the second
/// one with `KALLY_TEST=all`.
#[expect(
    clippy::disallowed_methods,
    reason = "how long the run is stands on the command line"
)]
pub fn kills(usually: usize, in_the_long_run: usize) -> usize {
    let kills = match (std::env::var("KILLS"), std::env::var("KALLY_TEST")) {
        (Ok(kills), _) => kills.parse().expect("KILLS is a number"),
        (_, Ok(all)) if all == "all" => in_the_long_run,
        _ => usually,
    };
    println!("{kills} kills");
    kills
}
