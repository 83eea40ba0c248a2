package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.server.http.LazyTimer;
import dev.sluice.server.http.RequestSource;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The wait of a connection for the body of a request: for room first, where it is a large one, and
/// then for its bytes, which must come at their pace. Meanwhile the connection's timer is this
/// one's. Confined to the loop.
final class BodyWait {
  /// How often a body that waits for room is looked after.
  private static final Duration ROOM_LOOK = Duration.ofMillis(20);

  private final Channel channel;
  private final RequestSource source;
  private final LazyTimer timer;
  private final LoopRules rules;
  private final Consumer<ApiError> refuse;

  /// The call whose body waits for room, and whose client is not read; null for none.
  private @Nullable Exchange waiting;

  /// Whether the client is read to where a large body is to stay.
  private boolean directed;

  /// @param refuse turns the request away, which ends this wait
  BodyWait(
      Channel channel,
      RequestSource source,
      LazyTimer timer,
      LoopRules rules,
      Consumer<ApiError> refuse) {
    this.channel = channel;
    this.source = source;
    this.timer = timer;
    this.rules = rules;
    this.refuse = refuse;
  }

  /// Lets the body of a request come, or wait for room.
  ///
  /// @param hesitant whether its client waits for a word before it sends the body
  void begin(Exchange call, boolean hesitant) {
    directed = call.place() != null;
    if (directed) {
      source.readInto(call.place());
    }
    if (!admits(call, hesitant)) {
      waiting = call;
      channel.config().setAutoRead(false);
      waitOn(call, hesitant);
    }
  }

  private boolean admits(Exchange call, boolean hesitant) {
    boolean comes = call.mayCome();
    if (comes && hesitant) {
      call.context().framing().writer(channel).goOn();
    }
    return comes;
  }

  private void waitOn(Exchange call, boolean hesitant) {
    if (call.isRefused(rules.timeouts().body())) {
      refuse.accept(RequestErrors.NO_ROOM);
    } else {
      timer.set(ROOM_LOOK, () -> look(call, hesitant));
    }
  }

  private void look(Exchange call, boolean hesitant) {
    if (!call.equals(waiting)) {
      return;
    }
    if (admits(call, hesitant)) {
      pace(call);
      goOn();
    } else {
      waitOn(call, hesitant);
    }
  }

  /// Notes that a read is over. What stands in front may have gone on to read.
  void readComplete(Exchange call) {
    if (waiting == null) {
      pace(call);
    } else {
      channel.config().setAutoRead(false);
    }
  }

  private void pace(Exchange call) {
    MinimumBodyRate pace = call.pace(rules.timeouts());
    timer.set(pace.first(), () -> check(call, pace));
  }

  private void check(Exchange call, MinimumBodyRate pace) {
    Optional<Duration> next = call.look(pace);
    if (next.isPresent()) {
      timer.set(next.get(), () -> check(call, pace));
    } else {
      refuse.accept(EarlyErrors.SLOW_BODY);
    }
  }

  /// Ends the body, which is complete or of no use any more.
  void end() {
    if (directed) {
      directed = false;
      source.readInto(null);
    }
    goOn();
  }

  /// Ends the wait for room: the client is read again.
  private void goOn() {
    if (waiting != null) {
      waiting = null;
      channel.config().setAutoRead(true);
    }
  }
}
