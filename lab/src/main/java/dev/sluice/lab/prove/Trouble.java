package dev.sluice.lab.prove;

import dev.sluice.lab.prove.PlannedCall.Kind;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import java.time.Duration;
import java.util.List;

/// The behaviour of the two providers: their pace, their quota, and what they do wrong.
///
/// Each of both allows half of the quota. The quota is what the calls ask for, over the load: of
/// the model for chats in tokens, of the one for embeddings in requests.
///
/// @param calls what the applications ask for
/// @param workload the kind of calls that these are
/// @param length how long they do
/// @param load how many times the quota that is
/// @param seed of all that is drawn
record Trouble(
    List<PlannedCall> calls, Workload workload, Duration length, double load, long seed) {
  static final String ONE = "one";
  static final String TWO = "two";

  /// How long a time's worth of the quota may be used at once.
  static final Duration BURST = Duration.ofSeconds(10);

  private static final double MINUTE = 60;
  private static final int PROVIDERS = 2;

  // Of the run's length, in per cent.
  private static final int OUTAGE_FROM = 20;
  private static final int OUTAGE_TO = 35;
  private static final int BROWN_OUT_FROM = 55;
  private static final int BROWN_OUT_TO = 75;

  private static final double REFUSED = 0.2;
  private static final double SILENT = 0.05;
  private static final String LATE = "800ms";

  Trouble {
    calls = List.copyOf(calls);
  }

  /// The scenario of a provider.
  ///
  /// @param provider [#ONE] or [#TWO]
  /// @param lead how long after its start the calls begin
  Scenario scenario(String provider, Duration lead) {
    boolean first = provider.equals(ONE);
    FaultRule[] faults = first ? new FaultRule[0] : brownOut(lead);
    Scenario scenario =
        Scenario.of(chat().faults(faults), embedding().faults(faults))
            .seed(seed + provider.hashCode());
    return first ? scenario.outage(window(OUTAGE_FROM, OUTAGE_TO, lead)) : scenario;
  }

  private Model chat() {
    return Model.named(Kind.CHAT.model())
        .speed(new Model.Speed(millis(300, 0.4), workload.output().pace()))
        .output(workload.output().tokens())
        .limits(new ModelLimits(null, limit(tokens()), Integer.MAX_VALUE, false));
  }

  private Model embedding() {
    return Model.named(Kind.EMBEDDING.model())
        .speed(new Model.Speed(millis(100, 0.3), Distribution.of(0)))
        .limits(new ModelLimits(limit(count(Kind.EMBEDDING)), null, Integer.MAX_VALUE, false));
  }

  private FaultRule[] brownOut(Duration lead) {
    TimeWindow window = window(BROWN_OUT_FROM, BROWN_OUT_TO, lead);
    return new FaultRule[] {
      new FaultRule(new FaultCall(Fault.STATUS, "503"), window, 0, 0, REFUSED),
      new FaultRule(new FaultCall(Fault.SILENCE_AFTER_HEAD, ""), window, 0, 0, SILENT),
      FaultRule.during(new FaultCall(Fault.DELAY, LATE), window)
    };
  }

  /// Returns the limit of one provider for something of which the calls ask for `asked` in all.
  private Limit limit(double asked) {
    double perSecond = asked / length.toSeconds() / load / PROVIDERS;
    return new Limit(
        Math.max(1, (long) (perSecond * MINUTE)),
        Math.max(1, (long) (perSecond * BURST.toSeconds())));
  }

  private double tokens() {
    return calls.stream()
        .filter(call -> call.model() == Kind.CHAT)
        .mapToDouble(PlannedCall::tokens)
        .sum();
  }

  private double count(Kind kind) {
    return calls.stream().filter(call -> call.model() == kind).count();
  }

  private TimeWindow window(int from, int to, Duration lead) {
    return new TimeWindow(lead.plus(at(from)), lead.plus(at(to)));
  }

  private Duration at(int percent) {
    return length.multipliedBy(percent).dividedBy(100);
  }

  private static Distribution millis(long median, double sigma) {
    return new Distribution.LogNormal(Duration.ofMillis(median).toNanos(), sigma);
  }
}
