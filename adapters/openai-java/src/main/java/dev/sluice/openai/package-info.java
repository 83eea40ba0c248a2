/// OpenAI's client for Java in front of a gateway in the same process:
/// [dev.sluice.openai.SluiceOpenAi].
@NullMarked
package dev.sluice.openai;

import org.jspecify.annotations.NullMarked;
