/// Requests to providers that speak OpenAI's Responses, written from the hub.
@NullMarked
package dev.sluice.internal.dialect.responses.encode;

import org.jspecify.annotations.NullMarked;
