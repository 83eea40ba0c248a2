/// Fields of answers in OpenAI's dialect: their meaning for progress, usage and errors. Confined to
/// the call's loop.
@NullMarked
package dev.sluice.internal.provider.openai.field;

import org.jspecify.annotations.NullMarked;
