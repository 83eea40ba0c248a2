/// Answers, events and errors of OpenAI's Chat Completions, to and from the hub.
@NullMarked
package dev.sluice.internal.dialect.chat.answer;

import org.jspecify.annotations.NullMarked;
