/// Bodies of answers in OpenAI's dialect, by form: streamed, whole, put together from a stream, or
/// an error. Confined to the call's loop.
@NullMarked
package dev.sluice.internal.provider.openai.body;

import org.jspecify.annotations.NullMarked;
