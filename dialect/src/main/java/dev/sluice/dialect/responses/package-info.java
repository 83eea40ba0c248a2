/// The items of a provider's answer in OpenAI's Responses, whole or as they come in events, read
/// into the hub's events.
///
/// Answers in OpenAI's Responses, whole and in events, read into the hub and written from it.
///
/// Requests of clients that speak OpenAI's Responses, read into the hub.
///
/// Requests to providers that speak OpenAI's Responses, written from the hub.
@NullMarked
package dev.sluice.dialect.responses;

import org.jspecify.annotations.NullMarked;
