package dev.sluice.call;

/// The answer has ended well: complete, terminated as its dialect demands, and handed to the sink
/// whole. Its usage was passed to [dev.sluice.call.answer.Sink#usage].
public record Answered() implements Outcome {}
