package dev.sluice.config.file;

import dev.sluice.call.text.EnumWords;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Counts;
import dev.sluice.config.value.ModelName;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// The reader of what a provider allows: its `limits` and `concurrency`.
final class QuotaReader {
  private static final String CONCURRENT = "concurrency";
  private static final String LIMITS = "limits";
  private static final String DEFAULT_MAX = "default_max_tokens";

  /// The interfaces by which requests can be given a bound.
  private static final Set<ProviderConfig.Api> BOUNDED =
      EnumSet.of(
          ProviderConfig.Api.OPENAI,
          ProviderConfig.Api.CHAT,
          ProviderConfig.Api.RESPONSES,
          ProviderConfig.Api.MESSAGES);

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

  private static final Type<ChargeRule.Output> CHARGE = Types.oneOf(ChargeRule.Output.class);

  private static final Type<Boolean> CACHED =
      Types.oneOf(Map.entry("charged", true), Map.entry("free", false));

  private static final String BURNDOWN = "burndown";

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
    ChargeTerms charging = charging(in);
    List<String> wrong = QuotaLimits.contradictions(rpm, tpm, input, output, rpd, unbounded);
    wrong.forEach(what -> in.fail("contradicts itself: " + what));
    return wrong.isEmpty()
        ? new QuotaLimits(rpm, tpm, input, output, rpd, burst, concurrent, unbounded, charging)
        : QuotaLimits.NONE;
  }

  private static ChargeTerms charging(Section in) {
    Optional<ChargeRule.Output> output = in.get("charge", CHARGE);
    Optional<Integer> burndown = in.get(BURNDOWN, Types.integer(1, ChargeRule.BURNDOWN_MAX));
    if (burndown.isPresent() && output.filter(ChargeRule.Output.FREE::equals).isPresent()) {
      in.fail(BURNDOWN, "and `charge: free` exclude each other: leave one of them out");
    }
    return new ChargeTerms(
        output,
        in.get("cached", CACHED),
        burndown.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  /// Reads the bound of the output that requests get which set none. It must leave room in each
  /// limit that counts it.
  ///
  /// @param quota what the section says of limits
  static OptionalLong bound(Section in, ProviderConfig.Api api, QuotaConfig quota) {
    OptionalLong bound = count(in, DEFAULT_MAX);
    if (bound.isPresent() && !BOUNDED.contains(api)) {
      in.fail(
          DEFAULT_MAX,
          "is not for `api: %s`, which reserves nothing for the output: leave it out"
              .formatted(EnumWords.of(api)));
      return OptionalLong.empty();
    }
    new TreeMap<>(quota.limits())
        .forEach((model, limits) -> check(in, bound.orElse(0), model, limits));
    return bound;
  }

  private static void check(Section in, long bound, String model, QuotaLimits limits) {
    for (Dimension of : List.of(Dimension.TOKENS, Dimension.OUTPUT)) {
      long most = limits.of(of).orElse(Long.MAX_VALUE);
      if (bound > most) {
        in.fail(
            DEFAULT_MAX,
            "%s is above the %s of `limits` for %s, %s a minute, so that no call could begin: lower it"
                .formatted(bound, of.words(), model, most));
      }
    }
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
