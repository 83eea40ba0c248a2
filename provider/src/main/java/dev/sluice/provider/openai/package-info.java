/// The meaning of answers in OpenAI's dialect ([dev.sluice.provider.openai.OpenAiAnswers]): the
/// fields of events and whole answers that say progress, usage and errors
/// ([dev.sluice.provider.openai.AnswerFields]), and how a stream becomes a whole answer
/// ([dev.sluice.provider.openai.Assembly]). An answer passes as it is, but for a usage that the
/// client did not ask for, for tool calls whose numbers do not tell them apart, and for the names
/// of what the provider holds. Confined to the call's loop.
@NullMarked
package dev.sluice.provider.openai;

import org.jspecify.annotations.NullMarked;
