//! The sound of a recording, as it comes in pieces, and the file it becomes.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::protocol::Piece;

/// How many bytes a piece has.
const PIECE: usize = 256 * 1024;

/// Standard output, in place of a file.
const OUTPUT: &str = "-";

/// A sound as pieces.
pub fn pieces(sound: &[u8]) -> impl Iterator<Item = Piece> {
    sound
        .chunks(PIECE)
        .enumerate()
        .map(|(number, bytes)| Piece {
            at: number * PIECE,
            base64: STANDARD.encode(bytes),
        })
}

/// A sound on its way to a file.
#[derive(Debug, Default)]
pub struct Saving {
    /// The file that the person names.
    to: Option<PathBuf>,
    bytes: Vec<u8>,
}

impl Saving {
    pub fn to(file: Option<PathBuf>) -> Self {
        Self {
            to: file,
            bytes: Vec::new(),
        }
    }

    /// The next piece. A request that was sent again begins at the beginning.
    pub fn take(&mut self, piece: &Piece) {
        self.bytes.truncate(piece.at);
        if self.bytes.len() == piece.at
            && let Ok(bytes) = STANDARD.decode(&piece.base64)
        {
            self.bytes.extend(bytes);
        }
    }

    /// Writes the sound, which has this many bytes; returns the file, or nothing
    /// if it went to standard output. An existing file is not written over.
    ///
    /// # Errors
    /// When it cannot be written, or is not complete.
    pub fn save(&self, bytes: usize, usual: &str) -> io::Result<Option<PathBuf>> {
        if self.bytes.len() != bytes {
            return Err(io::Error::other("the recording came incomplete"));
        }
        let file = self.to.clone().unwrap_or_else(|| PathBuf::from(usual));
        if file.as_os_str() == OUTPUT {
            let mut out = io::stdout().lock();
            if out.is_terminal() {
                return Err(io::Error::other("a terminal cannot play it"));
            }
            out.write_all(&self.bytes)?;
            out.flush()?;
            return Ok(None);
        }
        let mut options = OpenOptions::new();
        let opened = options.write(true).create_new(true).mode(0o600).open(&file);
        let written = opened?.write_all(&self.bytes);
        if written.is_err() {
            // Half a sound must not pass for a whole one.
            let _ = std::fs::remove_file(&file);
        }
        written.map(|()| Some(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_comes_whole_also_when_it_is_sent_again() {
        let sound: Vec<u8> = (0..=255).cycle().take(PIECE * 2 + 7).collect();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.mp3");
        let mut saving = Saving::to(Some(file.clone()));
        saving.take(&pieces(&sound).next().unwrap());
        assert!(saving.save(sound.len(), "").is_err());
        for piece in pieces(&sound) {
            saving.take(&piece);
        }
        assert_eq!(saving.save(sound.len(), "").unwrap(), Some(file.clone()));
        assert_eq!(std::fs::read(&file).unwrap(), sound);
        // Another one does not take its place.
        assert!(saving.save(sound.len(), "").is_err());
        // A piece is missing.
        let mut other = Saving::default();
        other.take(&pieces(&sound).nth(1).unwrap());
        assert!(other.save(sound.len(), "").is_err());
    }
}
