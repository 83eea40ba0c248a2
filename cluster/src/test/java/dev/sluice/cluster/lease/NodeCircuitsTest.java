package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.share.SharedCircuits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A circuit of a node among four.
class NodeCircuitsTest {
  private final VirtualAgenda agenda = new VirtualAgenda();
  private final FakeLink link = new FakeLink();
  private final List<String> heard = new ArrayList<>();
  private final NodeShares shares =
      new NodeShares(
          new ClusterTerms("test", "a", "000000000000000a", "a", FakeLink.NODES),
          link,
          agenda,
          _ -> 1,
          _ -> {});
  private final SharedCircuits.Listener listener =
      new SharedCircuits.Listener() {
        @Override
        public void opened(long now) {
          heard.add("failed");
        }

        @Override
        public void recovered(long now) {
          heard.add("recovered");
        }
      };
  private final SharedCircuits.Member circuit =
      shares.circuits().join("target", listener, Runnable::run);

  @BeforeEach
  void join() {
    shares.start();
    pass(2_000);
  }

  private void pass(long millis) {
    agenda.pass(Duration.ofMillis(millis));
  }

  private boolean mayTry() {
    return circuit.nextTry(agenda.nanos()) <= agenda.nanos();
  }

  private void tell(String what) {
    tell(what, 10_000);
  }

  /// @param rest for how long it is kept
  private void tell(String what, int rest) {
    long number = Long.parseUnsignedLong(NodeShares.digest("target"), 16);
    String line = new CircuitLine("b", number, what.equals("recovered")).text();
    link.lines.accept("1 " + rest + "000 " + line);
    pass(0);
  }

  @Test
  void a_turn_is_asked_for_and_lasts_five_seconds() {
    assertThat(mayTry()).isFalse();
    pass(1);
    assertThat(mayTry()).isTrue();
    pass(4_900);
    assertThat(mayTry()).isTrue();
    pass(200);
    assertThat(mayTry()).isFalse();
    assertThat(link.turns).isEqualTo(1);
  }

  @Test
  void who_does_not_get_it_asks_again_after_a_quarter_of_a_second() {
    link.turn = Optional.of("0");
    assertThat(mayTry()).isFalse();
    pass(1);
    for (int i = 0; i < 4; i++) {
      assertThat(mayTry()).isFalse();
      pass(50);
    }
    assertThat(link.turns).isEqualTo(1);
    pass(50);
    link.turn = Optional.of("1");
    assertThat(mayTry()).isFalse();
    pass(1);
    assertThat(mayTry()).isTrue();
  }

  @Test
  void a_node_that_is_alone_tries_by_itself() {
    link.up = false;
    pass(1_000);
    assertThat(mayTry()).isTrue();
    assertThat(link.turns).isZero();
  }

  @Test
  void a_question_without_an_answer_makes_it_try_by_itself() {
    link.turn = Optional.empty();
    assertThat(mayTry()).isFalse();
    pass(21);
    assertThat(mayTry()).isTrue();
  }

  @Test
  void all_may_try_what_has_recovered_elsewhere() {
    link.turn = Optional.of("0");
    tell("recovered");
    assertThat(heard).containsExactly("recovered");
    assertThat(mayTry()).isTrue();
  }

  @Test
  void what_others_have_just_told_is_not_told_again() {
    tell("failed");
    circuit.opened();
    pass(1);
    assertThat(link.told).isEmpty();
    circuit.recovered();
    pass(1);
    assertThat(link.told).singleElement().asString().endsWith("|recovered");
    circuit.opened();
    pass(1);
    assertThat(link.told).hasSize(2).last().asString().endsWith("|failed");
  }

  @Test
  void what_is_read_once_more_is_not_heard_again() {
    tell("failed");
    pass(4_000);
    tell("failed", 6_000);
    assertThat(heard).containsExactly("failed");
    tell("recovered", 9_000);
    assertThat(heard).containsExactly("failed", "recovered");
    tell("failed", 6_000);
    assertThat(heard).hasSize(2);
  }

  @Test
  void what_was_told_before_this_node_knew_is_heard_when_it_is_read() {
    tell("failed", 3_000);
    assertThat(heard).containsExactly("failed");
  }

  @Test
  void a_recovery_before_the_circuit_opened_here_is_none() {
    circuit.opened();
    pass(2_000);
    tell("recovered", 5_000);
    assertThat(heard).isEmpty();
    tell("recovered", 9_000);
    assertThat(heard).containsExactly("recovered");
  }

  @Test
  void what_has_not_failed_has_not_recovered() {
    circuit.recovered();
    pass(1);
    assertThat(link.told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "circuit",
        "circuit|b|zz|failed",
        "circuit|b|0000000000000001|broken",
        "hold|b|0000000000000001|failed",
      })
  void anything_else_is_dropped(String text) {
    assertThat(CircuitLine.parse(text)).isEmpty();
    assertThat(CircuitLine.parse("x".repeat(1_000))).isEmpty();
  }

  @Test
  void more_than_can_be_heard_is_dropped() {
    long number = Long.parseUnsignedLong(NodeShares.digest("target"), 16);
    String line = "1 10000000 " + new CircuitLine("b", number, false).text();
    for (int i = 0; i < 5_000; i++) {
      link.lines.accept(line);
    }
    link.lines.accept(line + "|" + "x".repeat(100_000));
    pass(0);
    assertThat(heard).hasSize(1_024);
    tell("failed");
    assertThat(heard).hasSize(1_025);
  }
}
