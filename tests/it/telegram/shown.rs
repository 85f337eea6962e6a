//! A link that is shown in a group is worthless from then on, whoever shows it
//! and in whatever form. An address that is not one of our links is ignored.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::stage::{ANA, BEN, Stage};
use crate::support::Browser;
use telegram_emulator::{Kind, message};

const GROUP: i64 = -500;
const ENDED: &str = "nobody can link an account with it now";
/// The sender id of a group's anonymous admins.
const NOBODY: i64 = 1_087_968_824;
/// The sender id of people who write as a channel.
const CHANNEL: i64 = 136_817_688;

/// The target of the links.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    /// To the service's sign-in.
    Cli,
    /// To our own page.
    Code,
}

impl Mode {
    #[track_caller]
    fn stage(self) -> Stage {
        let stage = match self {
            Self::Cli => Stage::new(""),
            Self::Code => Stage::new("")
                .variable("KALLY_LINKING__MODE", "code")
                .variable("KALLY_LINKING__CLIENT_ID", "bridge")
                .variable("KALLY_LINKING__CLIENT_SECRET", "hush-hush")
                .variable("KALLY_LINKING__PUBLIC_URL", "https://bridge.example/kally"),
        };
        stage.run();
        stage
            .telegram
            .group(GROUP, Kind::Group, "Friends", &[ANA, BEN]);
        stage
    }

    /// A browser's view of a link.
    #[track_caller]
    fn page(self, stage: &Stage, link: &str) -> String {
        match self {
            Self::Cli => {
                let mut browser = Browser::new();
                let sign_in = browser.open(link);
                browser.press(&sign_in, ("decision", "approve")).body
            }
            Self::Code => {
                // As the reverse proxy passes it on, which removes the path.
                let (_, path) = link.split_once("bridge.example/kally").unwrap();
                let at = stage.place.address().replace("http://", "");
                let mut stream = TcpStream::connect(at).unwrap();
                let head = "Host: bridge.example\r\nConnection: close\r\n";
                write!(stream, "GET {path} HTTP/1.1\r\n{head}\r\n").unwrap();
                let mut page = String::new();
                stream.read_to_string(&mut page).unwrap();
                page
            }
        }
    }
}

/// Somebody sends a message to the group that an app wrote in this form.
fn shows(stage: &Stage, kind: &str, from: i64, fields: &Value) {
    let group = json!({"id": GROUP, "type": "group", "title": "Friends"});
    let is_bot = from == NOBODY || from == CHANNEL;
    let author = json!({"id": from, "is_bot": is_bot, "first_name": "Somebody"});
    let mut content = message(from, &json!({"chat": group, "from": author}));
    for (name, value) in fields.as_object().into_iter().flatten() {
        content[name] = value.clone();
    }
    stage.telegram.update(kind, content);
}

