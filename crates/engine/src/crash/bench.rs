//! Runs a scenario. The caller gives the scenario, its people and the faults;
//! the bench returns the result, checked.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tempfile::TempDir;

use super::check::{Expected, broken};
use super::person::{Nerve, People, Place, Step};
use super::world::{Setting, World};
use kally_core::model::ConversationId;
use kallyai::Client;

pub(super) struct Scenario {
    /// Who is signed in from the beginning.
    pub(super) linked: &'static [Place],
    pub(super) steps: Vec<Step>,
    /// The number of calls that are confirmed in it.
    pub(super) calls: usize,
    /// The values that the service must receive.
    pub(super) told: Vec<(&'static str, Value)>,
    /// The service may fail for so long that nothing is called.
    pub(super) may_fail: bool,
    /// The service calls the call off before it is dialled.
    pub(super) called_off: bool,
    /// The texts are the same wherever the process dies.
    pub(super) alike: bool,
}

impl Default for Scenario {
    /// Ana has one call made.
    fn default() -> Self {
        Self {
            linked: &[Place::Ana],
            steps: Vec::new(),
            calls: 1,
            told: Vec::new(),
            may_fail: false,
            called_off: false,
            alike: true,
        }
    }
}

/// The result of a run.
pub(super) struct Run {
    /// The number of points that the process passed.
    pub(super) points: usize,
    /// How often it died.
    pub(super) died: usize,
    /// How often somebody was asked whether a call was made.
    pub(super) asked: usize,
    /// The number of requests to the service.
    pub(super) requests: usize,
    /// The number of calls that were dialled.
    pub(super) dialled: usize,
    /// When they were dialled, by the service's clock.
    pub(super) rang: Vec<DateTime<Utc>>,
    /// The request for each call.
    pub(super) submissions: Vec<Value>,
    /// How long it took, without the time in which nothing ran.
    pub(super) took: Duration,
    /// All texts, with every repetition and edit.
    pub(super) texts: Vec<String>,
    /// All texts with the time at which each arrived, by the right clock.
    pub(super) came: Vec<(String, DateTime<Utc>)>,
    /// The texts by conversation, each message once and without its figures.
    pub(super) said: Vec<(ConversationId, String)>,
    /// All messages as they arrived.
    pub(super) heard: Vec<Heard>,
}

/// A message that arrived.
pub(super) struct Heard {
    pub(super) text: String,
    /// It made no sound.
    pub(super) quiet: bool,
    /// When it arrived, by the service's clock.
    pub(super) at: DateTime<Utc>,
}

fn heard(world: &World) -> Vec<Heard> {
    let sent = world.chat().sent().into_iter().zip(world.came());
    sent.map(|(sent, at)| Heard {
        text: sent.reply.body.to_plain(),
        quiet: sent.quiet,
        at,
    })
    .collect()
}

fn said(world: &World) -> Vec<(ConversationId, String)> {
    let all = world.disk().sent();
    let messages = all.into_iter().filter(|record| !record.mode.is_edit());
    let mut said: Vec<_> = messages
        .map(|record| {
            let text = record.reply.body.to_plain();
            let text = text.replace(|c: char| c.is_ascii_digit(), "#");
            (record.conversation, text)
        })
        .collect();
    // The order counts within a conversation only.
    said.sort_by(|(a, _), (b, _)| a.cmp(b));
    said
}

/// The service's socket on this machine.
pub(super) struct Bench {
    pub(super) socket: PathBuf,
    pub(super) client: Client,
    _folder: TempDir,
}

impl Bench {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("kallyai");
        let client = Client::over(&socket).unwrap();
        Self {
            socket,
            client,
            _folder: folder,
        }
    }

    /// Runs a scenario to its end and checks all promises.
    #[track_caller]
    pub(super) fn run(&self, scenario: &Scenario, setting: Setting, nerve: Nerve) -> Run {
        let what = setting.what.clone();
        let (run, died_at, broken) = self.unchecked(scenario, setting, nerve);
        assert!(
            broken.is_empty(),
            "{what}, {nerve:?}, dying at {died_at:?}:\n{}\n\n{}",
            broken.join("\n"),
            run.texts.join("\n---\n")
        );
        run
    }

    fn unchecked(
        &self,
        scenario: &Scenario,
        setting: Setting,
        nerve: Nerve,
    ) -> (Run, Vec<&'static str>, Vec<String>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut world = World::new(&self.socket, &self.client, setting);
            let linked: Vec<_> = scenario.linked.iter().map(|place| place.id()).collect();
            world.begin(&linked).await;
            let mut people = People::new(&mut world, nerve);
            people.act(&scenario.steps).await;
            let (asked, anyway) = (people.asked, people.anyway);
            let (points, died_at) = (world.points.passed(), world.points.died_at());
            let expected = Expected {
                calls: scenario.calls,
                told: &scenario.told,
                may_fail: scenario.may_fail,
                called_off: scenario.called_off,
                asked,
                anyway,
                deaths: died_at.len() + world.ends,
            };
            let broken = broken(&world, &expected).await;
            let run = Run {
                points,
                died: died_at.len(),
                asked,
                requests: world.service.requests(),
                dialled: world.service.sandbox.dialled().len(),
                rang: world
                    .service
                    .sandbox
                    .dialled()
                    .iter()
                    .map(|it| it.at)
                    .collect(),
                submissions: world
                    .service
                    .asked()
                    .into_iter()
                    .map(|it| it.submission)
                    .collect(),
                took: world.passed(),
                came: world.chat().texts().into_iter().zip(world.came()).collect(),
                texts: world.chat().texts(),
                said: said(&world),
                heard: heard(&world),
            };
            world.stop().await;
            (run, died_at, broken)
        })
    }
}
