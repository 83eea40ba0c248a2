package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import java.util.OptionalLong;

/// What a provider's report tells of the tokens that an answer has used. A count that it does not
/// tell is unknown, which is not zero.
///
/// @param input tokens read, cached ones included
/// @param output tokens written so far
/// @param cached those of the input that the provider had in its cache
/// @param parts what of both has a price of its own
public record UsageReport(OptionalLong input, OptionalLong output, long cached, Usage.Parts parts) {
  /// Tells that nothing was used.
  public static final UsageReport NOTHING = of(0, 0);

  /// A report of both counts, and of no parts.
  public static UsageReport of(long input, long output) {
    return new UsageReport(OptionalLong.of(input), OptionalLong.of(output), 0, Usage.Parts.NONE);
  }

  /// A count where it is told.
  public static OptionalLong count(boolean told, long count) {
    return told ? OptionalLong.of(count) : OptionalLong.empty();
  }

  /// Whether it tells anything.
  boolean tells() {
    return input.isPresent() || output.isPresent() || leastInput() > 0;
  }

  /// How many tokens the input has at least, by its parts.
  long leastInput() {
    return cached + parts.written() + parts.writtenHour();
  }

  /// The same where nothing was said: then nothing was written but what is told.
  public UsageReport withoutText() {
    return output.isPresent() ? this : new UsageReport(input, OptionalLong.of(0), cached, parts);
  }
}
