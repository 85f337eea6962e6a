//! The connected visitors: a limit in all, and one for each address.
//!
//! When one more would be too many, the visitor who has kept us waiting longest
//! has to leave: we waited for a request, for the rest of one, or for the visitor
//! to read an answer. So nobody keeps others out by staying: they would have to
//! come faster than others ask.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kally_engine::linking::{is_next_door, network};

use tokio_util::sync::CancellationToken;

/// The limits of connected visitors.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    pub(super) in_all: usize,
    /// Of one address from the internet.
    pub(super) from_afar: usize,
    /// Of one loopback or private address. It may be a reverse proxy that
    /// everybody comes through, Telegram too.
    pub(super) next_door: usize,
}

impl Most {
    fn of(&self, peer: IpAddr) -> usize {
        match is_next_door(peer) {
            true => self.next_door,
            false => self.from_afar,
        }
    }
}

#[derive(Debug)]
pub(super) struct Door {
    most: Most,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    visitors: HashMap<u64, Visitor>,
    /// Counts the events at this door.
    last: u64,
}

#[derive(Debug)]
struct Visitor {
    network: IpAddr,
    /// Whether they wait for us, not we for them.
    waits: bool,
    /// When they came, or were last answered, as a count.
    since: u64,
    leave: CancellationToken,
}

/// A visitor's place, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    door: Arc<Door>,
    number: u64,
    leave: CancellationToken,
}

impl Door {
    pub(super) fn new(most: Most) -> Self {
        Self {
            most,
            inside: Mutex::default(),
        }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets one more visitor in; another may have to leave for them. `None` if
    /// all others are being answered.
    pub(super) fn enter(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let network = network(peer);
        let mut inside = self.inside();
        let near = |visitor: &Visitor| visitor.network == network;
        let neighbours = inside.visitors.values().filter(|one| near(one)).count();
        if neighbours >= self.most.of(peer) {
            inside.make_room(near)?;
        } else if inside.visitors.len() >= self.most.in_all {
            inside.make_room(|_| true)?;
        }
        let since = inside.next();
        let leave = CancellationToken::new();
        let visitor = Visitor {
            network,
            waits: false,
            since,
            leave: leave.clone(),
        };
        inside.visitors.insert(since, visitor);
        Some(Place {
            door: Arc::clone(self),
            number: since,
            leave,
        })
    }
}

impl Inside {
    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Sends one of these away; `None` if all of them are being answered.
    fn make_room(&mut self, among: impl Fn(&Visitor) -> bool) -> Option<()> {
        let idle = self.visitors.iter();
        let idle = idle.filter(|(_, visitor)| !visitor.waits && among(visitor));
        let (&longest, _) = idle.min_by_key(|(_, visitor)| visitor.since)?;
        let gone = self.visitors.remove(&longest)?;
        gone.leave.cancel();
        Some(())
    }
}

impl Place {
    /// Returns when the visitor has to leave.
    pub(super) async fn leaves(&self) {
        self.leave.cancelled().await;
    }

    /// The visitor's request has arrived completely.
    pub(super) fn asks(&self) {
        self.note(true);
    }

    pub(super) fn is_answered(&self) {
        self.note(false);
    }

    fn note(&self, waits: bool) {
        let mut inside = self.door.inside();
        let since = inside.next();
        if let Some(visitor) = inside.visitors.get_mut(&self.number) {
            visitor.waits = waits;
            visitor.since = since;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.door.inside().visitors.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: Most = Most {
        in_all: 6,
        from_afar: 2,
        next_door: 4,
    };

    fn door() -> Arc<Door> {
        Arc::new(Door::new(MOST))
    }

    #[track_caller]
    fn enter(door: &Arc<Door>, peer: &str) -> Option<Arc<Place>> {
        door.enter(peer.parse().unwrap()).map(Arc::new)
    }

    fn left(places: &[&Option<Arc<Place>>]) -> Vec<bool> {
        let places = places.iter().map(|place| place.as_ref().unwrap());
        places.map(|place| place.leave.is_cancelled()).collect()
    }

    #[test]
    fn who_has_waited_longest_goes_and_nobody_elses_guest() {
        let door = door();
        let other = enter(&door, "203.0.113.9");
        let [a, b, c] = [7, 7, 7].map(|_| enter(&door, "2001:db8:1:2::7"));
        assert_eq!(left(&[&other, &a, &b, &c]), [false, true, false, false]);
        // Another address of the same network.
        let d = enter(&door, "2001:db8:1:2::8");
        assert_eq!(left(&[&other, &b, &c, &d]), [false, true, false, false]);
        // The visitor who was answered last has waited least.
        c.as_ref().unwrap().asks();
        c.as_ref().unwrap().is_answered();
        let e = enter(&door, "2001:db8:1:2::7");
        assert_eq!(left(&[&other, &c, &d, &e]), [false, false, true, false]);
    }

    #[test]
    fn who_is_being_answered_stays() {
        let door = door();
        let [a, b] = [1, 2].map(|_| enter(&door, "203.0.113.7"));
        let places = [&a, &b].map(|place| place.as_ref().unwrap());
        places.iter().for_each(|place| place.asks());
        assert!(enter(&door, "203.0.113.7").is_none());
        assert!(enter(&door, "203.0.113.8").is_some());
        assert_eq!(left(&[&a, &b]), [false, false]);
        places.iter().for_each(|place| place.is_answered());
        assert!(enter(&door, "203.0.113.7").is_some());
        assert_eq!(left(&[&a, &b]), [true, false]);
    }

    #[test]
    fn a_neighbour_may_have_more_and_all_together_are_bounded() {
        let door = door();
        for peer in ["127.0.0.1", "10.0.0.3", "::1", "fd00::4"] {
            let guests = [0; 5].map(|_| enter(&door, peer));
            let leave = [true, false, false, false, false];
            assert_eq!(left(&guests.each_ref()), leave, "{peer}");
        }
        let many: Vec<_> = (0..20)
            .map(|host| enter(&door, &format!("203.0.113.{host}")).unwrap())
            .collect();
        let stay = many.iter().filter(|one| !one.leave.is_cancelled()).count();
        assert_eq!((stay, door.inside().visitors.len()), (6, 6));
        drop(many);
        assert!(door.inside().visitors.is_empty());
    }
}
