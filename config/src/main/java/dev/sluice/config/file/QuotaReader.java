package dev.sluice.config.file;

import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Counts;
import dev.sluice.config.value.ModelName;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The reader of what a provider allows: its `limits` and `concurrency`.
final class QuotaReader {
  private static final String CONCURRENT = "concurrency";
  private static final String LIMITS = "limits";
  private static final int MOST_AT_A_TIME = 100_000;

  private static final Type<Concurrency> CONCURRENCY =
      text -> {
        if (text.equals("adaptive")) {
          return new Concurrency.Adaptive();
        }
        try {
          return new Concurrency.Fixed(Types.integer(1, MOST_AT_A_TIME).read(text));
        } catch (ConfigProblem e) {
          throw new ConfigProblem(e.getMessage() + " (or adaptive)");
        }
      };

  private static final Type<String> OFF =
      text -> {
        if (text.equals("off")) {
          return text;
        }
        throw new ConfigProblem(
            "must be off, or hold the limits of models such as {gpt-5-mini: {rpm: 500}}");
      };

  private QuotaReader() {}

  /// Reads the limits. Keys that the section leaves out are as in `otherwise`.
  public static QuotaConfig read(Section in, QuotaConfig otherwise) {
    Optional<Concurrency> concurrency = in.get(CONCURRENT, CONCURRENCY);
    return in.has(LIMITS) && in.single(LIMITS)
        ? off(in, concurrency)
        : kept(in, concurrency.orElse(otherwise.concurrency()));
  }

  private static QuotaConfig off(Section in, Optional<Concurrency> concurrency) {
    in.get(LIMITS, OFF);
    if (concurrency.isPresent()) {
      in.fail(CONCURRENT, "and `limits: off` exclude each other: leave one of them out");
    }
    return QuotaConfig.off();
  }

  private static QuotaConfig kept(Section in, Concurrency concurrency) {
    Map<String, QuotaLimits> limits = new HashMap<>();
    in.named(
        LIMITS,
        (model, section) -> {
          limits.put(model, limits(model, section, concurrency));
          return Optional.of(model);
        });
    return new QuotaConfig(limits, concurrency);
  }

  private static QuotaLimits limits(String model, Section in, Concurrency concurrency) {
    if (!model.equals(QuotaConfig.ANY)) {
      check(model, in);
    }
    OptionalLong rpm = count(in, "rpm");
    OptionalLong tpm = count(in, "tpm");
    OptionalLong input = count(in, "input_tpm");
    OptionalLong output = count(in, "output_tpm");
    OptionalLong rpd = count(in, "rpd");
    OptionalLong unbounded = count(in, "output");
    OptionalInt concurrent = atATime(in, concurrency);
    var burst = in.get("burst", Types.duration(QuotaLimits.BURST_MIN, QuotaLimits.BURST_MAX));
    List<String> wrong = QuotaLimits.contradictions(rpm, tpm, input, output, rpd, unbounded);
    wrong.forEach(what -> in.fail("contradicts itself: " + what));
    return wrong.isEmpty()
        ? new QuotaLimits(rpm, tpm, input, output, rpd, burst, concurrent, unbounded)
        : QuotaLimits.NONE;
  }

  private static void check(String model, Section in) {
    try {
      ModelName.AT_PROVIDER.read(model);
    } catch (ConfigProblem _) {
      in.fail(
          "must be named like one model: 1 to 256 characters without blanks or stars; \"*\" stands"
              + " for every model that is not named");
    }
  }

  private static OptionalInt atATime(Section in, Concurrency concurrency) {
    Optional<Integer> concurrent = in.get("concurrent", Types.integer(1, MOST_AT_A_TIME));
    if (concurrency instanceof Concurrency.Fixed(int all) && concurrent.orElse(0) > all) {
      in.fail(
          "concurrent",
          ("%s is above the provider's concurrency %s, which it can never reach: lower it or"
                  + " raise concurrency")
              .formatted(concurrent.orElse(0), all));
    }
    return concurrent.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static OptionalLong count(Section in, String key) {
    return in.get(key, Counts.COUNT).map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
