/// Credentials: one that the provider refuses, or whose account is used up, is set aside, and its
/// target's next credential is used; a call now and then probes it.
///
/// ```text
///          refused, used up             after a while                answered
///   good ────────────────────> aside ─────────────────> one probe ───────────────> good
///                                ^     refused again        │
///                                └──────────────────────────┘
/// ```
///
/// - **For what.** For the model that was asked for; for all models if the provider says so by a
///   machine-readable word ([dev.sluice.call.Failed.Scope#ACCOUNT]), or if two models that have
///   answered before are refused and nothing is accepted in between. Else one call that asks for
///   too much, or for a model that the account may not use, would shut a whole provider to all
///   callers.
/// - **The while** ([dev.sluice.internal.credential.ProbeWait]) is five minutes where another
///   credential of the provider can be used for the model; 10 s, doubled up to five minutes, where
///   none can; and always 5 s where the provider has no other.
/// - **A probe is a lease**: another one may follow after as long again even if the first never
///   ends, and at once if it ended without telling anything.
/// - **Accepted** by an attempt that began after it was set aside it is good at once, from its
///   first token on; if all of it was set aside, for all models.
///
/// Each change is reported once, to the call's [dev.sluice.call.pipeline.Observer] and in
/// [dev.sluice.internal.credential.CredentialCounts]. Threads: under admission's lock, as every
/// gate, but the stats.
@NullMarked
package dev.sluice.internal.credential;

import org.jspecify.annotations.NullMarked;
