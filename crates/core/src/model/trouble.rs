//! Why a platform, or the service, does not work at the moment: a few words
//! that health, metrics and the messages to admins share.

use serde::{Deserialize, Serialize};

use super::choices::choices;

choices! {
    /// Why a platform, or the service, does not work at the moment.
    Trouble {
        /// No answer, or one that nobody understands: the network, a proxy, or
        /// a server that is down.
        Unreachable "unreachable",
        /// It answers with errors of its own.
        Faulty "faulty",
        /// It asks to come back later.
        RateLimited "rate-limited",
        /// The token or the password is not accepted.
        Unauthorized "unauthorized",
        /// The session was ended there.
        SignedOut "signed-out",
        /// Another program receives with the same token.
        SecondReceiver "second-receiver",
        /// The address of the webhook is not accepted, or another one is set.
        Webhook "webhook",
        /// Anything else; the log says more.
        Failed "failed",
    }
}

impl Trouble {
    /// Whether somebody has to do something before it works again.
    #[must_use]
    pub fn needs_somebody(self) -> bool {
        match self {
            Self::Unreachable | Self::Faulty | Self::RateLimited => false,
            Self::Unauthorized
            | Self::SignedOut
            | Self::SecondReceiver
            | Self::Webhook
            | Self::Failed => true,
        }
    }
}
