package dev.sluice.internal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlacementsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Placements placements = new Placements();
  private final Option a = new Option("a/x", "a/x");
  private final Option b = new Option("b/y", "b/y");
  private final Option c = new Option("c/z", "c/z");
  private final List<Option> all = List.of(a, b, c);
  private long now = 1;

  @Test
  void a_conversation_has_the_same_order_each_time_and_in_each_process() {
    List<Option> order = placements.order(7, all, now);
    assertThat(placements.order(7, List.of(c, a, b), now)).isEqualTo(order);
    Option same = new Option("a/x", "a/x");
    assertThat(same.score(7)).isEqualTo(a.score(7));
  }

  @Test
  void weights_share_the_conversations() {
    a.weigh(3);
    Map<Option, Integer> first = new HashMap<>();
    for (long conversation = 1; conversation <= 10_000; conversation++) {
      first.merge(placements.order(conversation, all, now).getFirst(), 1, Integer::sum);
    }
    assertThat(first.get(a)).isBetween(5_800, 6_200);
    assertThat(first.get(b)).isBetween(1_850, 2_150);
  }

  @Test
  void an_option_that_is_gone_moves_its_own_conversations_alone() {
    for (long conversation = 1; conversation <= 1_000; conversation++) {
      Option before = placements.order(conversation, all, now).getFirst();
      Option without = placements.order(conversation, List.of(a, b), now).getFirst();
      assertThat(without).isEqualTo(before == c ? without : before);
    }
  }

  @Test
  void what_has_moved_stays_until_it_was_idle_for_five_minutes() {
    List<Option> order = placements.order(7, all, now);
    placements.placed(7, order.get(1), all, now);
    now += 299 * SECOND;
    assertThat(placements.order(7, all, now).getFirst()).isEqualTo(order.get(1));
    placements.placed(7, order.get(1), all, now);
    now += 299 * SECOND;
    assertThat(placements.order(7, all, now).getFirst()).isEqualTo(order.get(1));
    now += 2 * SECOND;
    assertThat(placements.order(7, all, now)).isEqualTo(order);
    placements.placed(7, order.getFirst(), all, now);
    assertThat(placements.moved()).isZero();
  }

  @Test
  void what_moved_longest_ago_is_forgotten_first_so_that_the_table_is_bounded() {
    for (long conversation = 1; conversation <= 20_000; conversation++) {
      placements.placed(conversation, placements.order(conversation, all, now).getLast(), all, now);
    }
    assertThat(placements.moved()).isEqualTo(16_384);
    Option of = placements.order(20_000, all, now).getFirst();
    assertThat(of.score(20_000)).isLessThan(Math.max(a.score(20_000), b.score(20_000)));
  }

  @Test
  void an_option_that_is_ahead_comes_last_although_a_conversation_prefers_it() {
    Option first = placements.order(7, all, now).getFirst();
    for (int i = 0; i < 100; i++) {
      placements.granted(first, now);
    }
    assertThat(placements.order(7, all, now).getLast()).isEqualTo(first);
    now += Duration.ofHours(1).toNanos();
    assertThat(placements.order(7, all, now).getFirst()).isEqualTo(first);
  }

  @Test
  void few_conversations_share_fairly_and_do_not_wander() {
    var random = new SplittableRandom(1);
    Map<Option, Integer> calls = new HashMap<>();
    Map<Long, Option> last = new HashMap<>();
    int moved = 0;
    for (int i = 0; i < 6_000; i++) {
      now += SECOND / 2;
      long conversation = random.nextLong(1, 31);
      Option at = placements.order(conversation, all, now).getFirst();
      placements.granted(at, now);
      placements.placed(conversation, at, all, now);
      calls.merge(at, 1, Integer::sum);
      Option before = last.put(conversation, at);
      moved += before != null && before != at ? 1 : 0;
    }
    assertThat(calls.values()).allMatch(count -> count < 1.25 * 2_000);
    assertThat(moved).isLessThan(60);
  }
}
