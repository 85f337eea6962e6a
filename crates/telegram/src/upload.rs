//! A form with a file in it, as `multipart/form-data` (RFC 7578).

use uuid::Uuid;

use kally_engine::chat::File;

/// A form in the making.
pub(super) struct Upload {
    boundary: String,
    body: Vec<u8>,
}

impl Upload {
    /// An empty form. The boundary is made from an id and must not occur in the
    /// file: a version 7 UUID does not occur in a transcript or a recording.
    pub(super) fn new(id: Uuid) -> Self {
        Self {
            boundary: format!("kally-bridge-{}", id.simple()),
            body: Vec::new(),
        }
    }

    pub(super) fn field(mut self, name: &str, value: &str) -> Self {
        self.write(&format!(
            "--{}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n",
            self.boundary
        ));
        self
    }

    /// Adds a field, if there is a value.
    pub(super) fn optional(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    pub(super) fn file(mut self, name: &str, file: &File<'_>) -> Self {
        self.write(&format!(
            "--{}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\ncontent-type: {}\r\n\r\n",
            self.boundary,
            header_safe(&file.name),
            header_safe(file.media_type),
        ));
        self.body.extend_from_slice(file.bytes);
        self.write("\r\n");
        self
    }

    fn write(&mut self, text: &str) {
        self.body.extend_from_slice(text.as_bytes());
    }

    /// Its content type and its bytes.
    pub(super) fn finish(mut self) -> (String, Vec<u8>) {
        self.write(&format!("--{}--\r\n", self.boundary));
        (
            format!("multipart/form-data; boundary={}", self.boundary),
            self.body,
        )
    }
}

/// Removes everything that would end the header or its quotes.
fn header_safe(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && *c != '"')
        .collect()
}
