package dev.sluice.config.quota;

import dev.sluice.call.Failed;
import dev.sluice.call.RateLimitInfo;
import java.util.List;

/// The unit that a limit a minute counts.
public enum Dimension {
  REQUESTS("requests", RateLimitInfo.Unit.REQUESTS),
  /// Tokens of input and output together.
  TOKENS("tokens", RateLimitInfo.Unit.TOKENS),
  INPUT("input tokens", RateLimitInfo.Unit.INPUT),
  OUTPUT("output tokens", RateLimitInfo.Unit.OUTPUT);

  /// All dimensions, without a copy for each reader.
  public static final List<Dimension> ALL = List.of(values());

  private final String words;
  private final RateLimitInfo.Unit unit;

  Dimension(String words, RateLimitInfo.Unit unit) {
    this.words = words;
    this.unit = unit;
  }

  /// The name of the dimension in messages.
  public String words() {
    return words;
  }

  /// The unit of the dimension in headers.
  public RateLimitInfo.Unit unit() {
    return unit;
  }

  /// The dimension that a refusal reports for this one.
  public Failed.Dimension reported() {
    return this == REQUESTS ? Failed.Dimension.REQUESTS : Failed.Dimension.TOKENS;
  }

  /// Whether the dimension counts input, which is only estimated beforehand.
  public boolean countsInput() {
    return this == TOKENS || this == INPUT;
  }

  /// Whether the dimension counts output, of which more is reserved than is written.
  public boolean countsOutput() {
    return this == TOKENS || this == OUTPUT;
  }
}
