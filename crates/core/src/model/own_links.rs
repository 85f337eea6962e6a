//! Finds our own links in a text: our page with the secret of a session behind
//! it, or the service's sign-in that leads back to us. Anybody who reads such a
//! link can follow it. Only the configured address counts, with a secret of the
//! right form.

use url::{Url, form_urlencoded};

/// The length of a session's secret, in base64url.
const SECRET: usize = 43;

/// The beginnings of our links. By default there are no such links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnLinks {
    /// Host, port and path in lower case; the session's secret follows.
    place: Option<String>,
    /// For a sign-in at the service: the address that it leads back to.
    back: Option<String>,
}

impl OwnLinks {
    /// Pages of our own, each right behind this address.
    #[must_use]
    pub fn pages(before: &Url) -> Self {
        Self {
            place: place(before),
            back: None,
        }
    }

    /// The service's sign-in at this address that leads back here.
    #[must_use]
    pub fn sign_ins(at: &Url, back: &Url) -> Self {
        Self {
            place: place(at).map(|place| place + "?"),
            back: Some(back.as_str().to_owned()),
        }
    }

    /// The secret of the first link in a text.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<String> {
        let place = self.place.as_deref()?;
        let lower = text.to_ascii_lowercase();
        lower.match_indices(place).find_map(|(at, _)| {
            let begins = is_front(&lower[..at]);
            let told = &text[at + place.len()..];
            begins.then(|| self.secret(told)).flatten()
        })
    }

    fn secret(&self, told: &str) -> Option<String> {
        let Some(back) = &self.back else {
            let end = told.find(|c| !is_letter(c)).unwrap_or(told.len());
            return Some(told[..end].to_owned()).filter(|secret| secret.len() == SECRET);
        };
        let end = told.find(|c: char| c.is_whitespace() || "<>\"#".contains(c));
        let query = told[..end.unwrap_or(told.len())].replace("&amp;", "&");
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let leads_here = pairs
            .iter()
            .any(|(name, value)| name == "redirect_uri" && value == back);
        let (_, state) = pairs.iter().find(|(name, _)| name == "state")?;
        let secret: String = state.chars().take_while(|c| is_letter(*c)).collect();
        (leads_here && secret.len() == SECRET).then_some(secret)
    }
}

/// Host, port and path, without the scheme: a link without a scheme, or with
/// another one, shows the secret nevertheless.
fn place(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let port = url.port().map(|port| format!(":{port}"));
    let place = format!("{host}{}{}", port.unwrap_or_default(), url.path());
    Some(place.to_ascii_lowercase())
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Whether a host can begin here: the text before is not the front of a longer
/// host or another address's path.
fn is_front(before: &str) -> bool {
    if before.ends_with("http://") || before.ends_with("https://") {
        return true;
    }
    let last = before.chars().next_back();
    last.is_none_or(|c| !c.is_alphanumeric() && !"-_.@/:%=&".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> String {
        "Ab-_9".repeat(8) + "xyz"
    }

    fn pages() -> OwnLinks {
        OwnLinks::pages(&"https://bridge.example/kally/link/".parse().unwrap())
    }

    fn sign_ins() -> OwnLinks {
        let at = "https://api.kallyai.com/v1/auth/cli".parse().unwrap();
        OwnLinks::sign_ins(&at, &"http://localhost:8976/callback".parse().unwrap())
    }

    #[track_caller]
    fn found(own: &OwnLinks, link: &str) {
        for text in [
            link.to_owned(),
            link.replace("https://", ""),
            link.replace("https://", "HTTP://"),
            format!("look: <{link}>, is it mine?"),
            format!("({link})."),
            format!("[a link]({link})"),
            format!("ja:\n“{link}”\n"),
        ] {
            assert_eq!(own.find(&text), Some(secret()), "{text}");
        }
        assert_eq!(OwnLinks::default().find(link), None);
    }

    #[test]
    fn a_link_is_found_wherever_it_stands() {
        let page = format!("https://bridge.example/kally/link/{}", secret());
        found(&pages(), &page);
        found(&pages(), &format!("{page}?utm=1"));
        found(&pages(), &page.replace("bridge.example", "Bridge.Example"));
        let back = "http%3A%2F%2Flocalhost%3A8976%2Fcallback";
        let sign_in = format!(
            "https://api.kallyai.com/v1/auth/cli?redirect_uri={back}&state={}",
            secret()
        );
        found(&sign_ins(), &sign_in);
        found(&sign_ins(), &sign_in.replace('&', "&amp;"));
    }

    #[test]
    fn other_addresses_are_none() {
        let secret = secret();
        for text in [
            format!("https://other.example/kally/link/{secret}"),
            format!("https://notbridge.example/kally/link/{secret}"),
            format!("https://www.bridge.example/kally/link/{secret}"),
            format!("https://bridge.example:8443/kally/link/{secret}"),
            format!("https://bridge.example/link/{secret}"),
            format!("https://other.example/bridge.example/kally/link/{secret}"),
            format!("https://other.example/?to=bridge.example/kally/link/{secret}"),
            format!("https://bridge.example/kally/link/{}", &secret[1..]),
            format!("https://bridge.example/kally/link/{secret}x"),
            format!("https://bridge.example/kally/link/done {secret}"),
            "https://bridge.example/kally/link/".to_owned(),
            secret.clone(),
        ] {
            assert_eq!(pages().find(&text), None, "{text}");
        }
        let back = "redirect_uri=http%3A%2F%2Flocalhost%3A8976%2Fcallback";
        for text in [
            format!("https://api.kallyai.com/v1/auth/cli?state={secret}"),
            format!("https://api.kallyai.com/v1/auth/cli?{back}&state=short"),
            format!("https://api.kallyai.com/v1/auth/other?{back}&state={secret}"),
            format!("https://api.other.example/v1/auth/cli?{back}&state={secret}"),
            format!(
                "https://api.kallyai.com/v1/auth/cli?{}&state={secret}",
                back.replace("8976", "8977")
            ),
        ] {
            assert_eq!(sign_ins().find(&text), None, "{text}");
        }
    }
}
