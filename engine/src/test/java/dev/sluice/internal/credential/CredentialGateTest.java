package dev.sluice.internal.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Scope;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CredentialGateTest {
  private static final Failed EXHAUSTED = new Failed.Exhausted("used up");
  private static final Failed REVOKED =
      new Failed.CredentialRefused(Scope.ACCOUNT, 401, "invalid_api_key");
  private static final Failed UNAUTHORIZED = new Failed.CredentialRefused(401);
  private static final Failed FORBIDDEN = new Failed.CredentialRefused(403);
  private static final Failed TOO_DEAR =
      new Failed.Exhausted(Scope.MODEL, 402, "", "can only afford 12");
  private static final Failed DOWN = new Failed.Overloaded(500, Optional.empty(), "down");
  private static final Duration ONLY = Duration.ofSeconds(5);
  private static final Duration FIVE = Duration.ofMinutes(5);

  private final VirtualLoop loop = new VirtualLoop();
  private final List<CredentialChange> changes = new ArrayList<>();

  private final ProviderCredentials alone = new ProviderCredentials("p", 1, changes::add);
  private final CredentialGate gate = new CredentialGate(alone.at(0), Optional.empty());

  private final ProviderCredentials pair = new ProviderCredentials("q", 2, changes::add);
  private final CredentialGate first = new CredentialGate(pair.at(0), Optional.empty());
  private final CredentialGate second = new CredentialGate(pair.at(1), Optional.empty());

  @Test
  void what_the_provider_says_of_the_account_sets_it_aside_for_all_models() {
    for (Failed why : List.of(EXHAUSTED, REVOKED)) {
      attempt(gate, "m", why);
      assertThat(isOpen(gate, "m")).isFalse();
      assertThat(isOpen(gate, "other")).isFalse();
      loop.advance(ONLY);
      attempt(gate, "other", new Answered());
      assertThat(isOpen(gate, "m")).isTrue();
    }
  }

  @Test
  void a_status_alone_sets_it_aside_for_the_model_alone() {
    for (Failed why : List.of(UNAUTHORIZED, FORBIDDEN, TOO_DEAR)) {
      attempt(gate, "m", why);
      assertThat(isOpen(gate, "m")).isFalse();
      assertThat(isOpen(gate, "other")).isTrue();
      loop.advance(ONLY);
      attempt(gate, "m", new Answered());
      assertThat(isOpen(gate, "m")).isTrue();
    }
  }

  @Test
  void what_is_refused_to_one_session_stops_no_other() {
    for (int status : new int[] {0, 401, 403}) {
      attempt(gate, "m", new Failed.CredentialRefused(Scope.SESSION, status, ""));
      assertThat(isOpen(gate, "m")).isTrue();
    }
    assertThat(changes).isEmpty();
  }

  @Test
  void a_target_s_own_model_is_one_by_whichever_name_it_is_asked_for() {
    var fixed = new CredentialGate(alone.at(0), Optional.of("m"));
    attempt(fixed, "alias", FORBIDDEN);
    assertThat(isOpen(fixed, "another-alias")).isFalse();
    assertThat(isOpen(gate, "m")).isFalse();
  }

  @Test
  void two_models_that_have_answered_before_and_are_refused_set_all_of_it_aside() {
    attempt(gate, "m", new Answered());
    attempt(gate, "n", new Answered());
    attempt(gate, "m", UNAUTHORIZED);
    attempt(gate, "never-answered", UNAUTHORIZED);
    assertThat(isOpen(gate, "other")).isTrue();
    attempt(gate, "n", UNAUTHORIZED);
    assertThat(isOpen(gate, "other")).isFalse();
    loop.advance(ONLY);
    attempt(gate, "other", UNAUTHORIZED);
    assertThat(isOpen(gate, "m")).isFalse();
    loop.advance(ONLY);
    attempt(gate, "n", new Answered());
    assertThat(isOpen(gate, "m")).isTrue();
    assertThat(isOpen(gate, "other")).isTrue();
    assertThat(alone.stats().getFirst().aside(Scope.MODEL)).isZero();
  }

  @Test
  void one_caller_s_refusals_set_no_more_than_their_models_aside() {
    attempt(gate, "m", new Answered());
    attempt(gate, "n", new Answered());
    settle(enter(gate, "m", "a"), UNAUTHORIZED);
    settle(enter(gate, "n", "a"), UNAUTHORIZED);
    assertThat(isOpen(gate, "other")).isTrue();
    settle(enter(gate, "n", "b"), UNAUTHORIZED);
    assertThat(isOpen(gate, "other")).isFalse();
  }

  @Test
  void refusals_of_attempts_that_were_under_way_together_count_as_one() {
    attempt(first, "m", FORBIDDEN);
    List<Permit> together = Stream.generate(() -> enter(second, "m", "a")).limit(6).toList();
    together.forEach(permit -> settle(permit, TOO_DEAR));
    assertThat(closedFor(second, "m")).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void one_that_succeeds_in_between_shows_that_it_works() {
    attempt(gate, "m", new Answered());
    attempt(gate, "n", new Answered());
    attempt(gate, "m", UNAUTHORIZED);
    attempt(gate, "other", new Answered());
    attempt(gate, "n", UNAUTHORIZED);
    assertThat(isOpen(gate, "other")).isTrue();
  }

  @Test
  void the_only_one_is_probed_by_a_call_every_five_seconds() {
    attempt(gate, "m", REVOKED);
    for (int i = 0; i < 20; i++) {
      loop.advance(ONLY.minusNanos(1));
      assertThat(isOpen(gate, "m")).isFalse();
      loop.advance(Duration.ofNanos(1));
      Permit probe = gate.enter(call("m"), loop.nanos());
      assertThat(isOpen(gate, "m")).isFalse();
      settle(probe, REVOKED);
    }
  }

  @Test
  void one_of_several_is_probed_after_five_minutes_while_another_does_its_work() {
    attempt(first, "m", REVOKED);
    attempt(first, "m", FORBIDDEN);
    loop.advance(FIVE.minusNanos(1));
    assertThat(isOpen(first, "m")).isFalse();
    loop.advance(Duration.ofNanos(1));
    assertThat(isOpen(first, "m")).isTrue();
    assertThat(isOpen(second, "m")).isTrue();
  }

  @Test
  void the_last_one_is_probed_after_ten_seconds_then_ever_less() {
    attempt(first, "m", FORBIDDEN);
    attempt(second, "m", REVOKED);
    assertThat(isOpen(first, "other")).isTrue();
    for (int wait : new int[] {10, 20, 40, 80, 160, 300, 300}) {
      assertThat(closedFor(second, "m")).isEqualTo(Duration.ofSeconds(wait));
      loop.advance(Duration.ofSeconds(wait));
      attempt(second, "m", REVOKED);
    }
    attempt(first, "m", new Answered());
    assertThat(closedFor(second, "m")).isEqualTo(FIVE);
  }

  @Test
  void a_probe_that_never_ends_does_not_keep_it_aside_for_ever() {
    attempt(gate, "m", EXHAUSTED);
    loop.advance(ONLY);
    gate.enter(call("m"), loop.nanos());
    loop.advance(ONLY);
    assertThat(isOpen(gate, "m")).isTrue();
  }

  @Test
  void a_probe_without_a_result_is_followed_by_another() {
    attempt(gate, "m", EXHAUSTED);
    loop.advance(ONLY);
    attempt(gate, "m", DOWN);
    assertThat(isOpen(gate, "m")).isTrue();
    attempt(gate, "m", new Failed.Cancelled());
    assertThat(isOpen(gate, "m")).isTrue();
  }

  @Test
  void it_is_good_from_the_first_token_of_an_attempt_that_began_after() {
    Permit stream = gate.enter(call("m"), loop.nanos());
    loop.advance(Duration.ofSeconds(1));
    attempt(gate, "m", EXHAUSTED);
    stream.started(loop.nanos());
    settle(stream, new Answered());
    assertThat(isOpen(gate, "m")).isFalse();
    loop.advance(ONLY);
    gate.enter(call("m"), loop.nanos()).started(loop.nanos());
    assertThat(isOpen(gate, "other")).isTrue();
  }

  @Test
  void what_says_nothing_about_it_changes_nothing() {
    attempt(gate, "m", DOWN);
    attempt(gate, "m", new Failed.Refused(400, "application/json", "{}"));
    assertThat(isOpen(gate, "m")).isTrue();
    assertThat(changes).isEmpty();
  }

  @Test
  void what_one_call_was_told_is_not_told_to_another() {
    attempt(gate, "m", TOO_DEAR);
    Failed told = gate.closed(call("m"), true, loop.nanos()).orElseThrow().why();
    assertThat(told).isInstanceOf(Failed.Exhausted.class);
    assertThat(told.toString()).doesNotContain("afford").contains("answered 402");
  }

  @Test
  void each_change_is_told_once() {
    attempt(second, "m", REVOKED);
    attempt(second, "m", REVOKED);
    attempt(second, "m", new Answered());
    attempt(first, "m", TOO_DEAR);
    attempt(first, "m", new Answered());
    assertThat(changes)
        .extracting(c -> c.provider() + c.place() + c.of() + c.model().orElse("*"))
        .containsExactly("q22*", "q22*", "q12m", "q12m");
    assertThat(changes)
        .extracting(change -> change.why().isPresent())
        .containsExactly(true, false, true, false);
    CredentialCounts stats = pair.stats().get(1);
    assertThat(stats.setAsides(Scope.ACCOUNT)).isEqualTo(1);
    assertThat(stats.backs(Scope.ACCOUNT)).isEqualTo(1);
    assertThat(stats.aside(Scope.ACCOUNT)).isZero();
  }

  @Test
  void names_that_clients_make_up_are_forgotten_and_nothing_of_those_that_answer() {
    attempt(gate, "real", new Answered());
    attempt(gate, "real", FORBIDDEN);
    for (int i = 0; i < 3_000; i++) {
      attempt(gate, "made-up-" + i, FORBIDDEN);
    }
    CredentialCounts stats = alone.stats().getFirst();
    assertThat(stats.aside(Scope.MODEL)).isEqualTo(1_025);
    assertThat(stats.setAsides(Scope.MODEL)).isEqualTo(3_001);
    assertThat(isOpen(gate, "made-up-0")).isTrue();
    assertThat(isOpen(gate, "made-up-2999")).isFalse();
    assertThat(isOpen(gate, "real")).isFalse();
  }

  private Call call(String model) {
    return Calls.whole(loop, model);
  }

  private boolean isOpen(CredentialGate asked, String model) {
    return asked.closed(call(model), false, loop.nanos()).isEmpty();
  }

  private Duration closedFor(CredentialGate asked, String model) {
    long until = asked.closed(call(model), true, loop.nanos()).orElseThrow().until();
    return Duration.ofNanos(until - loop.nanos());
  }

  private Permit enter(CredentialGate at, String model, String caller) {
    Call call = call(model).withHints(SchedulingHints.NONE.by(caller));
    return at.enter(call, loop.nanos());
  }

  private void attempt(CredentialGate at, String model, Outcome outcome) {
    settle(at.enter(call(model), loop.nanos()), outcome);
  }

  private void settle(Permit permit, Outcome outcome) {
    long now = loop.nanos();
    permit.settle(new AttemptResult(outcome, Usage.NONE, now, OptionalLong.empty(), now));
  }
}
