package dev.sluice.lab.survive;

import dev.sluice.lab.survive.Log.Arrival;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.scenario.TimeWindow;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The calls that were struck by a fault behind the commit point: streams whose application had
/// seen content when their provider broke off, or went away.
final class Injected implements Predicate<ApplicationCall> {
  private static final Set<Fault> AFTER_COMMIT =
      EnumSet.of(Fault.RESET_AFTER, Fault.STALL_AFTER, Fault.END_AFTER);

  /// A provider that is to go away still answers for so long at most.
  private static final long LEAVES_WITHIN = 500_000_000;

  private final Map<String, List<Arrival>> arrivals;
  private final FaultSchedule schedule;
  private final long start;

  /// @param start when the schedule began
  Injected(Log log, FaultSchedule schedule, long start) {
    this.arrivals = log.arrivals().stream().collect(Collectors.groupingBy(Arrival::call));
    this.schedule = schedule;
    this.start = start;
  }

  @Override
  public boolean test(ApplicationCall call) {
    return call.isStream()
        && call.hasToken()
        && arrivals.getOrDefault(call.name(), List.of()).stream().anyMatch(a -> broke(a, call));
  }

  private boolean broke(Arrival arrival, ApplicationCall call) {
    return (arrival.fault() != null && AFTER_COMMIT.contains(arrival.fault().fault()))
        || schedule.outages(arrival.provider()).stream().anyMatch(o -> met(arrival, o, call));
  }

  /// Whether the provider went away while the attempt was under way.
  private boolean met(Arrival arrival, TimeWindow outage, ApplicationCall call) {
    long from = start + outage.from().toNanos();
    return arrival.at() - from < LEAVES_WITHIN && call.ended() >= from;
  }
}
