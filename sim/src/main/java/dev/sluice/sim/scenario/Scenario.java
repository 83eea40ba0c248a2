package dev.sluice.sim.scenario;

import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.Model.Speed;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scenario of a simulated provider. The same scenario and the same calls give the same
/// answers, at the same pace.
///
/// @param seed of all that is drawn
/// @param loops event loops, a thread each
/// @param keys that are accepted; none: no key is asked for
/// @param models in the order in which they are listed
/// @param outage when connections are refused; null for never
/// @param record how many of the last requests are kept for tests
/// @param credentials the credentials that end, which are given and asked for; null for none
/// @param batches what is said of batches and files
public record Scenario(
    long seed,
    int loops,
    List<String> keys,
    List<Model> models,
    @Nullable TimeWindow outage,
    int record,
    @Nullable Credentials credentials,
    BatchTerms batches) {

  public Scenario {
    keys = List.copyOf(keys);
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("a scenario has no model: add one");
    }
  }

  /// Makes a scenario of these models, without keys or an outage.
  public static Scenario of(Model... models) {
    return new Scenario(1, 1, List.of(), List.of(models), null, 0, null, BatchTerms.STANDARD);
  }

  /// Returns the scenario of a simulator that is given no file.
  public static Scenario standard() {
    Speed fast = new Speed(median(80, 0.3), median(8, 0.3));
    Speed slow = new Speed(median(900, 0.5), median(45, 0.4));
    Distribution length = new Distribution.LogNormal(60, 0.6);
    return of(
        Model.named("sim-instant"),
        Model.named("sim-fast").speed(fast).output(length),
        Model.named("sim-slow").speed(slow).output(length),
        Model.named("sim-flaky")
            .speed(fast)
            .output(length)
            .faults(
                FaultRule.sometimes(new FaultCall(Fault.STATUS, "503"), 0.1),
                FaultRule.sometimes(new FaultCall(Fault.RESET_AFTER, "3"), 0.05),
                FaultRule.sometimes(new FaultCall(Fault.THROTTLE, "seconds:1"), 0.05)),
        Model.named("gpt-5-mini").speed(fast).output(length),
        Model.named("text-embedding-3-small").speed(fast));
  }

  public Scenario seed(long other) {
    return new Scenario(other, loops, keys, models, outage, record, credentials, batches);
  }

  public Scenario keys(String... others) {
    return new Scenario(seed, loops, List.of(others), models, outage, record, credentials, batches);
  }

  public Scenario outage(TimeWindow other) {
    return new Scenario(seed, loops, keys, models, other, record, credentials, batches);
  }

  public Scenario record(int other) {
    return new Scenario(seed, loops, keys, models, outage, other, credentials, batches);
  }

  public Scenario credentials(Credentials other) {
    return new Scenario(seed, loops, keys, models, outage, record, other, batches);
  }

  public Scenario batches(BatchTerms other) {
    return new Scenario(seed, loops, keys, models, outage, record, credentials, other);
  }

  private static Distribution median(long millis, double sigma) {
    return new Distribution.LogNormal(Duration.ofMillis(millis).toNanos(), sigma);
  }
}
