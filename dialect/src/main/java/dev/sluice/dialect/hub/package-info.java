/// The neutral conversation that stands between two dialects: what a client asks, what a model
/// answers, and the grammar of an answer that arrives in events.
///
/// All types are immutable, sealed where they have several forms, and know no dialect. In an
/// answer's events at most one block is open:
///
/// ```
/// Start (Open Delta* Seal? Close | Searched)* Finish
/// ```
///
/// `Ping` and `Dropped` may stand anywhere.
///
/// Whatever ends before `Finish` is a [AnswerFault], never an answer.
@NullMarked
package dev.sluice.dialect.hub;

import org.jspecify.annotations.NullMarked;
