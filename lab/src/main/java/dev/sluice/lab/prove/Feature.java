package dev.sluice.lab.prove;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A feature of the gateway that a comparison can do without, which shows what the feature is for.
public enum Feature {
  BATCH("batch: {max_wait: 100ms}", ""),
  CACHE("cache: {max: 64MiB}, coalesce: true", ""),
  QUOTA("", ""),
  RETRY("", "retry: off"),
  BREAKER("", "breaker: off"),
  TIMEOUTS("", "timeout: {first_token: 10m, stall: 10m}");

  private final String on;
  private final String off;

  /// @param on the setting that the comparison uses; empty for what a gateway does anyhow
  /// @param off the setting without the feature; empty for what it is without the other
  Feature(String on, String off) {
    this.on = on;
    this.off = off;
  }

  /// Returns the name of the feature on the command line.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The `defaults` of a gateway's configuration.
  ///
  /// @param patience how long a call may wait in the queue
  static String defaults(Duration patience, Set<Feature> without) {
    String queue = "queue: {max_wait: %ds}".formatted(patience.toSeconds());
    Stream<String> settings =
        Arrays.stream(values())
            .map(feature -> without.contains(feature) ? feature.off : feature.on)
            .filter(setting -> !setting.isEmpty());
    return Stream.concat(Stream.of(queue), settings).collect(Collectors.joining(", ", "{", "}"));
  }
}
