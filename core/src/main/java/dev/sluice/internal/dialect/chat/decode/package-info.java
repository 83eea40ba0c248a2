/// Requests of clients that speak OpenAI's Chat Completions, read into the hub.
@NullMarked
package dev.sluice.internal.dialect.chat.decode;

import org.jspecify.annotations.NullMarked;
