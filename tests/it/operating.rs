//! `docs/operating.md`: its commands that are marked as tried do what they say,
//! and every other one is marked as not tried.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use crate::support::free_port;
use crate::telegram::stage::Stage;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    fs::read_to_string(project().join("docs/operating.md")).unwrap()
}

/// The mark of a block, in its first line.
#[derive(Debug, PartialEq, Eq)]
enum Mark {
    /// Tried while no bridge runs.
    Alone,
    /// Tried beside a bridge that runs.
    Beside,
    Not,
}

/// The blocks of commands, in the page's order.
fn blocks() -> Vec<(Mark, String)> {
    let page = page();
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line.trim() != "```sh" {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let inside = lines.by_ref().take_while(|line| line.trim() != "```");
        let inside: Vec<&str> = inside
            .map(|line| line.get(indent..).unwrap_or(""))
            .collect();
        let mark = match inside.first() {
            Some(&"# tried") => Mark::Alone,
            Some(&"# tried, while it runs") => Mark::Beside,
            Some(&"# not tried") => Mark::Not,
            other => panic!("{other:?}: a block of commands begins with its mark"),
        };
        blocks.push((mark, inside.join("\n")));
    }
    blocks
}

/// A machine's folders, as far as the page speaks of them.
struct Machine {
    root: PathBuf,
    internal: String,
    stage: Stage,
    runs: bool,
}

impl Machine {
    fn new() -> Self {
        let internal = format!("127.0.0.1:{}", free_port());
        let stage = Stage::new("").variable("KALLY_SERVER__INTERNAL", &internal);
        // Everything is below the folder in which the commands run.
        let root = stage.place.home().canonicalize().unwrap();
        let settings = root.join("etc/kally-bridge/kally-bridge.toml");
        let store = root.join("var/lib/kally-bridge/store");
        let stage = stage
            .variable("KALLY_CONFIG", settings.to_str().unwrap())
            .variable("KALLY_STORE__PATH", store.to_str().unwrap())
            .variable("KALLY_ACCESS__MODE", "invited");
        let machine = Self {
            root,
            internal,
            stage,
            runs: false,
        };
        machine.prepare();
        machine
    }

    /// The project's files, a program that stands for `sudo`, and `kally-bridge` on
    /// the path.
    fn prepare(&self) {
        let program = env!("CARGO_BIN_EXE_kally-bridge");
        for folder in ["target/release", "tools"] {
            fs::create_dir_all(self.root.join(folder)).unwrap();
        }
        for folder in ["deploy", "config"] {
            symlink(project().join(folder), self.root.join(folder)).unwrap();
        }
        symlink(program, self.root.join("target/release/kally-bridge")).unwrap();
        symlink(program, self.root.join("tools/kally-bridge")).unwrap();
        let sudo = self.root.join("tools/sudo");
        let script = "#!/bin/sh\nif [ \"$1\" = -u ]; then shift 2; fi\nexec \"$@\"\n";
        fs::write(&sudo, script).unwrap();
        fs::set_permissions(&sudo, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// A block with this machine's paths and addresses.
    fn here(&self, block: &str) -> String {
        let root = self.root.to_str().unwrap();
        let mut block = block.replace("127.0.0.1:8978", &self.internal);
        for folder in ["/etc/", "/usr/local/", "/var/"] {
            for before in [" ", "\n", "="] {
                let path = format!("{before}{folder}");
                block = block.replace(&path, &format!("{before}{root}{folder}"));
            }
        }
        block
    }

    /// Starts or ends the bridge.
    fn is_running(&mut self, wanted: bool) {
        match (self.runs, wanted) {
            (false, true) => {
                self.stage.run();
                self.stage.until_logged("the bridge runs");
            }
            (true, false) => self.stage.stop(),
            _ => {}
        }
        self.runs = wanted;
    }

    #[track_caller]
    fn run(&self, block: &str) {
        let path = format!("{}/tools:/usr/bin:/bin", self.root.display());
        let start = self.stage.place.command("").variable("PATH", &path);
        let (code, output, log) = start.script(&self.here(block)).run("");
        assert_eq!(code, 0, "{block}\n{output}{log}");
        self.settings_are_here();
    }

    /// The paths in the settings lie below the folder too.
    fn settings_are_here(&self) {
        let file = self.root.join("etc/kally-bridge/kally-bridge.toml");
        if let Ok(text) = fs::read_to_string(&file) {
            let here = format!("\"{}/var/", self.root.display());
            fs::write(file, text.replace("\"/var/", &here)).unwrap();
        }
    }
}

#[test]
fn the_commands_on_the_page_work() {
    let mut machine = Machine::new();
    let blocks = blocks();
    let tried = blocks.iter().filter(|(mark, _)| *mark != Mark::Not).count();
    assert!(tried >= 8, "only {tried} are tried");
    for (mark, block) in &blocks {
        match mark {
            Mark::Alone => machine.is_running(false),
            Mark::Beside => machine.is_running(true),
            Mark::Not => continue,
        }
        machine.run(block);
    }
}

/// The links on the page lead somewhere.
#[test]
fn the_links_lead_somewhere() {
    let heading = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        words.replace(' ', "-")
    };
    let page = page();
    let anchors: Vec<String> = page
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(heading)
        .collect();
    let docs = project().join("docs");
    for link in page.split("](").skip(1) {
        let link = link.split(')').next().unwrap();
        match link.split_once('#') {
            _ if link.starts_with("http") => {}
            Some(("", anchor)) => assert!(anchors.iter().any(|known| known == anchor), "{link}"),
            _ => {
                let file = link.split('#').next().unwrap();
                assert!(docs.join(file).exists(), "{link}");
            }
        }
    }
}
