//! (being written)
use std::sync::Arc;
use std::time::Duration;
use url::Url;
use crate::accounts::Accounts;
use crate::bridge::{Bridge, LinkRequest, LinkSource, NewLink};
use crate::kallyai::{Client, Flow};
use crate::model::{Language, LinkId};
use crate::runtime::{Clock, Ids};
use crate::store::{LinkRecord, LinkStageV1, Sealer, Store};
/// x
#[derive(Debug, Clone)]
pub struct LinkingOptions {
    /// x
    pub public_url: Url,
    /// x
    pub flow: Flow,
    /// x
    pub expires: Duration,
    /// x
    pub language: Language,
}
/// x
pub struct LinkOpener { options: LinkingOptions }
impl LinkOpener {
    /// x
    pub fn new(_c: Client, options: LinkingOptions, _i: Arc<Ids>) -> Self { Self { options } }
}
impl LinkSource for LinkOpener {
    fn open(&self, r: LinkRequest) -> NewLink {
        NewLink { record: LinkRecord { id: LinkId("x".into()), user: r.conversation.chat_user(), display_name: r.display_name, handle: r.handle, conversation: r.conversation, language: "en".into(), code: "K7-PX".into(), opened_at: r.now, expires_at: r.now, stage: LinkStageV1::Opened }, url: "http://x".into(), code: "K7-PX".into(), valid: self.options.expires }
    }
}
/// x
pub struct Linking;
impl Linking {
    /// x
    #[allow(clippy::too_many_arguments)]
    pub fn new(_s: Arc<dyn Store>, _c: Client, _a: Arc<Accounts>, _se: Arc<Sealer>, _b: Arc<Bridge>, _o: LinkingOptions, _k: Arc<dyn Clock>, _i: Arc<Ids>) -> Self { Self }
    /// x
    pub fn router(self: Arc<Self>) -> axum::Router { axum::Router::new() }
}
