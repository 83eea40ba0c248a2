/// The way of an answer: [dev.sluice.call.answer.Sink] and its implementations. A sink is called on
/// the call's loop only.
@NullMarked
package dev.sluice.call.answer;

import org.jspecify.annotations.NullMarked;
