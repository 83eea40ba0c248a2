/// The meaning of answers, whatever their dialect.
///
/// Most bytes of an answer pass as they are. They are read once as they pass, and their meaning is
/// reported to the sink before they are passed on:
///
/// ```
/// head, 2xx ---> text/event-stream ---> StreamBodyReader   whole events, held until complete
///            |                          or, where the client asked for a whole answer:
///            |                      --> the dialect's      whole, at the end
///            |-> application/json   --> WholeBodyReader    parts, as they come
///            \-> untyped            --> one of the two, by the first byte
/// head, else ------------------------> ErrorBodyReader     collected, classified, never passed on
/// ```
///
/// What an event means is said by the dialect ([dev.sluice.provider.answer.AnswerDialect]). An
/// answer that is none (an error inside a 200, a cut, a wrong type) ends the attempt with a
/// [dev.sluice.call.Failed]. Everything about an answer is confined to one loop.
///
/// Bodies of answers, by form: streamed, whole, or an error. Which events mean what is the
/// dialect's ([dev.sluice.provider.answer.AnswerDialect]). Confined to the call's loop.
///
/// What answers say, whatever their dialect: the seam [dev.sluice.provider.answer.EventFields], and
/// what is kept of it. Confined to the call's loop.
@NullMarked
package dev.sluice.provider.answer;

import org.jspecify.annotations.NullMarked;
