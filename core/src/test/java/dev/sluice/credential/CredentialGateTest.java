package dev.sluice.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Permit;
import dev.sluice.call.Settled;
import dev.sluice.call.Usage;
import dev.sluice.call.VirtualLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CredentialGateTest {
  private static final Failed EXHAUSTED = new Failed.Exhausted("used up");
  private static final Failed REFUSED = new Failed.CredentialRefused(401);
  private static final Failed FORBIDDEN = new Failed.CredentialRefused(403);
  private static final Failed DOWN = new Failed.Overloaded(500, Optional.empty(), "down");
  private static final Duration FIVE = Duration.ofMinutes(5);

  private final VirtualLoop loop = new VirtualLoop();
  private final Call call = Calls.whole(loop, "m");
  private final Credential credential = new Credential();
  private final CredentialGate gate = new CredentialGate(credential);
  private final CredentialGate sibling = new CredentialGate(credential);

  @Test
  void a_refused_credential_is_set_aside_for_all_its_targets() {
    for (Failed why : List.of(EXHAUSTED, REFUSED)) {
      attempt(why);
      assertThat(isOpen(gate)).isFalse();
      assertThat(isOpen(sibling)).isFalse();
      assertThat(gate.closed(call, true, loop.nanos()).orElseThrow().why()).isEqualTo(why);
      loop.advance(FIVE);
      attempt(new Answered());
    }
  }

  @Test
  void one_call_probes_it_after_five_minutes() {
    attempt(EXHAUSTED);
    loop.advance(FIVE.minusNanos(1));
    assertThat(isOpen(gate)).isFalse();
    loop.advance(Duration.ofNanos(1));
    Permit probe = sibling.enter(call, loop.nanos());
    assertThat(isOpen(gate)).isFalse();
    settle(probe, new Answered());
    assertThat(isOpen(gate)).isTrue();
  }

  @Test
  void a_probe_that_is_refused_waits_another_five_minutes() {
    attempt(EXHAUSTED);
    loop.advance(FIVE);
    attempt(EXHAUSTED);
    loop.advance(FIVE.minusNanos(1));
    assertThat(isOpen(gate)).isFalse();
  }

  @Test
  void a_probe_that_never_ends_does_not_keep_it_aside_for_ever() {
    attempt(EXHAUSTED);
    loop.advance(FIVE);
    gate.enter(call, loop.nanos());
    loop.advance(FIVE);
    assertThat(isOpen(gate)).isTrue();
  }

  @Test
  void a_probe_that_tells_nothing_is_followed_by_another() {
    attempt(EXHAUSTED);
    loop.advance(FIVE);
    attempt(DOWN);
    assertThat(isOpen(gate)).isTrue();
    attempt(new Failed.Cancelled());
    assertThat(isOpen(gate)).isTrue();
  }

  @Test
  void an_answer_that_began_before_tells_nothing() {
    Permit stream = gate.enter(call, loop.nanos());
    long begun = loop.nanos();
    loop.advance(Duration.ofSeconds(1));
    attempt(EXHAUSTED);
    stream.settle(
        new Settled(new Answered(), Usage.NONE, begun, OptionalLong.empty(), loop.nanos()));
    assertThat(isOpen(gate)).isFalse();
  }

  @Test
  void what_is_forbidden_for_one_model_is_set_aside_for_that_one_alone() {
    attempt(FORBIDDEN);
    assertThat(isOpen(gate)).isFalse();
    assertThat(isOpen(sibling)).isTrue();
    assertThat(gate.closed(Calls.whole(loop, "other"), false, loop.nanos())).isEmpty();
    loop.advance(FIVE);
    attempt(new Answered());
    assertThat(isOpen(gate)).isTrue();
  }

  @Test
  void what_says_nothing_about_it_changes_nothing() {
    attempt(DOWN);
    attempt(new Failed.Refused(400, "application/json", "{}"));
    assertThat(isOpen(gate)).isTrue();
  }

  private boolean isOpen(CredentialGate asked) {
    return asked.closed(call, false, loop.nanos()).isEmpty();
  }

  private void attempt(Outcome outcome) {
    settle(gate.enter(call, loop.nanos()), outcome);
  }

  private void settle(Permit permit, Outcome outcome) {
    long now = loop.nanos();
    permit.settle(new Settled(outcome, Usage.NONE, now, OptionalLong.empty(), now));
  }
}
