/// Gemini's dialect (`generateContent` and its neighbours), from a provider's side: addresses,
/// answers, streams of events and of an array, errors with their details, and lists. What a model
/// says, and how fast, is decided as for other dialects ([dev.sluice.sim.dialect]).
///
/// Everything here is confined to the event loop of its call, and knows no time but delays.
@NullMarked
package dev.sluice.sim.gemini;

import org.jspecify.annotations.NullMarked;
