package dev.sluice.provider.answer;

import java.util.Map;
import java.util.Optional;

/// The tokens that the head of an answer of Bedrock's own interface tells, whichever model has
/// answered.
final class HeadTokens {
  private static final String INPUT = "x-amzn-bedrock-input-token-count";
  private static final int DIGITS = 12;

  private HeadTokens() {}

  /// @param headers the answer's, by lower-case name
  static Optional<UsageReport> of(Map<String, String> headers) {
    String text = headers.getOrDefault(INPUT, "");
    boolean count =
        !text.isEmpty()
            && text.length() <= DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return count
        ? Optional.of(Long.parseLong(text))
            .filter(tokens -> tokens <= UsageReport.TOKENS_MAX)
            .map(tokens -> UsageReport.of(tokens, 0))
        : Optional.empty();
  }
}
