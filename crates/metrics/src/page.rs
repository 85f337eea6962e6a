//! The page that Prometheus reads.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;

use super::{Any, TABLE};

/// The metrics of this process, from the moment on when [`Page::open`] was
/// called. Before that, counting costs nothing and is forgotten.
#[derive(Clone)]
pub struct Page {
    handle: PrometheusHandle,
    process: Collector,
}

/// One process has one page, however often it is opened.
static PAGE: OnceLock<Page> = OnceLock::new();

impl Page {
    /// Begins to count. `None` if something else in this process counts already.
    #[must_use]
    pub fn open() -> Option<Self> {
        if let Some(page) = PAGE.get() {
            return Some(page.clone());
        }
        let mut builder = PrometheusBuilder::new();
        for metric in TABLE {
            if let Any::Histogram(histogram) = metric {
                let name = Matcher::Full(histogram.about.name.to_owned());
                builder = builder
                    .set_buckets_for_metric(name, histogram.bounds)
                    .ok()?;
            }
        }
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).ok()?;
        describe();
        let process = Collector::default();
        process.describe();
        let page = Self { handle, process };
        Some(PAGE.get_or_init(|| page).clone())
    }

    /// The page as it is now.
    #[must_use]
    pub fn render(&self) -> String {
        self.process.collect();
        self.handle.run_upkeep();
        self.handle.render()
    }

    /// Takes in what was observed since the last time, so that it does not pile
    /// up while nobody reads the page. Once a minute is often enough.
    pub fn keep_up(&self) {
        self.handle.run_upkeep();
    }
}

fn describe() {
    for metric in TABLE {
        let about = metric.about();
        match metric {
            Any::Counter(_) => metrics::describe_counter!(about.name, about.meaning),
            Any::Gauge(_) => metrics::describe_gauge!(about.name, about.meaning),
            Any::Histogram(_) => metrics::describe_histogram!(about.name, about.meaning),
        }
    }
}

/// The table for the manual, in Markdown.
#[must_use]
pub fn described() -> String {
    let mut text = String::from("| metric | kind | labels | meaning |\n|---|---|---|---|\n");
    for metric in TABLE {
        let about = metric.about();
        let labels: Vec<String> = about
            .labels
            .iter()
            .map(|label| format!("`{label}`"))
            .collect();
        text.push_str(&format!(
            "| `{}` | {} | {} | {} |\n",
            about.name,
            about.kind,
            labels.join(", "),
            about.meaning
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::time::Duration;

    /// Metrics of this process are counted in one place, so this is one test.
    #[test]
    fn each_metric_of_the_table_comes_onto_the_page() {
        let page = Page::open().unwrap();
        assert!(Page::open().is_some(), "the same one again");
        for metric in TABLE {
            let labels = vec!["word"; metric.about().labels.len()];
            match metric {
                Any::Counter(counter) => counter.add(2, &labels),
                Any::Gauge(gauge) => gauge.set(2.0, &labels),
                Any::Histogram(histogram) => {
                    histogram.observe(Duration::from_millis(20), &labels);
                }
            }
        }
        page.keep_up();
        let text = page.render();
        for metric in TABLE {
            let about = metric.about();
            let (name, kind) = (about.name, about.kind);
            assert!(
                text.contains(&format!("# HELP {name} {}", about.meaning)),
                "{name}"
            );
            assert!(text.contains(&format!("# TYPE {name} {kind}")), "{name}");
            let series = match metric {
                Any::Histogram(_) => format!("{name}_count"),
                _ => name.to_owned(),
            };
            let labels: Vec<String> = about
                .labels
                .iter()
                .map(|label| format!("{label}=\"word\""))
                .collect();
            let labels = match labels.is_empty() {
                true => String::new(),
                false => format!("{{{}}}", labels.join(",")),
            };
            assert!(text.contains(&format!("\n{series}{labels} ")), "{series}");
        }
        #[cfg(target_os = "linux")]
        assert!(text.contains("process_resident_memory_bytes"), "{text}");
    }

    /// <https://prometheus.io/docs/practices/naming>
    #[test]
    fn names_follow_prometheus() {
        let mut names = BTreeSet::new();
        for metric in TABLE {
            let about = metric.about();
            let name = about.name;
            assert!(names.insert(name), "{name} is there twice");
            assert!(name.starts_with("kally_"), "{name}");
            let fits = |c: char| c.is_ascii_lowercase() || c == '_';
            assert!(name.chars().all(fits), "{name}");
            assert_eq!(name.ends_with("_total"), about.kind == "counter", "{name}");
            assert!(
                about.kind != "histogram" || name.ends_with("_seconds"),
                "{name}"
            );
            assert!(about.meaning.ends_with('.'), "{name}");
            let labels: BTreeSet<_> = about.labels.iter().collect();
            assert_eq!(labels.len(), about.labels.len(), "{name}");
        }
    }

    /// `KALLY_WRITE_TABLE=1 cargo test -p kally-metrics` writes it anew.
    #[test]
    fn the_manual_has_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/metrics.md");
        let manual = std::fs::read_to_string(path).unwrap();
        let (before, rest) = manual.split_once("<!-- table -->\n").unwrap();
        let (table, after) = rest.split_once("<!-- end of table -->").unwrap();
        if std::env::var_os("KALLY_WRITE_TABLE").is_some() {
            let manual = format!(
                "{before}<!-- table -->\n{}<!-- end of table -->{after}",
                described()
            );
            std::fs::write(path, manual).unwrap();
            return;
        }
        assert_eq!(table, described());
    }
}
