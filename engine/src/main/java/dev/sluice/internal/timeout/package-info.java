/// Phase timeouts. A call runs against four clocks, since one bound over the whole is either too
/// long to notice a dead stream or too short for a long answer: to connect, to the first meaningful
/// event, between meaningful events, and in all.
///
/// The learned times of models. Each target has its models, each model its [LatencyModel]: first
/// tokens by the size of the input, silences within streams, time per token.
///
/// ```
/// unlearned --20 samples--> learned        nobody is judged by what is not learned
/// learned: bound = margin * q99.5          grows at once when answers come later than they used to,
///                                          and doubles with each timeout that follows a timeout
/// ```
///
/// Samples come from the calls' threads when an attempt has ended, under a short lock of one
/// [dev.sluice.internal.timeout.Estimator]; the results are published as an immutable value. So the
/// loop, and any thread that holds another lock, reads without waiting. Memory is bounded whatever
/// models clients invent.
///
/// Estimates quantiles of durations, in bounded memory. For one thread at a time; published values
/// are immutable.
@NullMarked
package dev.sluice.internal.timeout;

import org.jspecify.annotations.NullMarked;
