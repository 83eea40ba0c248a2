package dev.sluice.internal.admission.queue;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.call.gate.Target;
import dev.sluice.internal.stats.Seconds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The evaluation of the gates of targets. Pure functions.
final class GateEvaluator {
  private GateEvaluator() {}

  /// Returns the first of `order` that `call` may go to now; null when there is none.
  static @Nullable Target open(List<Target> order, Call call, long now) {
    return !order.isEmpty() && ask(order, call, now) instanceof Opening.Open(Target target)
        ? target
        : null;
  }

  /// Returns the first of `order` that `call` may go to now, or why there is none. When all are
  /// closed the gates are asked once more on behalf of the route's last target.
  ///
  /// @param order one target at least
  public static Opening ask(List<Target> order, Call call, long now) {
    for (int i = 0; i < order.size() && order.size() > 1; i++) {
      if (closed(order.get(i), call, false, now) == null) {
        return new Opening.Open(order.get(i));
      }
    }
    Opening.Shut shut = null;
    for (int i = 0; i < order.size(); i++) {
      Gate.Closed closed = closed(order.get(i), call, true, now);
      if (closed == null) {
        return new Opening.Open(order.get(i));
      }
      var next = new Opening.Shut(closed, mayWait(closed.why()));
      shut = shut == null || shut.isWorseThan(next) ? next : shut;
    }
    return Objects.requireNonNull(shut, "there is no target to ask for");
  }

  /// Returns what `call` is expected to take at the first of `order` that counts it, in whole
  /// tokens: sums of whole numbers are exact, in whichever order they are added and taken out.
  static Cost cost(List<Target> order, Call call, long now) {
    for (Target target : order) {
      for (Gate gate : target.gates()) {
        Cost cost = gate.cost(call, now);
        if (cost.held() > 0) {
          return new Cost(
              Math.ceil(cost.input()), Math.ceil(cost.output()), Math.ceil(cost.reserved()));
        }
      }
    }
    return Cost.NONE;
  }

  /// Returns the sources that `call` takes from at `target` and that other calls may use up; the
  /// target's name where no gate names one.
  static List<Object> sources(Target target, Call call, long now) {
    List<Gate> gates = target.gates();
    List<Object> sources = List.of();
    for (int i = 0; i < gates.size(); i++) {
      Optional<Object> source = gates.get(i).source(call, now);
      if (source.isPresent()) {
        sources = and(sources, source.get());
      }
    }
    return sources.isEmpty() ? List.of(target.name()) : sources;
  }

  /// Adds a source. Most calls have one, and a list of one is small.
  private static List<Object> and(List<Object> sources, Object more) {
    if (sources.isEmpty()) {
      return List.of(more);
    }
    var both = new ArrayList<>(sources);
    both.add(more);
    return both;
  }

  /// Returns in how many seconds `call` may go if `queued` goes before it, over all of `order`:
  /// each target takes its part of the queued demand.
  static double secondsUntilOpen(List<Target> order, Call call, QueuedDemand queued, long now) {
    double rate = 0;
    for (int i = 0; i < order.size(); i++) {
      double alone = secondsUntilOpen(order.get(i), call, queued, now);
      if (alone <= 0) {
        return 0;
      }
      rate += 1 / alone;
    }
    return 1 / rate;
  }

  private static double secondsUntilOpen(Target target, Call call, QueuedDemand queued, long now) {
    long latest = now;
    List<Gate> gates = target.gates();
    for (int i = 0; i < gates.size(); i++) {
      long opens = gates.get(i).nextOpen(call, queued, now);
      latest = opens - latest > 0 ? opens : latest;
    }
    return Seconds.of(latest - now);
  }

  /// Returns when the first of `order` is open to a call like `call`, on
  /// [dev.sluice.call.runtime.Clock#nanos]: as far as the gates know now, and not before `now`.
  static long openAt(List<Target> order, Call call, long now) {
    long earliest = openAt(order.getFirst(), call, now);
    for (int i = 1; i < order.size(); i++) {
      earliest += Math.min(0, openAt(order.get(i), call, now) - earliest);
    }
    return earliest;
  }

  /// Returns when all gates of `target` are open. The gates are asked on behalf of the route's last
  /// target, as when all targets are closed.
  private static long openAt(Target target, Call call, long now) {
    long latest = now;
    List<Gate> gates = target.gates();
    for (int i = 0; i < gates.size(); i++) {
      Optional<Gate.Closed> closed = gates.get(i).closed(call, true, now);
      latest += closed.isPresent() ? Math.max(0, closed.get().until() - latest) : 0;
    }
    return latest;
  }

  private static Gate.@Nullable Closed closed(Target target, Call call, boolean last, long now) {
    List<Gate> gates = target.gates();
    for (int i = 0; i < gates.size(); i++) {
      Optional<Gate.Closed> closed = gates.get(i).closed(call, last, now);
      if (closed.isPresent()) {
        return closed.get();
      }
    }
    return null;
  }

  /// Whether calls wait for what is closed for this reason: a limit or capacity opens again in
  /// time, a broken target is not waited for.
  private static boolean mayWait(Failed why) {
    return switch (why) {
      case Failed.Throttled _, Failed.Overloaded _ -> true;
      case Failed.AccountThrottled _ -> false;
      case Failed.Exhausted _, Failed.CredentialRefused _, Failed.Refused _ -> false;
      case Failed.Invalid _, Failed.LimitReached _ -> false;
      case Failed.Unreachable _, Failed.TimedOut _ -> false;
      case Failed.BadAnswer _, Failed.OutOfMemory _, Failed.Shed _ -> false;
      case Failed.Cancelled _, Failed.Internal _ -> false;
    };
  }
}
