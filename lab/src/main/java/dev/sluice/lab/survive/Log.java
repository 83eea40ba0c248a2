package dev.sluice.lab.survive;

import dev.sluice.sim.Recorded;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The requests that an arm's providers have received, and the faults that struck them. Safe for
/// any number of threads. Instants are on [dev.sluice.call.runtime.Clock#nanos].
final class Log {
  /// A call that was under way when a provider sent a hint arrives within so long.
  private static final long UNDER_WAY = 200_000_000;

  private static final String SECONDS = "seconds:";
  private static final Pattern NAME = Pattern.compile("\"user\": ?\"(call-\\d+)\"");

  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  /// An attempt at a provider.
  ///
  /// @param call its name; empty if it has none
  record Arrival(String provider, String call, long at, @Nullable FaultCall fault) {

    boolean isThrottled() {
      return fault != null && fault.fault() == Fault.THROTTLE;
    }
  }

  /// Makes a watcher that notes what arrives at `provider`.
  Recorded.Watcher of(String provider, LongSupplier now) {
    return (request, fault) ->
        arrivals.add(new Arrival(provider, name(request), now.getAsLong(), fault));
  }

  void add(Arrival arrival) {
    arrivals.add(arrival);
  }

  /// Returns all arrivals, in order of time.
  List<Arrival> arrivals() {
    return arrivals.stream().sorted(Comparator.comparingLong(Arrival::at)).toList();
  }

  /// Returns how many attempts of calls arrived.
  long attempts() {
    return arrivals.stream().filter(arrival -> !arrival.call().isEmpty()).count();
  }

  /// Returns how many calls made an attempt.
  long calls() {
    var names = new HashSet<String>();
    arrivals.stream().map(Arrival::call).filter(name -> !name.isEmpty()).forEach(names::add);
    return names.size();
  }

  /// Attempts that were sent to a provider before the instant that it had named.
  long beforeHints() {
    Map<String, Long> hints = new HashMap<>();
    Map<String, Long> until = new HashMap<>();
    long early = 0;
    for (Arrival arrival : arrivals()) {
      String provider = arrival.provider();
      Long hint = until.get(provider);
      Long since = hints.get(provider);
      if (hint != null && since != null) {
        early += arrival.at() > since + UNDER_WAY && arrival.at() < hint ? 1 : 0;
      }
      FaultCall fault = arrival.fault();
      boolean over = hint == null || arrival.at() >= hint;
      if (over && fault != null && arrival.isThrottled() && fault.arg().startsWith(SECONDS)) {
        hints.put(provider, arrival.at());
        until.put(provider, arrival.at() + seconds(fault));
      }
    }
    return early;
  }

  private static long seconds(FaultCall fault) {
    return Long.parseLong(fault.arg().substring(SECONDS.length())) * 1_000_000_000;
  }

  private static String name(ReceivedRequest request) {
    Matcher name = NAME.matcher(request.text());
    return name.find() ? name.group(1) : "";
  }
}
