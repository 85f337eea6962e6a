//! Where the way from a room to the private conversation leads.

/// What the way to the private conversation leads to: a word that comes back
/// with `/start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorTo {
    /// Linking the account, which a form waits for.
    Link,
    /// Linking the account.
    Login,
    /// The settings.
    Settings,
    /// Linked or not, and what is left.
    Status,
    /// The private conversation itself.
    Chat,
}

impl DoorTo {
    const ALL: [Self; 5] = [
        Self::Link,
        Self::Login,
        Self::Settings,
        Self::Status,
        Self::Chat,
    ];

    /// The word that comes back.
    #[must_use]
    pub fn payload(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Login => "login",
            Self::Settings => "settings",
            Self::Status => "status",
            Self::Chat => "hello",
        }
    }

    /// Reads the word.
    #[must_use]
    pub(super) fn from_payload(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.payload() == word)
    }
}
