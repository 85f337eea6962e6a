//! What an operator's Prometheus reads, and the dashboard and alert rules that are
//! shipped for it.

use std::collections::BTreeSet;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use kally_metrics::TABLE;
use saphyr::{LoadableYamlNode as _, Yaml};
use serde_json::Value;

use super::stage::{ANA, Stage};
use crate::support::{Browser, LIMIT, free_port};

const DASHBOARD: &str = include_str!("../../../deploy/grafana/kally-bridge.json");
const ALERTS: &str = include_str!("../../../deploy/prometheus/alerts.yml");

/// Distributions of something that does not happen here: the daily sweep, and a
/// platform's limits. Nor is there a Matrix.
const NOT_HERE: [&str; 2] = ["kally_store_sweep_seconds", "kally_rate_limit_wait_seconds"];
const OF_MATRIX: &str = "kally_matrix_";

/// The names of metrics in expressions.
fn names(text: &str) -> BTreeSet<String> {
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let ours = |name: &&str| name.starts_with("kally_") || name.starts_with("process_");
    text.split(word).filter(ours).map(str::to_owned).collect()
}

/// Every expression in the dashboard.
fn expressions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str() {
                    Some(text) if matches!(key.as_str(), "expr" | "query") => {
                        found.push(text.to_owned());
                    }
                    _ => expressions(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| expressions(value, found)),
        _ => {}
    }
}

/// The metric to which a name in an expression belongs.
fn base(name: &str) -> &str {
    let parts = ["_bucket", "_sum", "_count"];
    let cut = parts.iter().find_map(|part| name.strip_suffix(part));
    let is_known = |name: &str| TABLE.iter().any(|metric| metric.about().name == name);
    cut.filter(|cut| is_known(cut)).unwrap_or(name)
}

/// The names that the dashboard and the rules use.
fn used() -> BTreeSet<String> {
    let dashboard: Value = serde_json::from_str(DASHBOARD).unwrap();
    let mut found = Vec::new();
    expressions(&dashboard, &mut found);
    assert!(found.len() > 30, "{found:?}");
    let rules = Yaml::load_from_str(ALERTS).unwrap();
    let groups = rules[0]["groups"].as_vec().unwrap();
    let rules = groups
        .iter()
        .flat_map(|group| group["rules"].as_vec().unwrap());
    for rule in rules {
        for key in ["alert", "expr"] {
            assert!(rule[key].as_str().is_some(), "{rule:?}");
        }
        assert!(
            rule["annotations"]["summary"].as_str().is_some(),
            "{rule:?}"
        );
        assert!(rule["labels"]["severity"].as_str().is_some(), "{rule:?}");
        found.push(rule["expr"].as_str().unwrap().to_owned());
    }
    found.iter().flat_map(|text| names(text)).collect()
}

/// The page, once the bot listens there.
fn scraped(stage: &Stage, bind: &str) -> String {
    let until = Instant::now() + LIMIT;
    while TcpStream::connect(bind).is_err() {
        assert!(Instant::now() < until, "{}", stage.so_far());
        std::thread::sleep(Duration::from_millis(50));
    }
    Browser::new().open(&format!("http://{bind}/metrics")).body
}

/// The value of a series, as the page writes it.
fn value<'a>(page: &'a str, series: &str) -> Option<&'a str> {
    page.lines()
        .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '))
}

#[test]
fn every_metric_of_the_dashboard_and_of_the_alerts_is_there() {
    let bind = format!("127.0.0.1:{}", free_port());
    let stage = Stage::new("--call-seconds 1").variable("KALLY_SERVER__INTERNAL", &bind);
    stage.run();
    let ana = stage.linked(ANA);
    ana.says("/call +1 415 555 2671, table for four tomorrow at 8 under Ana");
    ana.hears("They will hear");
    ana.press("Call now", "✅ Call finished");
    let page = scraped(&stage, &bind);
    let there = names(&page);
    for name in used() {
        let of_table = base(&name);
        assert!(
            of_table.starts_with("process_")
                || TABLE.iter().any(|metric| metric.about().name == of_table),
            "no metric is called {name}"
        );
        if of_table.starts_with(OF_MATRIX) || NOT_HERE.contains(&of_table) {
            continue;
        }
        assert!(there.contains(&name), "{name} is not in\n{page}");
    }
    let ended = r#"kally_call_steps_total{step="ended",outcome="success"}"#;
    assert_eq!(value(&page, ended), Some("1"), "{page}");
    let up = r#"kally_up{peer="telegram"}"#;
    assert_eq!(value(&page, up), Some("1"), "{page}");
    let failed = r#"kally_store_commits_total{durability="durable",result="failed"}"#;
    assert_eq!(value(&page, failed), Some("0"), "{page}");
    // No ids, no numbers, no words.
    for personal in ["2671", "Ana", "table", "telegram:"] {
        assert!(!page.contains(personal), "{personal} is in\n{page}");
    }
    stage.ends_well(1);
}

/// Each metric is on the page with its meaning, or in the list above.
#[test]
fn every_metric_of_the_table_is_used() {
    let used: BTreeSet<String> = used().iter().map(|name| base(name).to_owned()).collect();
    for metric in TABLE {
        let name = metric.about().name;
        assert!(used.contains(name), "nobody looks at {name}");
    }
}
