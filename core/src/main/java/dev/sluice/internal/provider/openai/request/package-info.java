/// Reads the facts of a request in OpenAI's dialect in one pass over its body. Pure functions.
@NullMarked
package dev.sluice.internal.provider.openai.request;

import org.jspecify.annotations.NullMarked;
