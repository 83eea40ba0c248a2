package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.share.SharedCircuits;
import dev.sluice.stats.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A circuit whose target other processes ask, too.
class CircuitPeersTest {
  private static final Duration OPEN = Duration.ofSeconds(5);
  private static final Duration TURN = Duration.ofMillis(250);

  private final List<String> told = new ArrayList<>();
  private final List<SharedCircuits.Listener> circuits = new ArrayList<>();
  private boolean mayTry = true;
  private final Rig rig = new Rig(BreakerConfig.defaults(), 7, this::join);

  private SharedCircuits.Member join(
      String target, Operation operation, SharedCircuits.Listener circuit) {
    if (operation == Operation.CHAT) {
      circuits.add(circuit);
    }
    return new SharedCircuits.Member() {
      @Override
      public long nextTry(long now) {
        return mayTry ? now : now + TURN.toNanos();
      }

      @Override
      public void opened() {
        told.add("opened " + target);
      }

      @Override
      public void recovered() {
        told.add("recovered " + target);
      }
    };
  }

  private SharedCircuits.Listener peers() {
    return circuits.getFirst();
  }

  @Test
  void others_are_told_when_it_opens_and_when_it_has_recovered() {
    rig.open();
    assertThat(told).containsExactly("opened p/m");

    rig.advance(OPEN);
    rig.succeed(3);

    assertThat(rig.state()).isEqualTo(State.CLOSED);
    assertThat(told).containsExactly("opened p/m", "recovered p/m");
  }

  @Test
  void it_is_not_tried_while_it_is_another_process_turn() {
    rig.open();
    rig.advance(OPEN);
    mayTry = false;
    assertThat(rig.closedFor(false)).isEqualTo(TURN);

    mayTry = true;

    assertThat(rig.ask()).isPresent();
  }

  @Test
  void lists_of_models_try_it_whosever_turn_it_is() {
    rig.open();
    rig.advance(OPEN);
    mayTry = false;

    assertThat(rig.breaker.lacksCalls(rig.loop.nanos())).isTrue();
  }

  @Test
  void it_is_tried_at_once_when_the_target_has_recovered_elsewhere() {
    rig.open();
    assertThat(rig.ask()).isEmpty();

    peers().recovered(rig.loop.nanos());

    assertThat(rig.ask()).isPresent();
  }

  @Test
  void half_as_many_failures_open_it_for_a_while_after_a_hint() {
    peers().opened(rig.loop.nanos());
    rig.fail(2);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    rig.fail(1);
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }

  @Test
  void a_hint_alone_opens_nothing_and_is_forgotten() {
    peers().opened(rig.loop.nanos());
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    rig.advance(Duration.ofSeconds(11));
    rig.fail(4);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }
}
