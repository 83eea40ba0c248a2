/// Answers in OpenAI's Responses, whole and in events, read into the hub and written from it.
@NullMarked
package dev.sluice.internal.dialect.responses.answer;

import org.jspecify.annotations.NullMarked;
