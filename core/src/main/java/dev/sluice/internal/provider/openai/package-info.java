/// The meaning of answers in OpenAI's dialect: its events and whole answers in
/// [dev.sluice.internal.provider.openai.field.AnswerFields], and how a stream becomes a whole
/// answer. An answer passes as it is, but for a usage that the client did not ask for and for tool
/// calls whose numbers do not tell them apart.
@NullMarked
package dev.sluice.internal.provider.openai;

import org.jspecify.annotations.NullMarked;
