/// `lab admit`: the fate of a trace's calls when they go through the gateway's own admission and
/// quota, beside their fate without a gateway or with a simple one. In virtual time, so that an
/// hour takes a second.
///
/// ```text
/// Admit          the command
///   Comparison     every policy through every setting, seed by seed: Runs
///     trace          arrivals
///     world          the calls, the provider, time
///     policy         how calls get to the provider
///     figures        what is read off a run
///   scenario       tenants, a limit that is halved
///   sockets        the same over real sockets
///   bounds         what must hold of that
///   report         text, JSON, HTML
/// ```
@NullMarked
package dev.sluice.lab.admit;

import org.jspecify.annotations.NullMarked;
