package dev.sluice.config.quota;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The limits that a provider sets for one credential and one model, as far as they are configured.
/// Empty limits are taken from the answers' headers, or learned.
///
/// @param rpm requests a minute
/// @param tpm tokens a minute, input and output together
/// @param inputTpm input tokens a minute
/// @param outputTpm output tokens a minute
/// @param rpd requests a day
/// @param burst how long a time's worth may be used at once, a second to a minute; empty to learn
///   it
/// @param concurrent attempts at a time
/// @param output how many tokens are reserved for the output of a call that sets no bound itself;
///   empty to learn it
/// @param charging how calls are charged, as far as it is not as the provider's type has it
public record QuotaLimits(
    OptionalLong rpm,
    OptionalLong tpm,
    OptionalLong inputTpm,
    OptionalLong outputTpm,
    OptionalLong rpd,
    Optional<Duration> burst,
    OptionalInt concurrent,
    OptionalLong output,
    ChargeTerms charging) {

  /// The shortest `burst`.
  public static final Duration BURST_MIN = Duration.ofSeconds(1);

  /// The longest `burst`.
  public static final Duration BURST_MAX = Duration.ofMinutes(1);

  /// The limits of a provider of which nothing is configured.
  public static final QuotaLimits NONE =
      new QuotaLimits(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          ChargeTerms.NONE);

  public QuotaLimits {
    positive("rpm", rpm);
    positive("tpm", tpm);
    positive("input_tpm", inputTpm);
    positive("output_tpm", outputTpm);
    positive("rpd", rpd);
    positive("output", output);
    if (concurrent.isPresent() && concurrent.getAsInt() < 1) {
      throw new IllegalArgumentException("concurrent must be at least 1");
    }
    burst.ifPresent(QuotaLimits::checkBurst);
    List<String> wrong = contradictions(rpm, tpm, inputTpm, outputTpm, rpd, output);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  /// A copy of these limits of calls that are charged by `other`.
  public QuotaLimits charging(ChargeTerms other) {
    return new QuotaLimits(rpm, tpm, inputTpm, outputTpm, rpd, burst, concurrent, output, other);
  }

  public OptionalLong of(Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> rpm;
      case TOKENS -> tpm;
      case INPUT -> inputTpm;
      case OUTPUT -> outputTpm;
    };
  }

  /// The limits that contradict each other, and the remedy; empty if none do.
  public static List<String> contradictions(
      OptionalLong rpm,
      OptionalLong tpm,
      OptionalLong inputTpm,
      OptionalLong outputTpm,
      OptionalLong rpd,
      OptionalLong output) {
    return Stream.of(
            above("input_tpm", inputTpm, "tpm", tpm),
            above("output_tpm", outputTpm, "tpm", tpm),
            above("rpm", rpm, "rpd", rpd),
            above("output", output, "tpm", tpm),
            above("output", output, "output_tpm", outputTpm))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> above(
      String part, OptionalLong value, String whole, OptionalLong bound) {
    boolean above = value.isPresent() && bound.isPresent() && value.getAsLong() > bound.getAsLong();
    return above
        ? Optional.of(
            "%s %s is above %s %s, which it can never reach: lower %s or raise %s"
                .formatted(part, value.getAsLong(), whole, bound.getAsLong(), part, whole))
        : Optional.empty();
  }

  private static void positive(String name, OptionalLong value) {
    if (value.isPresent() && value.getAsLong() < 1) {
      throw new IllegalArgumentException(
          name + " is " + value.getAsLong() + "; it must be at least 1");
    }
  }

  private static void checkBurst(Duration burst) {
    if (burst.compareTo(BURST_MIN) < 0 || burst.compareTo(BURST_MAX) > 0) {
      throw new IllegalArgumentException("burst is " + burst + "; it must be 1 s to 60 s");
    }
  }
}
