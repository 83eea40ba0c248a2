package dev.sluice.test;

/// The reply to one call, made by [Llm]: a text or tool calls, vectors, or a failure. Replies are
/// immutable, and may be used for any number of calls.
public sealed interface LlmReply permits LlmAnswer, LlmVectors, LlmFailure {

  /// Whether the reply is for calls of this API. A failure is for calls of any.
  boolean fits(LlmApi api);
}
