package dev.sluice.internal.commit;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.config.policy.RoutePolicy;
import java.time.Duration;
import java.util.Optional;

/// Filter that tells the client of a stream at regular intervals that its call lives, until the
/// stream begins: while the call waits for a grant, for a repeat, for the first token, or while its
/// answer is held.
///
/// A route that holds its streams answers too late for a client that bounds its wait for the first
/// byte. A comment is the first byte then: it comes in time, after which the bound does not limit
/// any wait.
///
/// @param held whether streams are held when they have begun
public record KeepAlive(Duration every, boolean held, Clock clock) implements Filter {
  /// The interval: proxies and load balancers close connections that were silent for 30 s or 60 s,
  /// and errors that come earlier keep their status.
  public static final Duration EVERY = Duration.ofSeconds(15);

  /// The shortest interval behind the first comment: a client that waits for less costs no more.
  private static final Duration LEAST = Duration.ofSeconds(1);

  /// Returns the filter of a route whose streams may be silent for long; empty for other routes.
  public static Optional<KeepAlive> of(RoutePolicy policy, Clock clock) {
    boolean held = !policy.commit().isOff();
    return held || policy.queue().heartbeat()
        ? Optional.of(new KeepAlive(EVERY, held, clock))
        : Optional.empty();
  }

  @Override
  public boolean passes(Call call) {
    return !call.facts().stream() || mayBeNoStream(call.operation());
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    Duration first = held ? inTime(call) : every;
    var beat = new Beat(call.loop(), first, first.compareTo(LEAST) < 0 ? LEAST : first, sink);
    beat.begin();
    try {
      return next.send(held ? unbound(call) : call, sink);
    } finally {
      beat.end();
    }
  }

  /// Whether the answer may be no stream although one was asked for: bytes must not follow the head
  /// of a stream.
  private static boolean mayBeNoStream(Operation operation) {
    return operation.makesMedia() || operation.hears();
  }

  /// Returns the first interval: short enough for a client that waits for less, also for the next
  /// byte.
  private Duration inTime(Call call) {
    Duration most = call.deadline().remainingToBegin(clock.nanos()).multipliedBy(9).dividedBy(10);
    return most.compareTo(every) < 0 ? most : every;
  }

  private static Call unbound(Call call) {
    return call.withDeadline(new Deadline(call.deadline().nanos()));
  }
}
