/// People who log in at the admin listener by OpenID Connect, in the dashboard or at a terminal.
///
/// ```text
/// GET /admin/login/start ──> PendingLogin: a cookie, and of it state, nonce and code challenge ──> provider
/// GET /admin/login/callback ──> IdentityProvider: code for id_token ──> ProviderTokens ──> Logins: a session
/// POST /admin/login/device, /admin/login/device/poll ──> the same for a terminal
/// POST /admin/login/backchannel ──> LogoutTokens: the provider ends sessions
/// a later request ──> PeopleAccess: cookie or token ──> PeopleWatch (memory) ──> GroupRights ──> Asker
/// ```
///
/// No state of a login is kept here: the cookie has it, so that another node may take the answer.
/// What a session may do is computed for each request, by the groups that hold and by the
/// configuration that does; so a role that was taken away is gone with the next request.
///
/// Threads: [dev.sluice.server.people.PeopleAccess] is for loops and reads memory alone; what asks
/// the provider or the store waits, on virtual threads of which there is a bounded number. A
/// gateway without `auth.oidc` loads nothing of this package.
@NullMarked
package dev.sluice.server.people;

import org.jspecify.annotations.NullMarked;
