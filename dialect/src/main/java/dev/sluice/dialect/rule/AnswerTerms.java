package dev.sluice.dialect.rule;

/// What an answer's translation must know beside the answer.
///
/// @param model for an answer that names none
/// @param created in seconds since 1970, for a dialect whose answers tell it
/// @param usageInStream whether the client wants to be told the usage of a stream
public record AnswerTerms(ToolNames names, String model, long created, boolean usageInStream) {}
