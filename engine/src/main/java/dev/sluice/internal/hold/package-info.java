/// Holding: after a provider has said when to come back, nothing is sent before that, and then not
/// everything at once.
///
/// ```text
///            told to stay away          the hint has passed         nobody has come for a second
///   free ───────────────────> held ────────────────────────> paced ───────────────────────────> free
///                               ^        told again            │
///                               └──────────────────────────────┘
/// ```
///
/// [dev.sluice.internal.hold.HoldGate] is the gate of a target with one credential,
/// [dev.sluice.internal.hold.ModelHoldGate] that of one that passes names on, which holds each name
/// by itself, [dev.sluice.internal.hold.Hold] the state machine behind both,
/// [dev.sluice.internal.hold.DrainRate] what the pace comes from.
///
/// Why a pace: a thousand calls that wait for the same instant would be a thousand refusals a
/// moment later. The pace begins with what the target completed per second before it refused, grows
/// by a tenth of that a second while completions follow, and in no 100 ms is it more than twice
/// that.
///
/// Threads: under admission's lock, as every gate.
@NullMarked
package dev.sluice.internal.hold;

import org.jspecify.annotations.NullMarked;
