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
/// What an event means is said by the dialect ([dev.sluice.provider.answer.AnswerDialect]), through
/// the fields that it finds ([dev.sluice.provider.answer.EventFields]); usage, extras and evidence
/// are kept from event to event. An answer that is none (an error inside a 200, a cut, a wrong
/// type) ends the attempt with a [dev.sluice.call.Failed]. Everything about an answer is confined
/// to the call's loop.
@NullMarked
package dev.sluice.provider.answer;

import org.jspecify.annotations.NullMarked;
