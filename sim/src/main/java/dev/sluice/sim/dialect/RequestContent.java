package dev.sluice.sim.dialect;

/// The content of a request, as far as every answer depends on it.
///
/// @param choices how many answers, at least 1
/// @param maxTokens of output; -1 if it does not say
/// @param inputTokens the simulator's count
public record RequestContent(
    String model, boolean stream, int choices, int maxTokens, long inputTokens, Wishes wishes) {

  /// Makes the content of a request whose answer says nothing, such as one for vectors.
  public static RequestContent silent(String model, long inputTokens) {
    return new RequestContent(model, false, 1, 0, inputTokens, new Wishes(false, false, false));
  }

  /// Returns the same content with another count of its tokens.
  public RequestContent withInputTokens(long other) {
    return new RequestContent(model, stream, choices, maxTokens, other, wishes);
  }

  /// The content that fewer requests have.
  ///
  /// @param includeUsage a last event with the usage
  /// @param logprobs the probability of each token
  /// @param closer whether the request has tools, a format, stop sequences or the beginning of its
  ///   answer, and has to be looked at more closely
  public record Wishes(boolean includeUsage, boolean logprobs, boolean closer) {}
}
