//! The account of a request, and the permissions of its token.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::response::Response;

use super::answers::refuse;
use super::state::World;

impl World {
    /// The account that a request's token speaks for.
    #[expect(clippy::result_large_err, reason = "the error is the HTTP answer")]
    pub(super) fn authorise(&self, headers: &HeaderMap, scope: &str) -> Result<String, Response> {
        let token = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        let Some(token) = token else {
            return Err(refuse(self, 401, "missing_token", "No access token"));
        };
        let grant = self.state().access.get(token).cloned();
        let now = self.clock.now();
        let Some(grant) = grant.filter(|grant| grant.expires > now) else {
            let message = "The access token has expired";
            return Err(refuse(self, 401, "token_expired", message));
        };
        let granted = match &grant.scope {
            None => true,
            Some(scopes) => scopes.split(' ').any(|one| one == scope),
        };
        if !granted {
            let message = format!("The permission {scope} is missing");
            return Err(refuse(self, 403, "forbidden", &message));
        }
        Ok(grant.account)
    }
}
