package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import dev.sluice.config.policy.QueueConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final long SECOND = 1_000_000_000L;

  private final CallQueue queue = new CallQueue(Map.of(), _ -> {});
  private final RouteQueue route = queue.route(QueueConfig.defaults(), false);
  private final OneASecond gate = new OneASecond();
  private final List<Target> targets =
      List.of(new Target("p/m", Scene.CHAT, 1, 0, List.of(gate), (_, _) -> new Answered()));
  private long now;

  /// Two go first, and of each second four fifths are taken by calls that come later: the wait is
  /// ten seconds, and a little for other calls like it. The recursion alone, from 30 s, was at
  /// twenty after its last round.
  @Test
  void the_wait_of_a_call_that_is_much_overtaken_is_found() {
    for (int i = 0; i < 200; i++) {
      queue.settle(offer(Band.CRITICAL).grant(), CallQueue.unused(now));
      now += SECOND + SECOND / 4;
    }
    gate.open = false;
    Ticket _ = offer(Band.NORMAL);
    Ticket _ = offer(Band.NORMAL);
    assertThat(Duration.ofNanos(offer(Band.NORMAL).predicted()))
        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(14));
  }

  @Test
  void without_calls_that_overtake_the_wait_is_what_is_in_front() {
    gate.open = false;
    Ticket _ = offer(Band.CRITICAL);
    Ticket _ = offer(Band.CRITICAL);
    assertThat(Duration.ofNanos(offer(Band.CRITICAL).predicted())).isEqualTo(Duration.ofSeconds(2));
  }

  private Ticket offer(Band band) {
    return queue.offer(route, Scene.call(band, "*", 4, Duration.ofHours(1), now), targets, now);
  }

  /// Lets all pass while it is open; closed, it is forecast to let one pass a second.
  private static final class OneASecond implements Gate {
    private boolean open = true;

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      var why = new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "closed");
      return open ? Optional.empty() : Optional.of(new Closed(why, now + SECOND));
    }

    @Override
    public Permit enter(Call call, long now) {
      return _ -> {};
    }

    @Override
    public long nextOpen(Call call, QueuedDemand queued, long now) {
      return now + (long) (queued.calls() * SECOND);
    }
  }
}
