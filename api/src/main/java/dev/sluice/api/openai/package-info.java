/// OpenAI's dialect towards clients: how a failure reads in an answer or in a stream, and how
/// models are listed.
@NullMarked
package dev.sluice.api.openai;

import org.jspecify.annotations.NullMarked;
