package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import java.util.OptionalLong;

/// A provider's report of the tokens that an answer has used. A count that the report does not tell
/// is unknown, which is not zero.
///
/// @param input tokens read, cached ones included
/// @param output tokens written so far
/// @param cached tokens of the input that the provider had in its cache
/// @param parts the tokens of both that have a price of their own
public record UsageReport(OptionalLong input, OptionalLong output, long cached, Usage.Parts parts) {
  /// The most tokens that are believed. No call uses more; a larger number is a mistake, and would
  /// wreck every account that it enters.
  public static final long TOKENS_MAX = 100_000_000;

  /// The report that nothing was used.
  public static final UsageReport NOTHING = of(0, 0);

  /// A report of both counts, without parts.
  public static UsageReport of(long input, long output) {
    return new UsageReport(OptionalLong.of(input), OptionalLong.of(output), 0, Usage.Parts.NONE);
  }

  /// Returns `count` where it is told, else empty.
  public static OptionalLong count(boolean told, long count) {
    return told ? OptionalLong.of(count) : OptionalLong.empty();
  }

  /// Whether the report tells any count.
  boolean tells() {
    return input.isPresent() || output.isPresent() || leastInput() > 0;
  }

  /// The least number of tokens of the input, by its parts.
  long leastInput() {
    return cached + parts.written() + parts.writtenHour();
  }

  /// A copy of this report for an answer without text, in which nothing was written but what the
  /// report tells.
  public UsageReport withoutText() {
    return output.isPresent() ? this : new UsageReport(input, OptionalLong.of(0), cached, parts);
  }
}
