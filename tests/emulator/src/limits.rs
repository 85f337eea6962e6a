//! The limits for a bot's messages: about one a second to a chat with a small
//! burst, twenty a minute to a group, thirty a second in all.

use std::collections::HashMap;
use std::time::Instant;

/// The size of a burst, and the amount that is regained in a second.
#[derive(Debug, Clone, Copy)]
struct Pace {
    burst: f64,
    each_second: f64,
}

const CHAT: Pace = Pace {
    burst: 5.0,
    each_second: 1.0,
};
const GROUP: Pace = Pace {
    burst: 20.0,
    each_second: 20.0 / 60.0,
};
const ALL: Pace = Pace {
    burst: 30.0,
    each_second: 30.0,
};

/// The rest of the allowances.
#[derive(Debug, Default)]
pub(super) struct Limits {
    left: HashMap<(i64, bool), (f64, Instant)>,
}

impl Limits {
    /// Counts one message to a chat; or returns the seconds to wait.
    pub(super) fn take(&mut self, chat: i64, now: Instant) -> Result<(), u64> {
        let all = ((0, false), ALL);
        let own = ((chat, false), CHAT);
        let group = ((chat, true), GROUP);
        let asked = if chat < 0 {
            vec![all, own, group]
        } else {
            vec![all, own]
        };
        let mut after = Vec::new();
        let mut wait = 0.0_f64;
        for (key, pace) in asked {
            let (left, at) = self.left.get(&key).copied().unwrap_or((pace.burst, now));
            let won = now.saturating_duration_since(at).as_secs_f64() * pace.each_second;
            let left = (left + won).min(pace.burst) - 1.0;
            wait = wait.max(-left / pace.each_second);
            after.push((key, (left, now)));
        }
        if wait > 0.0 {
            return Err((wait.ceil() as u64).max(1));
        }
        self.left.extend(after);
        Ok(())
    }
}
