package dev.sluice.api.openai;

/// The state of a response that a stream of the Responses API has sent so far.
///
/// @param id the response's identifier
/// @param createdAt when it was made, in seconds of Unix time; 0 where the stream has not said
/// @param model the model that makes it
/// @param number the last event's `sequence_number`; -1 where no event has one
public record ResponseSoFar(String id, long createdAt, String model, long number) {}
