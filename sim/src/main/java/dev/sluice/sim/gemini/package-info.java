/// Gemini's dialect (`generateContent` and its neighbours), from a provider's side: addresses,
/// answers, streams of events and of an array, errors with their details, and lists. What a model
/// says, and how fast, is decided as for other dialects ([dev.sluice.sim.dialect]).
///
/// Everything here is confined to the event loop of its call, and knows no time but delays.
///
/// What Google refuses in a request, and in which words: unknown members, turns out of order,
/// schemas, tools and settings. Pure functions of the request.
@NullMarked
package dev.sluice.sim.gemini;

import org.jspecify.annotations.NullMarked;
