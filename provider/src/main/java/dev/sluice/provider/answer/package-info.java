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
/// type) ends the attempt with a [dev.sluice.call.Failed].
///
/// [dev.sluice.provider.answer.Dialect] chooses between the dialects:
///
/// - [dev.sluice.provider.answer.OpenAiAnswers]: the fields of events and whole answers
///   ([dev.sluice.provider.answer.AnswerFields]), and how a stream becomes a whole answer
///   ([dev.sluice.provider.answer.Assembly]). An answer passes as it is, but for a usage that the
///   client did not ask for, for tool calls whose numbers do not tell them apart, and for the names
///   of what the provider holds.
/// - [dev.sluice.provider.answer.AnthropicAnswers] and [dev.sluice.provider.answer.GeminiAnswers],
///   each with its fields in one table; their answers pass byte for byte.
/// - [dev.sluice.provider.answer.CohereAnswers] and [dev.sluice.provider.answer.InvokeAnswers]:
///   embeddings of Cohere and of Amazon Bedrock's own interface.
/// - [dev.sluice.provider.answer.RerankAnswers]: reranks, in the forms of all providers.
/// - [dev.sluice.provider.answer.MediaAnswers]: pictures and sound, JSON and events with large
///   texts in base64, of which none is kept, and bytes.
/// - [dev.sluice.provider.answer.PassThroughAnswers]: nothing but the members that tell the usage
///   of requests that pass through to a provider's own paths.
///
/// Everything about an answer is confined to the call's loop.
@NullMarked
package dev.sluice.provider.answer;

import org.jspecify.annotations.NullMarked;
