package dev.sluice.internal.permodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SharedUntilAnsweredTest {
  private static final String SHARED = "of all";

  private final List<String> gone = new ArrayList<>();
  private final List<String> settled = new ArrayList<>();
  private final SharedUntilAnswered<String> states =
      new SharedUntilAnswered<>(SHARED, (model, _) -> "of " + model, gone::add);

  @Test
  void a_name_has_its_own_state_from_its_first_token_on() {
    Permit permit = enter("m");
    assertThat(states.of("m")).isEqualTo(SHARED);
    permit.started(0);
    assertThat(states.of("m")).isEqualTo("of m");
    assertThat(states.of("other")).isEqualTo(SHARED);
  }

  @Test
  void a_name_that_fails_goes_on_sharing() {
    settle(enter("m"), new Failed.Internal());
    assertThat(states.of("m")).isEqualTo(SHARED);
    assertThat(states.all()).containsExactly(SHARED);
  }

  @Test
  void what_was_let_through_before_the_first_answer_is_settled_where_it_was_charged() {
    Permit before = enter("m");
    answer("m");
    settle(before, new Failed.Internal());
    settle(enter("m"), new Failed.Internal());
    assertThat(settled).containsExactly(SHARED, SHARED, "of m");
  }

  @Test
  void the_least_recently_used_shares_again() {
    answer("first");
    answer("second");
    for (int i = 2; i < BoundedByModel.MOST; i++) {
      answer("model-" + i);
    }
    assertThat(states.of("first")).isEqualTo("of first");
    answer("one-more");
    assertThat(gone).containsExactly("of second");
    assertThat(states.of("second")).isEqualTo(SHARED);
    assertThat(states.all()).hasSize(1 + BoundedByModel.MOST);
  }

  @Test
  void a_state_that_is_taken_out_while_an_attempt_uses_it_does_not_come_back() {
    answer("m");
    Permit under = enter("m");
    assertThat(states.remove("m")).isEqualTo("of m");
    assertThat(states.of("m")).isEqualTo(SHARED);
    settle(under, new Failed.Internal());
    assertThat(states.of("m")).isEqualTo(SHARED);
    states.put("m", "known");
    assertThat(states.of("m")).isEqualTo("known");
    states.put("m", "other");
    assertThat(states.all()).containsExactly(SHARED, "other");
  }

  @Test
  void one_with_an_attempt_under_way_stays() {
    answer("busy");
    Permit one = enter("busy");
    Permit two = enter("busy");
    settle(one, new Answered());
    for (int i = 0; i < 2 * BoundedByModel.MOST; i++) {
      answer("model-" + i);
    }
    assertThat(states.of("busy")).isEqualTo("of busy");
    settle(two, new Answered());
    for (int i = 0; i < BoundedByModel.MOST; i++) {
      answer("another-" + i);
    }
    assertThat(states.of("busy")).isEqualTo(SHARED);
  }

  @Test
  void while_all_have_attempts_under_way_a_further_name_goes_on_sharing() {
    List<Permit> underWay = new ArrayList<>();
    for (int i = 0; i < BoundedByModel.MOST; i++) {
      answer("model-" + i);
      underWay.add(enter("model-" + i));
    }
    answer("one-more");
    assertThat(states.of("one-more")).isEqualTo(SHARED);
    settle(underWay.getFirst(), new Answered());
    answer("one-more");
    assertThat(states.of("one-more")).isEqualTo("of one-more");
    assertThat(gone).containsExactly("of model-0");
  }

  private Permit enter(String model) {
    return states.enter(model, state -> _ -> settled.add(state));
  }

  private void answer(String model) {
    settle(enter(model), new Answered());
  }

  private static void settle(Permit permit, Outcome outcome) {
    permit.settle(new AttemptResult(outcome, Usage.NONE, 0, OptionalLong.empty(), 0));
  }

  @Test
  void a_known_state_that_finds_no_room_is_gone() {
    states.put("m", "first");
    states.put("m", "second");
    assertThat(gone).containsExactly("first");
    List<Permit> underWay = new ArrayList<>();
    for (int i = 1; i < BoundedByModel.MOST; i++) {
      answer("model-" + i);
      underWay.add(enter("model-" + i));
    }
    underWay.add(enter("m"));
    states.put("late", "known");

    assertThat(gone).containsExactly("first", "known");
    assertThat(underWay).hasSize(BoundedByModel.MOST);
  }
}
