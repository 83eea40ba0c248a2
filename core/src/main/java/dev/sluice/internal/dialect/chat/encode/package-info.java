/// Requests to providers that speak OpenAI's Chat Completions, written from the hub.
@NullMarked
package dev.sluice.internal.dialect.chat.encode;

import org.jspecify.annotations.NullMarked;
