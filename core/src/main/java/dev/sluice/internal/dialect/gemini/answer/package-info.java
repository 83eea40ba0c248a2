/// Answers, events and errors of Gemini's generateContent, to and from the hub.
@NullMarked
package dev.sluice.internal.dialect.gemini.answer;

import org.jspecify.annotations.NullMarked;