#[test]
fn whoever_shows_it_it_has_ended() {
    for mode in [Mode::Cli, Mode::Code] {
        let stage = mode.stage();
        let private = stage.private(ANA);
        let ana = stage.seat(GROUP, ANA);
        let said = |link: &str| json!({"text": format!("is this for me? {link}")});
        let hidden = |link: &str| {
            json!({"text": "Link my account", "entities": [
                {"type": "text_link", "offset": 0, "length": 15, "url": link}]})
        };
        // A forwarded message keeps its buttons that lead somewhere.
        let button = |link: &str| {
            json!({"text": "Here you can link your account.", "reply_markup":
                {"inline_keyboard": [[{"text": "Link my account", "url": link}]]}})
        };
        let edited = |link: &str| json!({"text": link, "edit_date": 1_800_000_000});
        type Form<'a> = &'a dyn Fn(&str) -> Value;
        let shown: [(&str, i64, Form<'_>); 5] = [
            ("message", BEN, &said),
            ("message", ANA, &hidden),
            ("message", NOBODY, &said),
            ("message", CHANNEL, &button),
            ("edited_message", NOBODY, &edited),
        ];
        for (count, (kind, from, form)) in (1..).zip(shown) {
            // A link for each, within the number that one person may have at
            // once.
            let offer = private.ask("/login", "Here you can link your KallyAI account.");
            let link = offer.address("Link my account").unwrap();
            shows(&stage, kind, from, &form(&link));
            stage.until("it is said", |_| (ana.count(ENDED) == count).then_some(()));
            let page = mode.page(&stage, &link);
            assert!(
                page.contains("This link has already been used"),
                "{mode:?} {from}: {page}"
            );
        }
        private.ask("/status", "No KallyAI account is linked.");
        stage.ends_well(0);
    }
}

#[test]
fn other_addresses_are_nobodys_business() {
    for mode in [Mode::Cli, Mode::Code] {
        let stage = mode.stage();
        let private = stage.private(ANA);
        let ana = stage.seat(GROUP, ANA);
        let offer = private.ask("/login", "Here you can link your KallyAI account.");
        let link = offer.address("Link my account").unwrap();
        let secret = match mode {
            Mode::Code => link.rsplit_once('/').unwrap().1.to_owned(),
            Mode::Cli => link.rsplit_once('=').unwrap().1.to_owned(),
        };
        let other = "A".repeat(43);
        for text in [
            format!("https://other.example/kally/link/{other}"),
            format!("https://notbridge.example/kally/link/{other}"),
            format!("https://bridge.example/link/{other}"),
            format!("https://bridge.example/kally/link/{}", &other[1..]),
            format!("https://bridge.example/kally/link/{other}A"),
            "https://bridge.example/kally/health".to_owned(),
            format!("https://api.other.example/v1/auth/cli?state={other}"),
            format!("https://news.example/story?id=7&code={other}"),
        ] {
            shows(&stage, "message", BEN, &json!({"text": text}));
            shows(&stage, "message", NOBODY, &json!({"text": text}));
        }
        stage.settles();
        ana.own("/help", "How it works");
        assert_eq!(ana.count(ENDED), 0, "{}", stage.so_far());
        assert_eq!(ana.count("anonymously"), 0, "{}", stage.so_far());
        let page = mode.page(&stage, &link);
        assert!(page.contains("<form"), "{mode:?} {secret}: {page}");
        stage.ends_well(0);
    }
}

/// The sign-in's end, with its tokens, by an anonymous admin.
#[test]
fn what_an_anonymous_admin_shows_is_burnt_too() {
    let stage = Mode::Cli.stage();
    let private = stage.private(ANA);
    let ana = stage.seat(GROUP, ANA);
    let offer = private.ask("/login", "Here you can link your KallyAI account.");
    let mut browser = Browser::new();
    let sign_in = browser.open(&offer.address("Link my account").unwrap());
    let end = browser.press_only(&sign_in, ("decision", "approve"));
    let address = end.unwrap_err().to_string();
    shows(&stage, "message", NOBODY, &json!({"text": address}));
    stage.until("a warning", |_| {
        (ana.count("no longer works") > 0).then_some(())
    });
    private.ask(&address, "has already been used");
    private.ask("/status", "No KallyAI account is linked.");
    stage.ends_well(0);
}

/// Sent back to the bot in private it is neither an answer nor a request.
#[test]
fn in_private_it_is_known_for_what_it_is() {
    for mode in [Mode::Cli, Mode::Code] {
        let stage = mode.stage();
        let (ana, ben) = (stage.private(ANA), stage.private(BEN));
        let offer = ana.ask("/login", "Here you can link your KallyAI account.");
        let link = offer.address("Link my account").unwrap();
        let message = ana.says(&link);
        ana.hears("That is the link itself: open it in a browser");
        assert!(stage.telegram.is_there(ANA, message));
        assert!(mode.page(&stage, &link).contains("<form"), "{mode:?}");
        let offer = ana.ask("/login", "Here you can link your KallyAI account.");
        let link = offer.address("Link my account").unwrap();
        ben.ask(&link, "That link was made for somebody else");
        let page = mode.page(&stage, &link);
        assert!(
            page.contains("This link has already been used"),
            "{mode:?}: {page}"
        );
        stage.ends_well(0);
    }
}
