package dev.sluice.internal.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.OwnSource;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.internal.permodel.BoundedByModel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModelHoldGateTest {
  private static final Duration HINT = Duration.ofSeconds(90);
  private static final Answered ANSWERED = new Answered();

  private final VirtualLoop loop = new VirtualLoop();
  private final ModelHoldGate gate = new ModelHoldGate();

  @Test
  void a_hint_closes_its_own_name_and_no_other_whether_or_not_either_has_answered() {
    attempt("answers", ANSWERED);
    attempt("refused", throttled(HINT));
    assertThat(closed("refused")).hasValueSatisfying(by -> assertThat(by.ofModel()).isTrue());
    assertThat(closed("answers")).isEmpty();
    assertThat(closed("never-asked")).isEmpty();
    attempt("answers", throttled(HINT));
    assertThat(closed("answers")).isPresent();
    assertThat(closed("never-asked")).isEmpty();
  }

  @Test
  void an_overload_with_a_hint_closes_its_own_name_alone_too() {
    attempt("refused", new Failed.Overloaded(503, Optional.of(HINT), "m"));
    assertThat(closed("refused")).isPresent();
    assertThat(closed("never-asked")).isEmpty();
  }

  @Test
  void of_more_names_than_are_held_the_one_that_was_refused_longest_ago_is_asked_again() {
    for (int i = 0; i < BoundedByModel.MOST; i++) {
      attempt("model-" + i, throttled(HINT));
    }
    assertThat(closed("model-0")).isPresent();
    attempt("model-0", throttled(HINT));
    attempt("one-more", throttled(HINT));
    assertThat(closed("model-1")).isEmpty();
    assertThat(closed("model-0")).isPresent();
    assertThat(closed("model-2")).isPresent();
    attempt("model-1", throttled(HINT));
    assertThat(closed("model-1")).isPresent();
    assertThat(closed("model-2")).isEmpty();
  }

  @Test
  void invented_names_take_no_hold_from_one_that_has_answered() {
    attempt("real", ANSWERED);
    attempt("real", throttled(HINT));
    for (int i = 0; i < 2 * BoundedByModel.MOST; i++) {
      attempt("made-up-" + i, throttled(HINT));
    }
    assertThat(closed("real")).isPresent();
  }

  @Test
  void a_name_that_answers_while_it_is_held_stays_held() {
    Permit slow = enter("m");
    attempt("m", throttled(HINT));
    slow.started(loop.nanos());
    assertThat(closed("m")).isPresent();
    settle(slow, ANSWERED);
    assertThat(closed("m")).isPresent();
    loop.advance(HINT);
    assertThat(closed("m")).isEmpty();
  }

  @Test
  void behind_its_hint_a_name_is_paced_and_then_forgotten() {
    attempt("m", throttled(HINT));
    loop.advance(HINT);
    Permit first = enter("m");
    assertThat(closed("m")).isPresent();
    settle(first, new Failed.Internal());
    loop.advance(Duration.ofSeconds(2));
    settle(enter("m"), new Failed.Internal());
    assertThat(closed("m")).isEmpty();
    assertThat(gate.source(call("m"), loop.nanos())).isEmpty();
  }

  @Test
  void a_name_that_is_held_waits_for_a_source_of_its_own() {
    assertThat(gate.source(call("m"), loop.nanos())).isEmpty();
    attempt("m", throttled(HINT));
    attempt("other", throttled(HINT));
    Optional<Object> source = gate.source(call("m"), loop.nanos());
    assertThat(source).containsInstanceOf(OwnSource.class);
    assertThat(gate.source(call("m"), loop.nanos())).isEqualTo(source);
    assertThat(gate.source(call("other"), loop.nanos())).isPresent().isNotEqualTo(source);
    assertThat(gate.source(call("never-asked"), loop.nanos())).isEmpty();
  }

  @Test
  void a_limit_by_the_day_without_a_hint_closes_its_name_for_an_hour() {
    attempt("m", new Failed.Throttled(Dimension.DAY, Optional.empty(), "m"));
    assertThat(closed("m")).isPresent();
    assertThat(closed("never-asked")).isEmpty();
    loop.advance(Duration.ofHours(1));
    assertThat(closed("m")).isEmpty();
  }

  @Test
  void without_a_hint_nothing_is_held() {
    attempt("m", new Failed.Throttled(Dimension.REQUESTS, Optional.empty(), "m"));
    attempt("m", throttled(Duration.ZERO));
    assertThat(closed("m")).isEmpty();
  }

  private Optional<Gate.Closed> closed(String model) {
    return gate.closed(call(model), true, loop.nanos());
  }

  private Permit enter(String model) {
    return gate.enter(call(model), loop.nanos());
  }

  private void attempt(String model, Outcome outcome) {
    settle(enter(model), outcome);
  }

  private void settle(Permit permit, Outcome outcome) {
    long now = loop.nanos();
    permit.settle(new AttemptResult(outcome, Usage.NONE, now, OptionalLong.empty(), now));
  }

  private Call call(String model) {
    return Calls.whole(loop, model);
  }

  private static Failed throttled(Duration hint) {
    return new Failed.Throttled(Dimension.REQUESTS, Optional.of(hint), "m");
  }
}
