//! A registered client asks for a permission when it is first wanted.

use super::public::{browser, go_on, place};
use super::*;

#[test]
fn the_bills_need_a_sign_in_with_more_permissions() {
    let place = place("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let mut web = browser(&place);
    let service = go_on(&mut web, &link);
    assert!(!parameter(&service, "scope").contains("billing"));
    let back = sign_in(&mut web, &service);
    web.get(&back);
    chat.is_mine();
    chat.ask("/plan", "Plan starter");
    chat.ask("/billing", "Your KallyAI sign-in doesn't allow that yet.");
    let link = crate::support::shown_link(&mut chat);
    let mut web = browser(&place);
    let service = go_on(&mut web, &link);
    assert!(parameter(&service, "scope").contains("billing:manage"));
    let back = sign_in(&mut web, &service);
    web.get(&back);
    chat.is_mine();
    chat.hears("https://billing.kallyai.invalid/session/sandbox");
    chat.ends_well();
}
