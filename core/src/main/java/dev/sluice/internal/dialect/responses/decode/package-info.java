/// Requests of clients that speak OpenAI's Responses, read into the hub.
@NullMarked
package dev.sluice.internal.dialect.responses.decode;

import org.jspecify.annotations.NullMarked;
