/// Whole answers in OpenAI's dialect that are put together from a stream. Confined to the call's
/// loop.
@NullMarked
package dev.sluice.internal.provider.openai.body;

import org.jspecify.annotations.NullMarked;
