/// Bodies of answers, by form: streamed, whole, or an error. Which events mean what is the
/// dialect's ([dev.sluice.internal.provider.answer.body.AnswerDialect]). Confined to the call's
/// loop.
@NullMarked
package dev.sluice.internal.provider.answer.body;

import org.jspecify.annotations.NullMarked;
