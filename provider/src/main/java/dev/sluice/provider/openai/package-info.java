/// The meaning of answers in OpenAI's dialect: its events and whole answers in
/// [dev.sluice.provider.openai.AnswerFields], and how a stream becomes a whole answer. An answer
/// passes as it is, but for a usage that the client did not ask for and for tool calls whose
/// numbers do not tell them apart.
///
/// Whole answers in OpenAI's dialect that are put together from a stream. Confined to the call's
/// loop.
///
/// Fields of answers in OpenAI's dialect: their meaning for progress, usage and errors. Confined to
/// the call's loop.
@NullMarked
package dev.sluice.provider.openai;

import org.jspecify.annotations.NullMarked;
