/// Answers, events and errors of OpenAI's Chat Completions, to and from the hub.
///
/// Requests of clients that speak OpenAI's Chat Completions, read into the hub.
///
/// Requests to providers that speak OpenAI's Chat Completions, written from the hub.
@NullMarked
package dev.sluice.dialect.chat;

import org.jspecify.annotations.NullMarked;
