package dev.sluice.internal.admission.queue;

import static dev.sluice.call.request.Band.BATCH;
import static dev.sluice.call.request.Band.CRITICAL;
import static dev.sluice.call.request.Band.INTERACTIVE;
import static dev.sluice.call.request.Band.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Ticket.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How much may wait, and which calls are displaced when that is too much.
class BoundsTest {
  private static final QueueConfig TOKENS = config(5_000, 1 << 30);
  private static final QueueConfig BYTES = config(1_000_000, 5_000);

  static List<QueueConfig> bounds() {
    return List.of(TOKENS, BYTES);
  }

  @Test
  void a_full_queue_refuses_and_a_higher_band_displaces_the_newest_of_the_lowest() {
    var config = new QueueConfig(3, 1_000_000, 1 << 30, Duration.ofSeconds(30), false);
    var small = new Scene(1_000, Map.of(), config);
    List<Ticket> waiting =
        List.of(small.offer(NORMAL, 1_000), small.offer(BATCH, 100), small.offer(BATCH, 100));
    Ticket batch = small.offer(BATCH, 100);
    assertThat(((Failed.Shed) batch.refusal()).reason()).isEqualTo(Failed.Reason.QUEUE_FULL);
    assertThat(((Failed.Shed) batch.refusal()).comeBack()).isPresent();
    Ticket normal = small.offer(NORMAL, 100);
    assertThat(normal.state()).isEqualTo(State.WAITING);
    assertThat(small.decided).containsExactly(waiting.get(2));
    assertThat(waiting.get(2).state()).isEqualTo(State.REFUSED);
  }

  @Test
  void tokens_and_bytes_are_bounded_too() {
    for (QueueConfig config :
        List.of(
            new QueueConfig(100, 5_000, 1 << 30, Duration.ofSeconds(30), false),
            new QueueConfig(100, 1_000_000, 5_000, Duration.ofSeconds(30), false))) {
      var bounded = new Scene(1_000, Map.of(), config);
      assertThat(bounded.offer(NORMAL, 3_000).state()).isEqualTo(State.WAITING);
      assertThat(bounded.offer(NORMAL, 3_000).state()).isEqualTo(State.REFUSED);
      assertThat(bounded.offer(NORMAL, 1_000).state()).isEqualTo(State.WAITING);
    }
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void no_call_is_displaced_by_one_that_is_larger_than_the_queue(QueueConfig config) {
    var bounded = new Scene(1_000, Map.of(), config);
    List<Ticket> waiting = threeOfBatch(bounded);
    Ticket large = bounded.offer(CRITICAL, 8_000);
    assertThat(large.state()).isEqualTo(State.REFUSED);
    assertThat(bounded.decided).isEmpty();
    assertThat(waiting).allMatch(ticket -> ticket.state() == State.WAITING);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void one_that_is_larger_than_the_queue_is_told_when_it_need_not_wait(QueueConfig config) {
    for (int tokensPerSecond : List.of(1_000, 100)) {
      var bounded = new Scene(tokensPerSecond, Map.of(), config);
      assertThat(bounded.offer(NORMAL, 5_001).refusal())
          .isInstanceOfSatisfying(
              Failed.Shed.class,
              shed -> {
                assertThat(shed.reason()).isEqualTo(Failed.Reason.EXCEEDS_QUEUE);
                assertThat(shed.comeBack().orElseThrow()).isPositive();
              });
    }
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void one_that_is_larger_than_the_queue_goes_where_it_need_not_wait(QueueConfig config) {
    var bounded = new Scene(1_000, Map.of(), config);
    bounded.pass(Duration.ofSeconds(9));
    assertThat(bounded.offer(NORMAL, 8_000).state()).isEqualTo(State.GRANTED);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void no_call_is_displaced_where_that_is_not_enough(QueueConfig config) {
    var bounded = new Scene(1_000, Map.of(), config);
    bounded.offer(INTERACTIVE, 2_500);
    bounded.offer(BATCH, 1_000);
    bounded.offer(BATCH, 1_000);
    Ticket large = bounded.offer(INTERACTIVE, 3_000);
    assertThat(bounded.decided).isEmpty();
    var why = (Failed.Shed) large.refusal();
    assertThat(why.reason()).isEqualTo(Failed.Reason.QUEUE_FULL);
    assertThat(why.comeBack()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void no_more_give_way_than_must(QueueConfig config) {
    var bounded = new Scene(1_000, Map.of(), config);
    List<Ticket> waiting = threeOfBatch(bounded);
    assertThat(bounded.offer(CRITICAL, 3_500).state()).isEqualTo(State.WAITING);
    assertThat(bounded.decided).containsExactly(waiting.get(2), waiting.get(1));
    assertThat(waiting.get(0).state()).isEqualTo(State.WAITING);
  }

  private static List<Ticket> threeOfBatch(Scene scene) {
    return List.of(scene.offer(BATCH, 1_000), scene.offer(BATCH, 1_000), scene.offer(BATCH, 1_000));
  }

  private static QueueConfig config(long tokens, long bytes) {
    return new QueueConfig(100, tokens, bytes, Duration.ofSeconds(30), false);
  }
}
