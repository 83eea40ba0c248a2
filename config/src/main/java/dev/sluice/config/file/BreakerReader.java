package dev.sluice.config.file;

import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.OpenTime;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The reader of `breaker`: its keys, or `off`.
final class BreakerReader {
  private static final String KEY = "breaker";
  private static final Type<Duration> OPEN = upTo(Duration.ofHours(1));

  private static final Type<BreakerConfig.Probe> PROBE = Types.oneOf(probes());

  private static final Type<Optional<BreakerConfig>> NO_BREAKER = BreakerReader::noBreaker;

  private BreakerReader() {}

  private static Map<String, BreakerConfig.Probe> probes() {
    Map<String, BreakerConfig.Probe> words = new LinkedHashMap<>();
    for (BreakerConfig.Probe probe : BreakerConfig.Probe.values()) {
      words.put(probe.word(), probe);
    }
    return words;
  }

  /// Reads the section. Keys that it leaves out are as in `otherwise`, if there is one.
  static Optional<BreakerConfig> read(Section in, Optional<BreakerConfig> otherwise) {
    if (!in.has(KEY)) {
      return otherwise;
    }
    if (in.single(KEY)) {
      return in.get(KEY, NO_BREAKER).orElse(otherwise);
    }
    return Optional.of(in.in(KEY, keys -> read(keys, otherwise.orElse(BreakerConfig.defaults()))));
  }

  private static BreakerConfig read(Section in, BreakerConfig otherwise) {
    return new BreakerConfig(
        in.get("failures", Types.integer(1, 1000), otherwise.failures()),
        in.get(
            "window",
            Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            otherwise.window()),
        in.get("failure_rate", BreakerReader::share, otherwise.failureRate()),
        in.get("min_calls", Types.integer(1, 1_000_000), otherwise.minCalls()),
        in.get("open", BreakerReader::open, otherwise.open()),
        in.get("probe", PROBE, otherwise.probe()),
        otherwise.suspects());
  }

  private static Optional<BreakerConfig> noBreaker(String text) throws ConfigProblem {
    if (text.equals("off")) {
      return Optional.empty();
    }
    throw new ConfigProblem("must be off, or hold keys such as {failures: 5}");
  }

  /// Reads a share such as `50%`.
  private static double share(String text) throws ConfigProblem {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : "";
    try {
      return Types.number(1, 100).read(number) / 100;
    } catch (ConfigProblem e) {
      throw new ConfigProblem("must be a share from 1% to 100%");
    }
  }

  /// Reads how long a circuit is open: `5s..5m`, or `60s` for a time that does not grow.
  private static OpenTime open(String text) throws ConfigProblem {
    int dots = text.indexOf("..");
    Duration base = OPEN.read(dots < 0 ? text : text.substring(0, dots));
    Duration max = dots < 0 ? base : OPEN.read(text.substring(dots + 2));
    if (max.compareTo(base) < 0) {
      String swapped = Durations.show(max) + ".." + Durations.show(base);
      throw new ConfigProblem("must not be above its own maximum", "did you mean " + swapped + "?");
    }
    return new OpenTime(base, max);
  }

  private static Type<Duration> upTo(Duration max) {
    Type<Duration> range = Types.duration(Duration.ofMillis(100), max);
    return text -> {
      try {
        return range.read(text);
      } catch (ConfigProblem e) {
        throw e.or(", or two of them: 5s..5m");
      }
    };
  }
}
