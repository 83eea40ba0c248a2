/// OpenAI's dialect, from a provider's side: the content of requests, and the form of answers.
///
/// ```text
/// bytes -> ContentScanner -> RequestContent -> (what to say, and how fast)
///       -> AnswerPlan -> Chat, Responses ... -> ReplyBody
/// ```
///
/// The scanner makes one pass and builds no tree; only calls with tools, a schema or a list of
/// inputs are looked at more closely. A [dev.sluice.sim.dialect.AnswerPlan] says everything about
/// an answer before its first byte; the renderers turn it into a whole body or into a stream of
/// events that is rendered as it is pulled.
///
/// Everything here is confined to the event loop of its call, and knows no time but delays.
@NullMarked
package dev.sluice.sim.dialect;

import org.jspecify.annotations.NullMarked;
