/// OpenAI's dialect, on both sides: the facts of a request
/// ([dev.sluice.internal.provider.openai.request.RequestScanner]) and the meaning of an answer
/// ([dev.sluice.internal.provider.openai.AnswerScanner]).
///
/// An answer passes as it is, but for a usage that the client did not ask for and for tool calls
/// whose numbers do not tell them apart. Its bytes are read once as they pass, and their meaning is
/// reported to the sink before they are passed on:
///
/// ```
/// head, 2xx ---> text/event-stream ---> StreamBodyReader   whole events, held until complete
///            |                          or, where the client asked for a whole answer:
///            |                      --> AssembledBodyReader whole, at the end
///            |-> application/json   --> WholeBodyReader    parts, as they come
///            \-> untyped            --> one of the two, by the first byte
/// head, else ------------------------> ErrorBodyReader     collected, classified, never passed on
/// ```
///
/// An answer that is none (an error inside a 200, a cut, a wrong type) ends the attempt with a
/// [dev.sluice.call.Failed]. Everything about a request or an answer is confined to one loop.
@NullMarked
package dev.sluice.internal.provider.openai;

import org.jspecify.annotations.NullMarked;
