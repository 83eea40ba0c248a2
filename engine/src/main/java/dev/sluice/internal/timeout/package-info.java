/// Phase timeouts, and the times that they learn.
///
/// A call runs against four clocks, since one bound over the whole is either too long to notice a
/// dead stream or too short for a long answer: to connect, to the first meaningful event, between
/// meaningful events, and in all. [dev.sluice.internal.timeout.PhaseTimeouts] is the filter,
/// [dev.sluice.internal.timeout.PhaseClock] the state machine of one attempt's clocks,
/// [dev.sluice.internal.timeout.PhaseBounds] their bounds.
///
/// Each target has its models, each model its [dev.sluice.internal.timeout.LatencyModel]: first
/// tokens by the size of the input, silences within streams, time per token, and whole answers.
/// [dev.sluice.internal.timeout.LatencyRegistry] holds them all,
/// [dev.sluice.internal.timeout.Suspicion] finds targets that have fallen silent to all.
///
/// ```text
/// unlearned --20 samples--> learned        nobody is judged by what is not learned
/// learned: bound = margin * q99.5          grows at once when answers come later than before,
///                                          and doubles with each timeout that follows a timeout
/// ```
///
/// [dev.sluice.internal.timeout.Estimator] derives such a bound from the quantiles of a
/// [dev.sluice.internal.timeout.Sketch], in bounded memory.
///
/// Threads: samples come from the calls' threads when an attempt has ended, under a short lock of
/// one estimator; the results are published as an immutable value. So the loop, and any thread that
/// holds another lock, reads without waiting. Memory is bounded whatever models clients invent.
@NullMarked
package dev.sluice.internal.timeout;

import org.jspecify.annotations.NullMarked;
