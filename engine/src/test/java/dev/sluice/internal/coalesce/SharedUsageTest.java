package dev.sluice.internal.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The usage of a shared call, in every order in which its members and its end can come. Each step
/// is one atomic change, so that there are no others.
class SharedUsageTest {
  private static final Usage USED = new Usage(17, 11, 5, false);
  private static final int END = 0;
  private static final int MOST = 4;

  /// All orders of the end and so many members.
  private static List<List<Integer>> orders(List<Integer> left) {
    if (left.isEmpty()) {
      return List.of(List.of());
    }
    var orders = new ArrayList<List<Integer>>();
    for (Integer first : left) {
      List<Integer> rest = left.stream().filter(other -> !other.equals(first)).toList();
      for (List<Integer> behind : orders(rest)) {
        var order = new ArrayList<>(List.of(first));
        order.addAll(behind);
        orders.add(order);
      }
    }
    return orders;
  }

  private static List<List<Integer>> orders(int members) {
    return orders(IntStream.rangeClosed(END, members).boxed().collect(Collectors.toList()));
  }

  /// What all members owe together.
  ///
  /// @param reads whether the members that are there at the end read it, or leave before they do
  private static long owed(List<Integer> order, boolean reads, boolean owed) {
    var shared = new SharedUsage();
    IntStream.range(1, order.size()).forEach(_ -> shared.join());
    shared.uses(USED);
    long sum = 0;
    boolean ended = false;
    for (Integer next : order) {
      if (next == END) {
        shared.end(owed);
        ended = true;
      } else {
        sum += (ended && reads ? shared.take() : shared.leave()).input();
      }
    }
    return sum;
  }

  @Test
  void what_members_owe_adds_up_to_the_whole_in_every_order() {
    for (int members = 1; members <= MOST; members++) {
      for (List<Integer> order : orders(members)) {
        for (boolean reads : List.of(true, false)) {
          assertThat(owed(order, reads, true))
              .as("%s, 0 is the end, %s", order, reads)
              .isEqualTo(USED.input());
        }
      }
    }
  }

  @Test
  void of_a_failure_before_the_beginning_no_member_that_was_there_owes_a_part() {
    for (List<Integer> order : orders(MOST)) {
      long due = order.getLast() == END ? USED.input() : 0;
      assertThat(owed(order, false, false)).as("%s, 0 is the end", order).isEqualTo(due);
    }
  }

  /// The same, of a call whose attempt fails, and is told as lost where no member owes it.
  private static long told(List<Integer> order) {
    var shared = new SharedUsage();
    IntStream.range(1, order.size()).forEach(_ -> shared.join());
    shared.uses(USED);
    long sum = 0;
    for (Integer next : order) {
      boolean disowned = next == END && shared.disown();
      sum += disowned ? USED.input() : 0;
      sum += next == END ? 0 : shared.leave().input();
    }
    return sum;
  }

  @Test
  void an_attempt_that_fails_is_told_once_in_every_order() {
    for (int members = 1; members <= MOST; members++) {
      for (List<Integer> order : orders(members)) {
        assertThat(told(order)).as("%s, 0 is the failure", order).isEqualTo(USED.input());
      }
    }
  }

  @Test
  void between_two_attempts_there_is_nothing_to_owe() {
    var shared = new SharedUsage();
    shared.join();
    shared.uses(USED);
    shared.begin();
    assertThat(shared.leave()).isEqualTo(SharedUsage.NOTHING);
  }

  @Test
  void an_attempt_that_was_sent_is_owed_though_it_has_told_nothing() {
    var shared = new SharedUsage();
    shared.join();
    shared.begin();
    shared.sent();
    assertThat(shared.leave()).isEqualTo(Usage.NONE);
    assertThat(shared.disown()).isFalse();
  }

  @Test
  void an_attempt_is_told_as_lost_that_begins_when_all_have_left() {
    var shared = new SharedUsage();
    shared.join();
    shared.uses(USED);
    assertThat(shared.leave()).isEqualTo(USED);
    shared.begin();
    shared.uses(USED);
    assertThat(shared.disown()).isTrue();
  }

  @Test
  void what_was_told_stays_while_the_attempt_goes_on() {
    var shared = new SharedUsage();
    shared.join();
    shared.uses(USED);
    shared.sent();
    assertThat(shared.leave()).isEqualTo(USED);
  }

  @Test
  void a_member_that_joins_behind_the_end_has_no_part() {
    var shared = new SharedUsage();
    shared.join();
    shared.uses(USED);
    shared.end(true);
    shared.join();
    assertThat(shared.take()).isEqualTo(USED);
    assertThat(shared.take()).isEqualTo(SharedUsage.NOTHING);
  }
}
