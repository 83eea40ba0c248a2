package dev.sluice.lab.nodes.real;

import dev.sluice.lab.nodes.real.RealCallers.Aim;
import dev.sluice.lab.nodes.real.RealCallers.Answered;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// One tenant at a node and nine at another, who all ask for more than twice their part: whether
/// each gets a tenth.
final class RealShares {
  private static final int TENANTS = 10;
  private static final int RATE = 33;
  private static final Duration WARM = Duration.ofSeconds(20);
  private static final Duration TIME = Duration.ofMinutes(3);

  /// By how much a tenant's part may be off.
  static final double MOST_OFF = 0.1;

  private RealShares() {}

  /// Plays it for some minutes, and returns by how much a tenant's part is off at most.
  static double off(RealGateways gateways) throws InterruptedException {
    try (var callers = new RealCallers(gateways::api, RealProvider.SMALL, RATE, RealShares::aim)) {
      TimeUnit.NANOSECONDS.sleep(WARM.toNanos());
      long begun = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(TIME.toNanos());
      Map<String, Long> answered =
          callers.between(begun, System.nanoTime()).stream()
              .filter(Answered::isGood)
              .collect(Collectors.groupingBy(call -> call.aim().tenant(), Collectors.counting()));
      return off(answered);
    }
  }

  private static Aim aim(long number) {
    long tenant = number % TENANTS;
    return new Aim(tenant == 0 ? 0 : 1, "t" + tenant);
  }

  private static double off(Map<String, Long> answered) {
    double mean = answered.values().stream().mapToLong(count -> count).sum() / (double) TENANTS;
    double most =
        answered.values().stream().mapToDouble(count -> Math.abs(count / mean - 1)).max().orElse(1);
    return answered.size() == TENANTS ? most : 1;
  }
}
