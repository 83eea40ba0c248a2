package dev.sluice;

/// An event of a streamed answer (WHATWG HTML, 9.2.6), as the dialect of the request has it.
///
/// @param name the name of the event; empty for none, as in Chat Completions
/// @param data the data of the event, JSON as a rule
public record AnswerEvent(String name, String data) {}
