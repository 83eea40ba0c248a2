package dev.sluice.lab.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.lab.affinity.Hour.Result;
import dev.sluice.lab.affinity.Hour.Way;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An hour of coding agents over targets with prompt caches, in virtual time, through the gateway's
/// own choice and admission.
class AffinityTest {
  private static final boolean LONG = System.getProperty("sluice.long") != null;
  private static final int TARGETS = 8;
  private static final int SESSIONS = LONG ? 300 : 60;

  /// In the long form over four targets, too, and with three times as many conversations.
  @Test
  void the_bounds_hold_over_eight_targets() throws Exception {
    List<Integer> targets = LONG ? List.of(4, TARGETS) : List.of(TARGETS);
    var out = new ByteArrayOutputStream();
    int code =
        AffinityLab.run(
            new AffinityOptions(targets, SESSIONS, 1), new PrintStream(out, true, UTF_8));
    assertThat(out.toString(UTF_8)).contains("holds").doesNotContain("BROKEN");
    assertThat(code).isZero();
  }

  /// A table that cannot say so would show nothing.
  @Test
  void a_single_conversation_has_more_than_a_fair_share() throws Exception {
    var out = new ByteArrayOutputStream();
    int code =
        AffinityLab.run(new AffinityOptions(List.of(4), 1, 1), new PrintStream(out, true, UTF_8));
    assertThat(out.toString(UTF_8)).contains("BROKEN");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void one_target_is_no_choice() {
    assertThatThrownBy(() -> new AffinityOptions(List.of(1), 300, 1))
        .hasMessageContaining("is 1; it must be from 2 to 64");
  }

  @Test
  void a_target_that_is_set_aside_moves_only_its_own_conversations_and_they_stay_away()
      throws Exception {
    List<AgentMix.Ask> mix = AgentMix.calls(SESSIONS, 1);
    int usual = new Hour(Way.PREFIX, TARGETS, new TestGate(0, 0)).play(mix).moves();
    var gate = new TestGate(Duration.ofMinutes(20).toNanos(), Duration.ofMinutes(25).toNanos());
    Result result = new Hour(Way.PREFIX, TARGETS, gate).play(mix);
    assertThat(result.moves()).isBetween(usual - 20, usual + 20);
    assertThat(result.hits()).isGreaterThanOrEqualTo(0.9);
    assertThat(gate.refused).isPositive();
  }

  /// Is closed for a while.
  private static final class TestGate implements Gate {
    private final long from;
    private final long to;
    private int refused;

    TestGate(long from, long to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      Failed why = new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.empty());
      boolean shut = now >= from && now < to;
      refused += shut ? 1 : 0;
      return shut ? Optional.of(new Closed(why, to)) : Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      return _ -> {};
    }
  }
}
