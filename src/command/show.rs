//! What a command shows: results on standard output, everything else on standard
//! error. On a terminal a line moves while something goes on; elsewhere each
//! change is a plain line.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use kally_core::model::{CallId, Reply};
use kally_core::text::Voice;
use kally_terminal::{Moving, Stream, one_line, shown};

use super::super::terminal::quotes;
use super::protocol::{Answer, End, Ended, VERSION};
use super::saving::Saving;

/// Shows what a command says.
pub struct Show {
    command: &'static str,
    json: bool,
    colour: bool,
    voice: Voice,
    /// What goes on now, if anything does.
    going_on: Option<(String, Moving)>,
    /// The call that was confirmed.
    call: Option<CallId>,
    saving: Saving,
}

impl Show {
    pub fn new(command: &'static str, json: bool, colour: bool, voice: Voice) -> Self {
        Self {
            command,
            json,
            colour,
            voice,
            going_on: None,
            call: None,
            saving: Saving::default(),
        }
    }

    /// The same, with a file for a sound.
    pub fn saving(self, file: Option<PathBuf>) -> Self {
        Self {
            saving: Saving::to(file),
            ..self
        }
    }

    /// The voice of what the command says by itself.
    pub fn voice(&self) -> Voice {
        self.voice
    }

    /// A sentence of its own.
    pub fn say(&mut self, key: &str) {
        let text = self.voice.say(key);
        self.line(&text);
    }

    fn line(&mut self, text: &str) {
        self.clear();
        err(&format!("{text}\n"));
    }

    fn words(&mut self, reply: &Reply) {
        self.clear();
        err(&self.text(reply, Stream::Err));
    }

    fn text(&self, reply: &Reply, stream: Stream) -> String {
        shown(reply, stream, self.colour, &quotes(self.voice))
    }

    /// An answer that is not the last.
    pub fn answer(&mut self, answer: &Answer) {
        match answer {
            Answer::Confirmed { call, reply } => {
                // The request may have been sent again.
                if self.call.replace(*call) != Some(*call) {
                    self.words(reply);
                    self.about_call("cli-resume");
                }
            }
            Answer::Said(reply) => self.words(reply),
            // The line on the terminal has a clock of its own.
            Answer::GoesOn { still: true, .. } if Stream::Err.is_terminal() => {}
            Answer::GoesOn { reply, seconds, .. } => self.goes_on(reply, *seconds),
            Answer::Piece(piece) => self.saving.take(piece),
            Answer::End(_) => {}
        }
    }

    fn goes_on(&mut self, reply: &Reply, seconds: u64) {
        let text = reply.body.to_plain();
        if !Stream::Err.is_terminal() {
            let before = self.going_on.replace((text.clone(), still(&text)));
            if before.is_none_or(|(before, _)| before != text) {
                self.words(reply);
            }
            return;
        }
        self.clear();
        let now = Instant::now();
        let since = now.checked_sub(Duration::from_secs(seconds)).unwrap_or(now);
        self.going_on = Some((text.clone(), Moving::new(&text, since)));
        self.tick();
    }

    /// How long until the line moves; `None` if nothing moves.
    pub fn pause(&self) -> Option<Duration> {
        let moves = self.going_on.is_some() && Stream::Err.is_terminal();
        moves.then_some(Moving::PAUSE)
    }

    /// Moves the line.
    pub fn tick(&mut self) {
        if let Some((_, moving)) = &mut self.going_on {
            moving.draw();
        }
    }

    fn clear(&mut self) {
        if let Some((_, moving)) = &mut self.going_on
            && Stream::Err.is_terminal()
        {
            moving.clear();
        }
    }

    /// How something beside the request went, if it went wrong.
    pub fn aside(&mut self, ended: &Ended) {
        if !ended.end.is_result() {
            self.words(&ended.reply);
        }
    }

    /// How to follow the call later.
    pub fn left(&mut self) {
        self.about_call("cli-left");
    }

    fn about_call(&mut self, key: &str) {
        if let Some(call) = self.call {
            let text = (self.voice).fill(key, &[("id", call.to_string().into())]);
            self.line(&text);
        }
    }

    /// The result.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn end(&mut self, ended: &Ended) -> io::Result<End> {
        self.clear();
        self.going_on = None;
        if let Some(bytes) = ended.data["recording"]["bytes"].as_u64() {
            let saved = self.saved(ended, bytes);
            return self.told(&saved);
        }
        self.told(ended)
    }

    /// Saves the sound that has come, and says where.
    fn saved(&self, ended: &Ended, bytes: u64) -> Ended {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let id: String = word(&ended.data["call"]["id"]).chars().take(8).collect();
        let extension = word(&ended.data["recording"]["extension"]);
        let usual = format!("recording-{id}.{extension}");
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        match self.saving.save(bytes, &usual) {
            Ok(None) => ended.clone(),
            Ok(Some(file)) => {
                let file = file.display().to_string();
                let mut saved = ended.clone().and("file", file.clone());
                saved.lines.push(file);
                saved
            }
            Err(error) => {
                let values = [("why", error.to_string().into())];
                let why = self.voice.fill("cli-not-saved", &values);
                Ended::with(End::Failed, super::desk::sentence(why))
            }
        }
    }

    fn told(&mut self, ended: &Ended) -> io::Result<End> {
        let mut out = io::stdout().lock();
        if self.json {
            writeln!(out, "{}", json_of(self.command, ended))?;
            out.flush()?;
            return Ok(ended.end);
        }
        let is_result = ended.end.is_result() && ended.lines.is_empty();
        match is_result {
            true => write!(out, "{}", self.text(&ended.reply, Stream::Out))?,
            false => err(&self.text(&ended.reply, Stream::Err)),
        }
        for line in &ended.lines {
            writeln!(out, "{}", one_line(line))?;
        }
        out.flush()?;
        Ok(ended.end)
    }
}

/// Writes to standard error; if nobody reads it, nothing is lost.
fn err(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A line that never moves, for where there is no terminal.
fn still(text: &str) -> Moving {
    Moving::new(text, Instant::now())
}

/// The object that `--json` prints.
pub fn json_of(command: &str, ended: &Ended) -> Value {
    let mut object = json!({
        "version": VERSION,
        "command": command,
        "end": ended.end.word(),
        "exit_code": ended.end.code(),
    });
    if !ended.end.is_result() {
        object["message"] = ended.reply.body.to_plain().into();
    }
    if let (Value::Object(all), Value::Object(fields)) = (&mut object, &ended.data) {
        all.extend(fields.clone());
    }
    object
}
