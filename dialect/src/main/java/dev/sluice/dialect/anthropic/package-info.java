/// Answers, events and errors of Anthropic's Messages, to and from the hub.
///
/// Requests of clients that speak Anthropic's Messages, read into the hub.
///
/// Requests to providers that speak Anthropic's Messages, written from the hub.
@NullMarked
package dev.sluice.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
