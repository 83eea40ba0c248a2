package dev.sluice.call;

/// The answer has ended well: complete, terminated as its dialect demands, and handed to the sink
/// whole. Its usage stands in its record ([dev.sluice.call.answer.AttemptInfo#usage]).
public record Answered() implements Outcome {}
