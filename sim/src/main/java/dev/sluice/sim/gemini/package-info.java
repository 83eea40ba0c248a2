/// Gemini's dialect (`generateContent` and its neighbours), from a provider's side: addresses,
/// answers, streams of events and of an array, errors with their details, and lists. What a model
/// says, and how fast, is decided as for other dialects ([dev.sluice.sim.dialect]).
///
/// ```text
/// GeminiPath       which model an address asks, and for what
/// GeminiCall       a call: GenerateContentCall, Counting or Embedding; read from its request
///   Wrong          what Google refuses, in its words: unknown members, turns out of order,
///                  schemas, tools, settings; the checks are pure functions of the request
///   Candidates     the whole answer; CandidateStream: events, or the elements of an array
/// GeminiForm       replies and errors in Gemini's form; GeminiModels: the list, in pages
/// ```
///
/// Everything here is confined to the event loop of its call, and knows no time but delays.
@NullMarked
package dev.sluice.sim.gemini;

import org.jspecify.annotations.NullMarked;
