//! What counting costs: `cargo bench -p kally-metrics`. It prints nanoseconds for
//! each operation, before and after the page is opened.

use std::hint::black_box;
use std::time::{Duration, Instant};

use kally_metrics::{OUTBOX, Page, TURN_SECONDS, TURNS};

const TIMES: u32 = 300_000;

fn measured(what: &str, mut act: impl FnMut()) {
    for _ in 0..TIMES / 10 {
        act();
    }
    let began = Instant::now();
    for _ in 0..TIMES {
        act();
    }
    println!(
        "{what}: {} ns",
        began.elapsed().as_nanos() / u128::from(TIMES)
    );
}

fn all(when: &str) {
    measured(&format!("{when}, a counter"), || {
        TURNS.count(black_box(&["telegram", "message", "done"]));
    });
    measured(&format!("{when}, a distribution"), || {
        TURN_SECONDS.observe(
            black_box(Duration::from_millis(7)),
            &["telegram", "message"],
        );
    });
    measured(&format!("{when}, a gauge"), || {
        OUTBOX.set_count(black_box(7), &[])
    });
    measured(&format!("{when}, a span that is logged"), || {
        let span = tracing::error_span!(
            "turn",
            turn = black_box(7),
            platform = "telegram",
            event = "update:1234567"
        );
        let _entered = span.enter();
    });
}

fn main() {
    use tracing_subscriber::layer::SubscriberExt as _;
    use tracing_subscriber::util::SubscriberInitExt as _;
    all("not counted, no log");
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::sink);
    tracing_subscriber::registry().with(log).init();
    let page = Page::open().expect("nothing else counts");
    all("counted");
    let began = Instant::now();
    let bytes = page.render().len();
    println!("the page: {:?}, {bytes} bytes", began.elapsed());
}
