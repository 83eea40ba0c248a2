package dev.sluice.dialect.rule;

/// The terms that an answer's translation depends on beside the answer.
///
/// @param model the model, for an answer that names none
/// @param created the time of the answer in seconds since 1970, for a dialect whose answers tell it
/// @param usageInStream whether the client wants to be told the usage of a stream
public record AnswerTerms(ToolNames names, String model, long created, boolean usageInStream) {}
