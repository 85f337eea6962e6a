//! The metrics of the bridge: one table of them, from which everything else
//! follows. `page` writes them in Prometheus' format.
//!
//! A label's value is a `&'static str`, so none can hold an id, a name or a
//! number, and their number is bounded by the program's text.

mod page;
mod table;

use metrics::Label;

pub use page::{Page, described};
pub use table::*;

/// The facts about a metric.
#[derive(Debug)]
pub struct About {
    /// Its name, by Prometheus' conventions.
    pub name: &'static str,
    /// `counter`, `gauge` or `histogram`.
    pub kind: &'static str,
    /// The names of its labels, in the order in which values are given.
    pub labels: &'static [&'static str],
    /// One sentence for an operator.
    pub meaning: &'static str,
}

impl About {
    fn labels(&self, values: &[&'static str]) -> Vec<Label> {
        debug_assert_eq!(values.len(), self.labels.len(), "{}", self.name);
        let pairs = self.labels.iter().zip(values);
        pairs
            .map(|(label, value)| Label::from_static_parts(label, value))
            .collect()
    }
}

/// A number that only grows.
#[derive(Debug)]
pub struct Counter(pub About);

impl Counter {
    /// Counts one.
    pub fn count(&self, labels: &[&'static str]) {
        self.add(1, labels);
    }

    /// Counts several.
    pub fn add(&self, number: u64, labels: &[&'static str]) {
        metrics::counter!(self.0.name, self.0.labels(labels)).increment(number);
    }
}

/// A number that is set.
#[derive(Debug)]
pub struct Gauge(pub About);

impl Gauge {
    /// Sets it.
    pub fn set(&self, value: f64, labels: &[&'static str]) {
        metrics::gauge!(self.0.name, self.0.labels(labels)).set(value);
    }

    /// Sets it to a count.
    pub fn set_count(&self, count: usize, labels: &[&'static str]) {
        self.set_bytes(u64::try_from(count).unwrap_or(u64::MAX), labels);
    }

    /// Sets it to a number of bytes; exact up to 2^53.
    pub fn set_bytes(&self, bytes: u64, labels: &[&'static str]) {
        self.set(bytes as f64, labels);
    }
}

/// The distribution of a duration in seconds.
#[derive(Debug)]
pub struct Histogram {
    pub about: About,
    /// The upper bounds of its buckets, in seconds.
    pub bounds: &'static [f64],
}

impl Histogram {
    /// Takes in one duration.
    pub fn observe(&self, duration: std::time::Duration, labels: &[&'static str]) {
        metrics::histogram!(self.about.name, self.about.labels(labels)).record(duration);
    }
}
