package dev.sluice.internal.metrics;

import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Operation;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// The meters of one label set, looked up once and then just written to.
///
/// @param duration the time from arrival to the end of the answer
/// @param firstToken the time from arrival to the first meaningful event
/// @param input tokens read
/// @param output tokens written
record CallMeters(
    Timer duration, Timer firstToken, DistributionSummary input, DistributionSummary output) {

  /// The values that tell one label set from another; all bounded by the configuration.
  record Key(Operation operation, String target, String kind) {
    Tags tags() {
      return Labels.of(operation, target);
    }
  }

  static CallMeters of(MeterRegistry registry, Names names, Key key) {
    Tags tags = key.tags();
    return new CallMeters(
        timer(
            registry,
            names.duration(),
            names.what() + ": from begin to end",
            tags.and("outcome", key.kind())),
        timer(
            registry,
            names.firstToken(),
            "streamed " + names.what() + ": to the first meaningful event",
            tags),
        tokens(registry, names, tags.and("gen_ai.token.type", "input")),
        tokens(registry, names, tags.and("gen_ai.token.type", "output")));
  }

  /// The names of the meters of calls, and of those of attempts.
  enum Names {
    CALLS(
        "calls",
        "gen_ai.server.request.duration",
        "gen_ai.server.time_to_first_token",
        "sluice.tokens"),
    ATTEMPTS(
        "attempts",
        "gen_ai.client.operation.duration",
        "gen_ai.client.operation.time_to_first_chunk",
        "gen_ai.client.token.usage");

    private final String what;
    private final String duration;
    private final String firstToken;
    private final String tokens;

    Names(String what, String duration, String firstToken, String tokens) {
      this.what = what;
      this.duration = duration;
      this.firstToken = firstToken;
      this.tokens = tokens;
    }

    /// Returns what the meter measures.
    String what() {
      return what;
    }

    String duration() {
      return duration;
    }

    String firstToken() {
      return firstToken;
    }

    String tokens() {
      return tokens;
    }
  }

  /// @param streamed whether the answer was a stream, so that its first token was seen on its own
  void record(Report report, boolean streamed) {
    duration.record(report.duration());
    if (streamed) {
      report.firstToken().ifPresent(firstToken::record);
    }
    record(input, report.usage().input());
    record(output, report.usage().output());
  }

  private static void record(DistributionSummary summary, long tokens) {
    if (tokens > 0) {
      summary.record((double) tokens);
    }
  }

  private static Timer timer(MeterRegistry registry, String name, String description, Tags tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(HistogramBuckets.SECONDS.toArray(Duration[]::new))
        .register(registry);
  }

  private static DistributionSummary tokens(MeterRegistry registry, Names names, Tags tags) {
    return DistributionSummary.builder(names.tokens())
        .description("tokens of " + names.what())
        .baseUnit("tokens")
        .tags(tags)
        .serviceLevelObjectives(HistogramBuckets.TOKENS)
        .register(registry);
  }
}
