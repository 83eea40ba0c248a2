package dev.sluice.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.internal.batch.Placement.AtOnce;
import dev.sluice.internal.batch.Placement.Together;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private static final long MS = 1_000_000;

  private final Batcher batcher = new Batcher(new BatchConfig(4, Duration.ofMillis(20)));
  private final Embeddings embeddings = new Embeddings();

  @Test
  void a_call_of_an_idle_key_is_sent_at_once() {
    assertThat(((AtOnce) enter("a", 0)).urgent()).isFalse();
  }

  @Test
  void calls_of_a_busy_key_are_gathered() {
    enter("a", 0);
    Together first = together("b", 1);
    Together second = together("c", 2);
    assertThat(first.opened()).isTrue();
    assertThat(second.opened()).isFalse();
    assertThat(second.group()).isSameAs(first.group());
    assertThat(isClosed(first)).isFalse();
  }

  @Test
  void what_gathers_is_sent_when_the_lane_is_idle_again() {
    AtOnce alone = (AtOnce) enter("a", 0);
    Together gathered = together("b", 1);
    batcher.ended(alone.state(), 7 * MS);
    assertThat(isClosed(gathered)).isTrue();
    assertThat(gathered.group().reason).isEqualTo(Batch.Reason.FREE);
    assertThat(gathered.group().waited()).isEqualTo(Duration.ofMillis(6));
  }

  @Test
  void no_wait_is_below_zero_where_who_sends_it_looked_at_the_clock_first() {
    AtOnce alone = (AtOnce) enter("a", 0);
    Together gathered = together("b", 5);
    batcher.ended(alone.state(), 4 * MS);
    assertThat(gathered.group().waited()).isZero();
  }

  @Test
  void it_is_sent_when_it_is_full() {
    enter("a", 0);
    Together gathered = together("b", 1);
    together("c", 1);
    together("d", 1);
    together("e", 2);
    assertThat(isClosed(gathered)).isTrue();
    assertThat(gathered.group().reason).isEqualTo(Batch.Reason.FULL);
    assertThat(together("f", 3).group()).isNotSameAs(gathered.group());
  }

  @Test
  void what_does_not_fit_any_more_opens_another_group() {
    enter("a", 0);
    Together gathered = together("b", 1);
    Together large = together("c d e f", 2);
    assertThat(isClosed(gathered)).isTrue();
    assertThat(large.opened()).isTrue();
  }

  @Test
  void it_is_sent_when_the_first_has_waited_long_enough() {
    enter("a", 0);
    Together gathered = together("b", 1);
    assertThat(batcher.close(gathered.group(), 21 * MS)).hasSize(1);
    assertThat(gathered.group().reason).isEqualTo(Batch.Reason.WAIT);
  }

  @Test
  void a_batch_under_way_keeps_its_key_busy() {
    AtOnce alone = (AtOnce) enter("a", 0);
    Together gathered = together("b", 1);
    batcher.ended(alone.state(), 2 * MS);
    Together next = together("c", 3);
    assertThat(isClosed(next)).isFalse();
    batcher.finish(gathered.group(), 4 * MS);
    assertThat(isClosed(next)).isTrue();
  }

  @Test
  void other_properties_another_tenant_and_another_band_have_lanes_of_their_own() {
    enter("a", 0);
    for (Embeddings other : Embeddings.others()) {
      BatchedCall member = other.member("a");
      assertThat(batcher.enter(other.key(member), member, 0)).isInstanceOf(AtOnce.class);
    }
  }

  @Test
  void a_call_without_time_to_wait_goes_alone() {
    enter("a", 0);
    BatchedCall hurried = embeddings.member("b", Duration.ofMillis(19));
    assertThat(((AtOnce) batcher.enter(embeddings.key(hurried), hurried, 0)).urgent()).isTrue();
    batcher.took(100 * MS);
    BatchedCall late = embeddings.member("c", Duration.ofMillis(219));
    BatchedCall patient = embeddings.member("d", Duration.ofMillis(221));
    assertThat(batcher.enter(embeddings.key(late), late, 0)).isInstanceOf(AtOnce.class);
    assertThat(batcher.enter(embeddings.key(patient), patient, 0)).isInstanceOf(Together.class);
  }

  @Test
  void the_last_one_that_leaves_ends_the_shared_call() {
    enter("a", 0);
    BatchedCall one = embeddings.member("b");
    BatchedCall other = embeddings.member("c");
    Together gathered = (Together) batcher.enter(embeddings.key(one), one, 0);
    batcher.enter(embeddings.key(other), other, 0);
    CallHandle running = () -> {};
    assertThat(batcher.launched(gathered.group(), running)).isFalse();
    assertThat(batcher.leave(one)).isEmpty();
    assertThat(batcher.leave(one)).isEmpty();
    assertThat(batcher.leave(other)).isEqualTo(Optional.of(running));
  }

  @Test
  void no_call_joins_a_batch_that_all_have_left() {
    enter("a", 0);
    BatchedCall one = embeddings.member("b");
    Together gathered = (Together) batcher.enter(embeddings.key(one), one, 0);
    batcher.leave(one);
    assertThat(batcher.launched(gathered.group(), () -> {})).isTrue();
    assertThat(together("c", 1).opened()).isTrue();
  }

  @Test
  void a_key_without_calls_is_forgotten() {
    AtOnce alone = (AtOnce) enter("a", 0);
    Together gathered = together("b", 1);
    batcher.ended(alone.state(), 2 * MS);
    assertThat(batcher.keysInUse()).isEqualTo(1);
    List<BatchedCall> left = batcher.finish(gathered.group(), 3 * MS);
    assertThat(left).hasSize(1);
    assertThat(batcher.keysInUse()).isZero();
  }

  @Test
  void a_call_that_is_to_go_alone_keeps_its_key_busy_unless_it_has_left() {
    AtOnce alone = (AtOnce) enter("a", 0);
    BatchedCall here = embeddings.member("b");
    BatchedCall gone = embeddings.member("c");
    Batch batch = ((Together) batcher.enter(embeddings.key(here), here, 0)).group();
    batcher.enter(embeddings.key(gone), gone, 0);
    batcher.close(batch, 1);
    gone.leave();
    batcher.alone(batch, here);
    batcher.alone(batch, gone);
    batcher.ended(alone.state(), 2);
    assertThat(batcher.finish(batch, 3)).isEmpty();
    assertThat(batcher.keysInUse()).isEqualTo(1);
    assertThat(here.leave()).get().isInstanceOf(MemberResult.Alone.class);
    batcher.ended(batch.state(), 4);
    assertThat(batcher.keysInUse()).isZero();
  }

  @Test
  void a_configuration_that_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> new BatchConfig(1, Duration.ofMillis(1))).hasMessageContaining("2048");
    assertThatThrownBy(() -> new BatchConfig(2, Duration.ZERO)).hasMessageContaining("above zero");
  }

  private Together together(String input, long ms) {
    return (Together) enter(input, ms);
  }

  private Placement enter(String input, long ms) {
    BatchedCall member = embeddings.member(input);
    return batcher.enter(embeddings.key(member), member, ms * MS);
  }

  private static boolean isClosed(Together together) {
    return together.group().closed.getCount() == 0;
  }
}
