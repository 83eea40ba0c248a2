package dev.sluice.lab.nodes.real;

import dev.sluice.sim.Recorded;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.time.Duration;

/// A simulated provider with a model whose limit is half of what is asked for, and one whose limit
/// is far beyond. Safe for any thread.
final class RealProvider implements AutoCloseable {
  static final String SMALL = "small";
  static final String LARGE = "large";

  /// Tokens a minute.
  static final long TIGHT = 120_000;

  static final long WIDE = 20_000_000;

  /// What ten seconds are of a minute.
  private static final int OF_MINUTE = 6;

  /// Tokens at once, of the small limit.
  static final long BURST = TIGHT / OF_MINUTE;

  /// Tokens that a call of [RealCallers] is charged at most.
  static final long MOST_CHARGE = 200;

  private static final int THROTTLED = 429;
  private static final int OK = 200;

  private final Simulator simulator = Simulator.start(scenario(), 0);

  private static Scenario scenario() {
    Speed speed = Speed.of(Duration.ofMillis(100), Duration.ofMillis(10));
    return Scenario.of(model(SMALL, TIGHT).speed(speed), model(LARGE, WIDE).speed(speed));
  }

  private static Model model(String name, long perMinute) {
    Limit tokens = new Limit(perMinute, perMinute / OF_MINUTE);
    return Model.named(name)
        .output(Distribution.of(20))
        .limits(new ModelLimits(null, tokens, Integer.MAX_VALUE, false));
  }

  String url() {
    return simulator.url();
  }

  /// What it has counted so far, of the model with the small limit.
  Count count() {
    Recorded recorded = simulator.recorded();
    Recorded.Bill bill = recorded.bill(SMALL);
    return new Count(
        recorded.calls(kind -> kind.model().equals(SMALL) && kind.status() == OK),
        recorded.calls(kind -> kind.model().equals(SMALL) && kind.status() == THROTTLED),
        bill.input() + bill.output());
  }

  /// @param answered calls that were let through
  /// @param refused with 429
  /// @param tokens of all answers that have ended
  record Count(long answered, long refused, long tokens) {
    Count since(Count before) {
      return new Count(
          answered - before.answered, refused - before.refused, tokens - before.tokens);
    }

    double refusedPart() {
      return answered + refused == 0 ? 0 : (double) refused / (answered + refused);
    }
  }

  @Override
  public void close() {
    simulator.close();
  }
}
