/// A simulated provider: a server that speaks OpenAI's dialects, Anthropic's and Gemini's, at a
/// pace and with limits and faults that a scenario says. Tests, labs and the demonstration run
/// against it, and it must never be what they measure.
///
/// ```text
/// Simulator       sockets, loops, outages
///   Provider      request -> authenticate -> read -> admit -> answer -> make wrong -> Reply
///     Form        the dialect of a request and its answer
///     ModelState  the limiter, the number of the next call
///   Recorded      what has come in
/// ```
///
/// Everything about a call happens on the event loop of its connection. The loops share only
/// counters, a map that does not change, and a limiter for each model.
@NullMarked
package dev.sluice.sim;

import org.jspecify.annotations.NullMarked;
