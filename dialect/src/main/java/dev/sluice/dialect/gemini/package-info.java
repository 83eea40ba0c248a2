/// Answers, events and errors of Gemini's generateContent, to and from the hub.
///
/// Requests of clients that speak Gemini's generateContent, read into the hub.
///
/// Requests to providers that speak Gemini's generateContent, written from the hub.
@NullMarked
package dev.sluice.dialect.gemini;

import org.jspecify.annotations.NullMarked;
