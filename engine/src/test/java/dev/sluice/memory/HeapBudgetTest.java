package dev.sluice.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.MemoryBudget.Use;
import dev.sluice.call.runtime.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
  private static final List<Use> USES = List.of(Use.values());
  private static final long KIB = 1024;
  private static final long MAX = 16 * 1024 * KIB;
  private static final long LARGE = 1024 * KIB;

  private final HeapBudget budget = new HeapBudget(MAX);

  @Test
  void a_reservation_counts_until_it_is_closed_and_is_given_back_once() {
    Reservation one = held(Use.BODY, "a", 1000);
    Reservation other = held(Use.BODY, "b", 500);
    assertThat(budget.used()).isEqualTo(1500);
    one.close();
    one.close();
    assertThat(budget.used()).isEqualTo(500);
    assertThat(one.resize(1)).isFalse();
    other.close();
    assertNothingHeld();
  }

  @Test
  void what_grows_by_little_is_counted_in_steps() {
    Reservation part = budget.reserve(Use.ANSWER, "a");
    assertThat(part.resize(300)).isTrue();
    assertThat(budget.used()).isEqualTo(300);
    assertThat(part.resize(301)).isTrue();
    assertThat(budget.used()).isEqualTo(16 * KIB);
    assertThat(part.resize(16 * KIB)).isTrue();
    assertThat(budget.used()).isEqualTo(16 * KIB);
    assertThat(part.resize(16 * KIB + 1)).isTrue();
    assertThat(budget.used()).isEqualTo(32 * KIB);
    part.close();
    assertNothingHeld();
  }

  @Test
  void what_shrinks_is_given_back_at_once() {
    Reservation part = held(Use.COPY, "a", LARGE);
    assertThat(part.resize(100 * KIB)).isTrue();
    assertThat(budget.used(Use.COPY)).isEqualTo(100 * KIB);
    assertThat(part.resize(0)).isTrue();
    assertNothingHeld();
    assertThat(part.resize(50)).isTrue();
    part.close();
    assertNothingHeld();
  }

  @Test
  void copies_stop_at_three_quarters() {
    fill(Use.COPY, MAX / 4 * 3);
    assertThat(refused(Use.COPY, "x", 1)).isTrue();
    assertThat(refused(Use.BODY, "x", LARGE)).isFalse();
  }

  @Test
  void the_last_sixteenth_is_for_small_parts() {
    fill(Use.ANSWER, MAX / 16 * 15);
    assertThat(refused(Use.ANSWER, "x", HeapBudget.SMALL + 1)).isTrue();
    for (int i = 0; i < 16; i++) {
      assertThat(refused(Use.BODY, "x", HeapBudget.SMALL)).isFalse();
    }
    assertThat(refused(Use.BODY, "x", 1)).isTrue();
    assertThat(budget.refused(Use.BODY)).isEqualTo(1);
    assertThat(budget.refused(Use.ANSWER)).isEqualTo(1);
  }

  @Test
  void one_client_alone_may_have_half() {
    for (int i = 0; i < 8; i++) {
      assertThat(refused(Use.BODY, "only", LARGE)).isFalse();
    }
    assertThat(refused(Use.BODY, "only", LARGE)).as("one goes beyond").isFalse();
    assertThat(refused(Use.BODY, "only", LARGE)).isTrue();
    assertThat(refused(Use.BODY, "another", LARGE)).isFalse();
  }

  @Test
  void above_half_a_clients_large_parts_have_a_quarter_together() {
    fill(Use.BODY, MAX / 2);
    for (int i = 0; i < 4; i++) {
      assertThat(refused(Use.BODY, "greedy", LARGE)).isFalse();
    }
    assertThat(refused(Use.BODY, "greedy", LARGE)).as("one goes beyond").isFalse();
    assertThat(refused(Use.BODY, "greedy", LARGE)).isTrue();
    assertThat(refused(Use.BODY, "greedy", HeapBudget.SMALL)).isFalse();
    assertThat(refused(Use.BODY, "modest", LARGE)).isFalse();
    assertThat(refused(Use.BODY, "modest", HeapBudget.SMALL)).isFalse();
  }

  @Test
  void a_part_knows_whether_it_was_refused_for_its_clients_share_alone() {
    fill(Use.BODY, MAX / 2);
    held(Use.ANSWER, "greedy", 5 * LARGE);
    Reservation more = budget.reserve(Use.ANSWER, "greedy");
    assertThat(more.resize(LARGE)).isFalse();
    assertThat(more.shareIsFull()).isTrue();
    assertThat(more.resize(MAX)).isFalse();
    assertThat(more.shareIsFull()).isFalse();
  }

  @Test
  void one_client_cannot_fill_it_with_small_parts() {
    int taken = 0;
    while (!refused(Use.BODY, "greedy", HeapBudget.SMALL)) {
      taken++;
    }
    assertThat(taken * HeapBudget.SMALL)
        .isBetween(MAX / 2, MAX / 2 + MAX / 4 + 2 * HeapBudget.SMALL);
    assertThat(refused(Use.BODY, "modest", HeapBudget.SMALL)).isFalse();
  }

  /// Or else a body that the limit allows could never be taken.
  @Test
  void a_clients_only_large_part_may_be_larger_than_its_share() {
    assertThat(refused(Use.BODY, "x", HeapBudget.largest(MAX))).isFalse();
    assertThat(refused(Use.BODY, "x", LARGE)).isTrue();
  }

  /// Or else each could be refused for the others, and none be taken.
  @Test
  void of_a_clients_large_parts_that_grow_side_by_side_one_may_go_on() {
    Reservation first = held(Use.BODY, "x", 4 * LARGE);
    Reservation second = held(Use.BODY, "x", 4 * LARGE);
    assertThat(second.resize(5 * LARGE)).isTrue();
    assertThat(first.resize(5 * LARGE)).isFalse();
    assertThat(second.resize(6 * LARGE)).isTrue();
    second.close();
    fill(Use.BODY, 4 * LARGE);
    assertThat(first.resize(5 * LARGE)).isTrue();
    assertThat(refused(Use.BODY, "x", LARGE)).isTrue();
  }

  @Test
  void a_part_that_does_not_grow_keeps_no_other_from_going_beyond_their_share() {
    held(Use.BODY, "x", LARGE);
    fill(Use.BODY, MAX / 2);
    Reservation growing = held(Use.BODY, "x", LARGE);
    assertThat(growing.resize(5 * LARGE)).isTrue();
  }

  @Test
  void an_unknown_owner_has_no_share() {
    fill(Use.BODY, MAX / 2);
    for (int i = 0; i < 7; i++) {
      assertThat(refused(Use.ANSWER, SchedulingHints.NOBODY, LARGE)).isFalse();
    }
  }

  @Test
  void a_refused_growth_changes_nothing() {
    Reservation more = held(Use.ANSWER, "x", LARGE);
    Reservation part = held(Use.ANSWER, "x", 2 * LARGE);
    fill(Use.BODY, MAX / 2);
    assertThat(more.resize(3 * LARGE)).as("goes beyond").isTrue();
    long before = budget.used();
    assertThat(part.resize(4 * LARGE)).isFalse();
    assertThat(budget.used()).isEqualTo(before);
    more.close();
    assertThat(part.resize(4 * LARGE)).isTrue();
    part.close();
    assertThat(refused(Use.ANSWER, "x", 4 * LARGE)).isFalse();
  }

  @Test
  void it_is_tight_above_three_quarters() {
    fill(Use.BODY, MAX / 4 * 3);
    assertThat(budget.tight("x")).isFalse();
    held(Use.BODY, "x", 1);
    assertThat(budget.tight("x")).isTrue();
  }

  @Test
  void it_is_tight_for_a_client_that_has_used_most_of_what_it_may_have() {
    for (int i = 0; i < 7; i++) {
      held(Use.ANSWER, "only", LARGE);
    }
    assertThat(budget.tight("only")).isTrue();
    assertThat(budget.tight("another")).isFalse();
    assertThat(budget.tight(SchedulingHints.NOBODY)).isFalse();
  }

  @Test
  void kinds_add_up_to_what_is_used() {
    held(Use.BODY, "a", 100);
    held(Use.ANSWER, "a", 20);
    held(Use.COPY, "a", 3);
    assertThat(budget.used(Use.BODY)).isEqualTo(100);
    assertThat(budget.used(Use.ANSWER)).isEqualTo(20);
    assertThat(budget.used(Use.COPY)).isEqualTo(3);
    assertThat(budget.used()).isEqualTo(123);
  }

  @Test
  void an_absurd_size_does_not_overflow() {
    var all = new HeapBudget(Long.MAX_VALUE);
    assertThat(all.reserve(Use.BODY, "x").resize(Long.MAX_VALUE / 16 * 14)).isTrue();
    assertThat(all.reserve(Use.BODY, "x").resize(Long.MAX_VALUE / 16 * 14)).isFalse();
  }

  @Test
  void a_budget_of_nothing_cannot_be_made() {
    assertThatThrownBy(() -> new HeapBudget(0)).isInstanceOf(IllegalArgumentException.class);
  }

  /// A call's thread closes what a loop is growing.
  @Test
  void whatever_happens_at_once_all_is_given_back_and_the_bound_holds() throws Exception {
    var most = new ArrayList<Future<Long>>();
    try (var pool = Executors.newFixedThreadPool(4);
        var closers = Executors.newFixedThreadPool(2)) {
      for (int worker = 0; worker < 4; worker++) {
        var random = RandomGenerator.of("L64X128MixRandom");
        String owner = "owner-" + worker % 2;
        most.add(pool.submit(() -> hammer(closers, owner, random)));
      }
      for (var seen : most) {
        assertThat(seen.get()).isPositive().isLessThanOrEqualTo(MAX);
      }
    }
    assertNothingHeld();
  }

  private long hammer(Executor closers, String owner, RandomGenerator random) {
    long most = 0;
    for (int i = 0; i < 5_000; i++) {
      Use use = USES.get(random.nextInt(USES.size()));
      Reservation part = budget.reserve(use, owner);
      for (int step = 0; step < 4; step++) {
        part.resize(random.nextLong(6 * LARGE));
        most = Math.max(most, budget.used());
      }
      closers.execute(part::close);
      part.resize(random.nextLong(LARGE));
    }
    return most;
  }

  private Reservation held(Use use, String owner, long bytes) {
    Reservation part = budget.reserve(use, owner);
    assertThat(part.resize(bytes)).isTrue();
    return part;
  }

  /// By as many clients as it takes.
  private List<Reservation> fill(Use use, long bytes) {
    var parts = new ArrayList<Reservation>();
    for (long left = bytes; left > 0; left -= LARGE) {
      parts.add(held(use, "client-" + left, Math.min(left, LARGE)));
    }
    return parts;
  }

  private boolean refused(Use use, String owner, long bytes) {
    return !budget.reserve(use, owner).resize(bytes);
  }

  private void assertNothingHeld() {
    assertThat(budget.used()).isZero();
    for (Use use : USES) {
      assertThat(budget.used(use)).isZero();
    }
    assertThat(budget.owners()).isZero();
  }
}
