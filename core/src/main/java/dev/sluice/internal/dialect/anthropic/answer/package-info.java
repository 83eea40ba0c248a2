/// Answers, events and errors of Anthropic's Messages, to and from the hub.
@NullMarked
package dev.sluice.internal.dialect.anthropic.answer;

import org.jspecify.annotations.NullMarked;
