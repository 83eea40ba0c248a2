package dev.sluice.cli.scenario;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.Section;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Credentials;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads scenarios from YAML.
public final class ScenarioFile {
  static final int MAX = 1_000_000_000;
  static final Type<Duration> TIME = Types.duration(Duration.ZERO, Duration.ofDays(365));
  static final Type<Distribution> TIMES =
      new DistributionType(text -> (double) Durations.parse(text).toNanos(), "100ms");
  private static final Type<Distribution> TOKENS =
      new DistributionType(Types.number(1, 1_000_000), "100");

  private ScenarioFile() {}

  /// Reads a file.
  ///
  /// @param env what `${env:NAME}` refers to
  /// @throws dev.sluice.config.yaml.ConfigException with all that is wrong with it
  public static Scenario load(String file, Map<String, String> env) {
    return Doc.load(file, env).read(ScenarioFile::scenario);
  }

  /// Reads a text.
  ///
  /// @param file what messages call it
  /// @throws dev.sluice.config.yaml.ConfigException with all that is wrong with it
  public static Scenario parse(String file, String text, Map<String, String> env) {
    return Doc.parse(file, text, env).read(ScenarioFile::scenario);
  }

  private static Scenario scenario(Section root) {
    long seed = root.get("seed", Types.integer(0, MAX), 1);
    int loops = root.get("loops", Types.integer(1, 64), 1);
    List<String> keys = root.list("keys", Types.TEXT);
    TimeWindow outage = root.has("outage") ? root.in("outage", ScenarioFile::window) : null;
    int record = root.get("record", Types.integer(0, 100_000), 0);
    List<Model> models = root.named("models", ScenarioFile::model);
    if (root.names("models").isEmpty()) {
      root.fail("has no models: add models: {NAME: {first_token: 100ms}}");
    }
    // A stand-in, where there is a problem that will be told.
    return new Scenario(
        seed,
        loops,
        keys,
        models.isEmpty() ? List.of(Model.named("none")) : models,
        outage,
        record,
        root.has("credentials") ? root.in("credentials", ScenarioFile::credentials) : null,
        root.in("batches", BatchesSection::read));
  }

  private static Credentials credentials(Section in) {
    boolean behind = in.get("behind", Types.BOOLEAN, false);
    Duration skew = in.get("skew", TIME, Duration.ZERO);
    return new Credentials(
        in.get("life", TIME, Duration.ofHours(1)),
        behind ? skew.negated() : skew,
        in.get("delay", TIME, Duration.ZERO),
        in.each("faults", ScenarioFile::rule));
  }

  private static Optional<Model> model(String name, Section in) {
    Speed speed =
        new Speed(
            in.get("first_token", TIMES, Distribution.of(0)),
            in.get("per_token", TIMES, Distribution.of(0)));
    List<FaultRule> faults = new ArrayList<>(in.each("faults", ScenarioFile::rule));
    if (in.has("outage")) {
      TimeWindow window = in.in("outage", ScenarioFile::window);
      faults.addFirst(FaultRule.during(new FaultCall(Fault.RESET_BEFORE_HEAD, ""), window));
    }
    return Optional.of(
        new Model(
            name,
            speed,
            in.get("output", TOKENS, Distribution.of(16)),
            in.in("limits", ScenarioFile::limits),
            faults,
            in.get("dimensions", Types.integer(1, 8192), 1536),
            in.get("cache_discount", Types.PERCENT, 0.0)));
  }

  private static ModelLimits limits(Section in) {
    return new ModelLimits(
        limit(in, "rpm", "burst_requests"),
        limit(in, "tpm", "burst_tokens"),
        in.get("concurrent", Types.integer(1, MAX), Integer.MAX_VALUE),
        in.get("refusals_count", Types.BOOLEAN, false));
  }

  private static @Nullable Limit limit(Section in, String key, String burst) {
    Type<Integer> count = Types.integer(1, MAX);
    Optional<Integer> perMinute = in.get(key, count);
    Optional<Integer> atOnce = in.get(burst, count);
    if (in.has(burst) && !in.has(key)) {
      in.fail(burst, "needs " + key + " beside it");
    }
    return perMinute.map(n -> new Limit(n, atOnce.orElse(n))).orElse(null);
  }

  static Optional<FaultRule> rule(Section in) {
    Optional<FaultCall> fault =
        in.need("fault", ScenarioFile::fault, "name one, such as fault: reset-after=3");
    TimeWindow window = window(in);
    int call = in.get("call", Types.integer(1, MAX), 0);
    int every = in.get("every", Types.integer(1, MAX), 0);
    double probability = in.get("probability", Types.number(0, 1), 1.0);
    return fault.map(f -> new FaultRule(f, window, call, every, probability));
  }

  private static FaultCall fault(String text) throws ConfigProblem {
    try {
      return FaultCall.parse(text);
    } catch (InvalidFault e) {
      throw new ConfigProblem(String.valueOf(e.getMessage()), e.remedy());
    }
  }

  private static TimeWindow window(Section in) {
    Duration from = in.get("from", TIME, TimeWindow.ALWAYS.from());
    Duration to = in.get("to", TIME, TimeWindow.ALWAYS.to());
    if (from.compareTo(to) >= 0) {
      in.fail("to", "must be after from");
      return TimeWindow.ALWAYS;
    }
    return new TimeWindow(from, to);
  }
}
