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
