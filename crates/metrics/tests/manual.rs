//! The manual's table is the program's.

const PAGE: &str = include_str!("../../../docs/metrics.md");

#[test]
fn the_manual_has_every_metric() {
    let table = kally_metrics::described();
    assert!(
        PAGE.ends_with(&table),
        "docs/metrics.md has to end with:\n\n{table}"
    );
}
