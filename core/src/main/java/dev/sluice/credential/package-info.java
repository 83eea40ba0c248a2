/// Credentials: one that the provider refuses, or whose account is used up, is set aside, and its
/// target's next credential is used. Every five minutes one call probes it.
///
/// ```text
///          refused, used up            five minutes                 answered
///   good ────────────────────> aside ───────────────> one probe ───────────────> good
///                                ^    refused again       │
///                                └────────────────────────┘
/// ```
///
/// A probe is a lease: another one may follow five minutes later even if the first never ends, and
/// at once if it ended without telling anything.
///
/// What a provider refuses to a credential for one model alone (403) is set aside for that model
/// alone: else a client could shut a whole provider by asking for a model that we may not use.
///
/// Threads: under admission's lock, as every gate.
@NullMarked
package dev.sluice.credential;

import org.jspecify.annotations.NullMarked;
