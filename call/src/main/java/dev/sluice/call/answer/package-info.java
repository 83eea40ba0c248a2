/// The way of an answer from a provider to a client: [dev.sluice.call.answer.Sink] and its
/// implementations, and complete answers in memory ([dev.sluice.call.answer.BufferedAnswer]), as
/// caches and batches hand them out. A sink is called on the call's loop only, but for the methods
/// that its comment names.
@NullMarked
package dev.sluice.call.answer;

import org.jspecify.annotations.NullMarked;
