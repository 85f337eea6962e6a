//! Why nobody was reached, in plain words. HTTP clients say "error sending
//! request" and hide the reason some errors deeper.

use std::error::Error;
use std::io;

/// How deep errors are looked into.
const DEEPEST: usize = 16;

/// The reason of an error of a client, for an operator: the name, the
/// connection, the certificate, the proxy. No address and no secret is in it.
#[must_use]
pub fn why(error: &(dyn Error + 'static)) -> String {
    let mut proxy = None;
    let mut last = String::new();
    let mut next = Some(error);
    for _ in 0..DEEPEST {
        let Some(error) = next else { break };
        last = error.to_string();
        if let Some(found) = of_proxy(&last) {
            match found {
                Hop::Refuses(why) => return why.to_owned(),
                Hop::OutOfReach => proxy = Some("the proxy cannot be reached: "),
            }
        } else if let Some(found) = reason(error, &last) {
            return format!("{}{found}", proxy.unwrap_or_default());
        }
        next = deeper(error);
    }
    match proxy {
        Some(_) => "the proxy cannot be reached".to_owned(),
        None => last,
    }
}

/// The error below, also where it is hidden in an error of input and output.
fn deeper<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let inner = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    inner
        .map(|inner| inner as &(dyn Error + 'static))
        .or_else(|| error.source())
}

enum Hop {
    Refuses(&'static str),
    OutOfReach,
}

/// The proxy's part in a failure. The library has no types for it.
fn of_proxy(text: &str) -> Option<Hop> {
    let tunnel = text.strip_prefix("tunnel error: ");
    let text = tunnel.or_else(|| text.strip_prefix("SOCKS error: "))?;
    Some(match text {
        "failed to create underlying connection" => Hop::OutOfReach,
        "proxy authorization required" | "server does not support user/pass authentication" => {
            Hop::Refuses("the proxy asks for a name and a password")
        }
        "credentials not accepted" => {
            Hop::Refuses("the proxy does not accept the name and the password")
        }
        "unsuccessful" | "connection not allowed" => {
            Hop::Refuses("the proxy refuses to connect to it")
        }
        "general server failure"
        | "network unreachable"
        | "host unreachable"
        | "connection refused"
        | "ttl expired" => Hop::Refuses("the proxy cannot reach it"),
        _ => Hop::Refuses("the proxy's answer cannot be understood"),
    })
}

fn reason(error: &(dyn Error + 'static), text: &str) -> Option<String> {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(of_tls(error));
    }
    if text.starts_with("dns error") || text.starts_with("failed to lookup address") {
        return Some("its name cannot be resolved (DNS)".to_owned());
    }
    let error = error.downcast_ref::<io::Error>()?;
    if error.get_ref().is_some() {
        return None;
    }
    let said = match error.kind() {
        io::ErrorKind::ConnectionRefused => "the connection was refused",
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => "the connection was reset",
        io::ErrorKind::TimedOut => "no answer in time",
        io::ErrorKind::NetworkUnreachable => "the network is not reachable",
        io::ErrorKind::HostUnreachable => "the machine is not reachable",
        io::ErrorKind::UnexpectedEof => "the connection was closed early",
        _ => return Some(error.to_string()),
    };
    Some(said.to_owned())
}

fn of_tls(error: &rustls::Error) -> String {
    use rustls::CertificateError as Wrong;
    let rustls::Error::InvalidCertificate(wrong) = error else {
        return format!("TLS: {error}");
    };
    match wrong {
        Wrong::UnknownIssuer => {
            "its certificate is not from an authority that this machine knows (network.ca_file adds one)".to_owned()
        }
        Wrong::Expired | Wrong::ExpiredContext { .. } => "its certificate has expired".to_owned(),
        Wrong::NotValidYet | Wrong::NotValidYetContext { .. } => {
            "its certificate is not valid yet: check this machine's clock".to_owned()
        }
        Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => {
            "its certificate is for another name".to_owned()
        }
        other => format!("its certificate is not accepted: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;

    #[derive(Debug)]
    struct Outer(&'static str, Option<Box<dyn Error + 'static>>);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_deref()
        }
    }

    fn over(text: &'static str, inner: impl Error + 'static) -> Outer {
        Outer(text, Some(Box::new(inner)))
    }

    #[test]
    fn the_reason_is_found_below() {
        let refused = || io::Error::from(io::ErrorKind::ConnectionRefused);
        let tls = |error| io::Error::other(rustls::Error::InvalidCertificate(error));
        for (error, said) in [
            (
                over("error sending request", refused()),
                "the connection was refused",
            ),
            (
                over(
                    "client error",
                    over("dns error: x", io::Error::other("no such name")),
                ),
                "its name cannot be resolved (DNS)",
            ),
            (
                over("client error", tls(rustls::CertificateError::UnknownIssuer)),
                "(network.ca_file adds one)",
            ),
            (
                over("x", tls(rustls::CertificateError::Expired)),
                "has expired",
            ),
            (
                over(
                    "x",
                    over(
                        "tunnel error: failed to create underlying connection",
                        refused(),
                    ),
                ),
                "the proxy cannot be reached: the connection was refused",
            ),
            (
                over("x", Outer("tunnel error: unsuccessful", None)),
                "the proxy refuses",
            ),
            (
                over(
                    "x",
                    Outer("tunnel error: proxy authorization required", None),
                ),
                "asks for a name and a password",
            ),
            (
                over(
                    "x",
                    Outer("SOCKS error: failed to create underlying connection", None),
                ),
                "the proxy cannot be reached",
            ),
            (
                over("x", Outer("operation timed out", None)),
                "operation timed out",
            ),
        ] {
            let why = why(&error);
            assert!(why.contains(said), "{why}");
        }
    }
}
