package dev.sluice.internal.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Objection;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final List<String> sent = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(7);
  private final Call call = Calls.whole(loop, "m");

  @Test
  void weights_share_the_calls() throws InterruptedException {
    Admission admission = admission(target("a/x", 3), target("b/y", 1));
    for (int i = 0; i < 4000; i++) {
      send(admission, call);
    }
    assertThat(Collections.frequency(sent, "a/x")).isBetween(2900, 3100);
    assertThat(sent).hasSize(4000);
  }

  @Test
  void responses_go_to_the_first_target_and_to_another_only_where_that_one_cannot()
      throws InterruptedException {
    var gate = new TestGate();
    Target first = gated("a/x", gate, Operation.RESPONSES);
    Target heavier = target("b/y", 9, 0, Operation.RESPONSES);
    Admission admission = admission(first, heavier);
    Call responses = Calls.of(loop, Operation.RESPONSES);
    for (int i = 0; i < 100; i++) {
      send(admission, responses);
    }
    assertThat(sent).hasSize(100).containsOnly("a/x");
    gate.close(500);
    send(admission, responses);
    assertThat(sent.getLast()).isEqualTo("b/y");
  }

  @Test
  void a_response_of_a_conversation_goes_where_the_preference_has_it() throws InterruptedException {
    Admission admission =
        admission(
            target("a/x", 1, 0, Operation.RESPONSES), target("b/y", 9, 0, Operation.RESPONSES));
    Call responses = Calls.of(loop, Operation.RESPONSES);
    for (int i = 0; i < 100; i++) {
      send(admission, responses.withHints(responses.hints().in(5)));
    }
    assertThat(Collections.frequency(sent, "b/y")).isBetween(70, 99);
  }

  @Test
  void a_call_that_is_pinned_has_no_other_target_than_the_first() throws InterruptedException {
    var gate = new TestGate();
    Target first = gated("a/x", gate, Operation.RESPONSES);
    Admission admission = admission(first, target("b/y", 9, 0, Operation.RESPONSES));
    gate.close(500);
    send(admission, Calls.pinned(loop));
    assertThat(sent).isEmpty();
  }

  @Test
  void fallbacks_serve_in_the_order_of_their_ranks() throws InterruptedException {
    var a = new TestGate();
    var b = new TestGate();
    Target second = new Target("b/y", Set.of(Operation.CHAT), 1, 1, List.of(b), noting("b/y"));
    Target third = target("c/z", 9, 2, Operation.CHAT);
    Admission admission = admission(third, second, gated("a/x", a));
    send(admission, call);
    a.close(500);
    send(admission, call);
    b.close(500);
    send(admission, call);
    assertThat(sent).containsExactly("a/x", "b/y", "c/z");
  }

  @Test
  void equal_ranks_share_by_weight() throws InterruptedException {
    var gate = new TestGate();
    Admission admission =
        admission(
            gated("a/x", gate),
            target("b/y", 3, 1, Operation.CHAT),
            target("c/z", 1, 1, Operation.CHAT));
    gate.close(500);
    for (int i = 0; i < 4000; i++) {
      send(admission, call);
    }
    assertThat(Collections.frequency(sent, "b/y")).isBetween(2900, 3100);
    assertThat(sent).doesNotContain("a/x").hasSize(4000);
  }

  @Test
  void a_fallback_serves_only_when_no_other_can() throws InterruptedException {
    var gate = new TestGate();
    Admission admission = admission(gated("a/x", gate), target("b/y", 1, 1, Operation.CHAT));
    send(admission, call);
    gate.close(500);
    send(admission, call);
    assertThat(sent).containsExactly("a/x", "b/y");
  }

  @Test
  void a_target_that_has_failed_the_call_is_tried_after_all_others() throws InterruptedException {
    Admission admission =
        admission(target("a/x", 9), target("b/y", 1), target("c/z", 1, 1, Operation.CHAT));
    send(admission, call.withFailedTargets(FailedTargets.NONE.and("a/x")));
    send(admission, call.withFailedTargets(FailedTargets.NONE.and("a/x").and("b/y")));
    send(admission, call.withFailedTargets(FailedTargets.NONE.and("a/x").and("b/y").and("c/z")));
    assertThat(sent.subList(0, 2)).containsExactly("b/y", "c/z");
    assertThat(sent.getLast()).isIn("a/x", "b/y");
  }

  @Test
  void the_next_credential_of_a_target_is_asked_when_one_is_closed() throws InterruptedException {
    var first = new TestGate();
    Admission admission = admission(gated("a/x", first), gated("a/x", new TestGate()));
    first.close(500);
    assertThat(send(admission, call)).isEqualTo(new Answered());
    assertThat(sent).containsExactly("a/x");
    assertThat(first.entered).isZero();
  }

  @Test
  void when_all_are_closed_the_one_that_opens_first_says_why() throws InterruptedException {
    var early = new TestGate().close(5);
    var late = new TestGate().close(50);
    Outcome outcome = send(admission(gated("a/x", late), gated("b/y", early)), call);
    assertThat(outcome).isEqualTo(early.why());
    assertThat(sent).isEmpty();
  }

  @Test
  void a_gate_is_told_that_its_target_is_the_last_one() throws InterruptedException {
    var protecting = new TestGate().close(5);
    protecting.opensToTheLast = true;
    send(admission(gated("a/x", protecting), gated("b/y", new TestGate().close(50))), call);
    assertThat(sent).containsExactly("a/x");
  }

  @Test
  void a_call_that_by_estimate_does_not_fit_goes_first_to_a_target_that_holds_it()
      throws InterruptedException {
    Admission admission = admission(holding("a/x", 0, 1_000), holding("b/y", 1, 100_000));
    send(admission, Calls.chat(loop, "x".repeat(3_900)));
    send(admission, Calls.chat(loop, "x".repeat(4_100)));
    send(admission, Calls.picture(loop, "x".repeat(4_100)));
    assertThat(sent).containsExactly("a/x", "b/y", "a/x");
  }

  @Test
  void a_target_that_is_too_small_by_estimate_is_no_other_target_while_one_is_not() {
    Admission admission = admission(holding("a/x", 0, 1_000), holding("b/y", 1, 100_000));
    Call large = Calls.chat(loop, "x".repeat(4_100));
    assertThat(admission.another(large)).contains("b/y");
    assertThat(admission.another(large.withFailedTargets(FailedTargets.NONE.and("b/y")))).isEmpty();
    Call largest = Calls.chat(loop, "x".repeat(500_000));
    assertThat(admission.another(largest.withFailedTargets(FailedTargets.NONE.and("b/y"))))
        .contains("a/x");
  }

  @Test
  void a_call_that_fits_nowhere_by_estimate_is_sent_all_the_same() throws InterruptedException {
    Admission admission = admission(holding("a/x", 0, 10), holding("b/y", 1, 20));
    send(admission, Calls.chat(loop, "x".repeat(4_100)));
    assertThat(sent).containsExactly("a/x");
  }

  @Test
  void a_call_that_was_too_long_goes_on_only_where_more_is_held_or_the_window_is_unknown()
      throws InterruptedException {
    Admission admission =
        admission(
            holding("a/x", 0, 1_000),
            holding("b/y", 0, 1_000),
            target("c/z", 1, 1, Operation.CHAT),
            holding("d/w", 2, 2_000));
    Call next =
        call.withFailedTargets(admission.instead(call, "a/x", Objection.LENGTH).orElseThrow());
    send(admission, next);
    assertThat(sent).containsExactly("c/z");
    assertThat(admission.another(next)).contains("c/z");
    send(admission, next.withFailedTargets(next.failedTargets().and("c/z")));
    assertThat(sent).containsExactly("c/z", "d/w");
    assertThat(admission.instead(next, "d/w", Objection.LENGTH).orElseThrow().unfit())
        .containsExactlyInAnyOrder("a/x", "b/y", "d/w");
  }

  @Test
  void a_call_that_names_its_targets_goes_to_none_that_a_reload_has_added()
      throws InterruptedException {
    Admission admission = admission(target("new/z", 9), target("a/x", 1), target("b/y", 1));
    Call named = call.withFailedTargets(FailedTargets.NONE.and("a/x").only(Set.of("a/x", "b/y")));
    assertThat(admission.another(named)).contains("b/y");
    send(admission, named);
    Call moved =
        named.withFailedTargets(admission.instead(named, "b/y", Objection.CONTENT).orElseThrow());
    send(admission, moved);
    assertThat(sent).containsExactly("b/y", "a/x");
    Call gone = call.withFailedTargets(FailedTargets.NONE.only(Set.of("gone/m")));
    assertThat(send(admission, gone)).isInstanceOf(Failed.class);
    assertThat(admission.instead(named, "a/x", Objection.CONTENT)).isPresent();
    assertThat(admission.instead(gone, "a/x", Objection.CONTENT)).isEmpty();
  }

  @Test
  void where_no_target_may_hold_more_a_call_that_was_too_long_ends() {
    Admission admission = admission(holding("a/x", 0, 1_000), holding("b/y", 1, 1_000));
    assertThat(admission.instead(call, "a/x", Objection.LENGTH)).isEmpty();
    assertThat(admission.instead(call, "a/x", Objection.CONTENT)).isPresent();
    assertThat(admission.instead(call, "a/x", Objection.COST)).isPresent();
    assertThat(admission(target("a/x", 1)).instead(call, "a/x", Objection.CONTENT)).isEmpty();
  }

  @Test
  void a_stored_response_that_was_too_long_stays_where_it_is() {
    Admission admission =
        admission(
            target("a/x", 1, 0, Operation.RESPONSES), target("b/y", 1, 0, Operation.RESPONSES));
    assertThat(admission.instead(Calls.pinned(loop), "a/x", Objection.LENGTH)).isEmpty();
  }

  @Test
  void every_permit_is_settled_once_whatever_becomes_of_the_attempt() throws InterruptedException {
    var gate = new TestGate();
    send(admission(gated("a/x", gate)), call);
    Service leaves =
        (_, _) -> {
          throw new InterruptedException();
        };
    Service breaks =
        (_, _) -> {
          throw new IllegalStateException("a bug");
        };
    for (Service service : List.of(leaves, breaks)) {
      assertThatThrownBy(() -> send(admission(target("a/x", gate, service)), call)).isNotNull();
    }
    assertThat(gate.settled.stream().map(AttemptResult::outcome))
        .containsExactly(new Answered(), new Failed.Cancelled(), new Failed.Internal());
  }

  @Test
  void another_target_is_one_that_is_open_and_has_not_failed_the_call() {
    var gate = new TestGate();
    Admission admission = admission(target("a/x", 1), gated("b/y", gate));
    Call failed = call.withFailedTargets(FailedTargets.NONE.and("a/x"));
    assertThat(admission.another(failed)).contains("b/y");
    assertThat(admission.another(failed.withFailedTargets(failed.failedTargets().and("b/y"))))
        .isEmpty();
    gate.close(5);
    assertThat(admission.another(failed)).isEmpty();
  }

  @Test
  void one_that_is_refused_when_it_comes_has_not_waited_however_long_that_took()
      throws InterruptedException {
    var waits = new ArrayList<QueueWait>();
    var observer =
        new Observer() {
          @Override
          public void queued(Call call, QueueWait wait) {
            waits.add(wait);
          }
        };
    Target closed = gated("a/x", new TestGate().close(5));
    var clock = new Ticking();
    var controller = new AdmissionController(Map.of(), clock);
    var route = controller.route(QueueConfig.defaults(), false);
    send(
        new Admission(
            List.of(closed),
            new WeightedPreference(),
            controller,
            route,
            observer,
            clock,
            () -> random),
        call);
    assertThat(waits).hasSize(1);
    assertThat(waits.getFirst().waited()).isZero();
    assertThat(waits.getFirst().refused()).isPresent();
  }

  /// The report of a call is made up right behind, on the call's own thread.
  @Test
  void one_that_leaves_while_it_waits_has_told_for_how_long_when_it_has_left() throws Exception {
    var gate = new TestGate().close(Duration.ofSeconds(10).toNanos());
    gate.isLimit = true;
    Admission admission = admission(gated("a/x", gate));
    var sink = new CommitPoint(new RecordingExit(), false, Clock.SYSTEM);
    Thread caller =
        Thread.ofPlatform()
            .unstarted(
                () ->
                    assertThatThrownBy(() -> admission.send(call, sink))
                        .isInstanceOf(InterruptedException.class));
    caller.start();
    await().until(() -> admission.snapshot().of(call.hints().band()).calls() == 1);
    loop.advance(Duration.ofSeconds(3));
    caller.interrupt();
    caller.join();
    assertThat(sink.info().queued()).isEqualTo(Duration.ofSeconds(3));
  }

  private Outcome send(Admission admission, Call call) throws InterruptedException {
    return admission.send(call, new CommitPoint(new RecordingExit(), false, Clock.SYSTEM));
  }

  private Admission admission(Target... targets) {
    var controller = new AdmissionController(Map.of(), loop);
    var route = controller.route(QueueConfig.defaults(), false);
    return new Admission(
        List.of(targets),
        new WeightedPreference(),
        controller,
        route,
        new Observer() {},
        loop,
        () -> random);
  }

  private Target target(String name, int weight) {
    return target(name, weight, 0, Operation.CHAT);
  }

  private Target target(String name, int weight, int rank, Operation operation) {
    return new Target(name, Set.of(operation), weight, rank, List.of(), noting(name));
  }

  private Target holding(String name, int rank, long context) {
    return new Target(
        name,
        Set.of(Operation.CHAT),
        Set.of(),
        1,
        rank,
        OptionalLong.of(context),
        0,
        Set.of(),
        List.of(),
        noting(name));
  }

  private Target gated(String name, Gate gate) {
    return target(name, gate, noting(name));
  }

  private Target gated(String name, Gate gate, Operation operation) {
    return new Target(name, Set.of(operation), 1, 0, List.of(gate), noting(name));
  }

  private static Target target(String name, Gate gate, Service service) {
    return new Target(name, Set.of(Operation.CHAT), 1, 0, List.of(gate), service);
  }

  private Service noting(String name) {
    return (_, _) -> {
      sent.add(name);
      return new Answered();
    };
  }

  /// A gate by hand.
  private static final class TestGate implements Gate {
    private final List<AttemptResult> settled = new ArrayList<>();
    private int entered;
    private long until;
    private boolean opensToTheLast;
    private boolean isLimit;

    TestGate close(long until) {
      this.until = until;
      return this;
    }

    Failed why() {
      return isLimit
          ? new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "limit")
          : new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.of(Duration.ofNanos(until)));
    }

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      boolean open = until == 0 || (last && opensToTheLast);
      return open ? Optional.empty() : Optional.of(new Closed(why(), until));
    }

    @Override
    public Permit enter(Call call, long now) {
      entered++;
      return settled::add;
    }
  }

  /// Each look at it takes a while.
  private static final class Ticking implements Clock {
    private long now;

    @Override
    public long nanos() {
      now += Duration.ofMillis(5).toNanos();
      return now;
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH;
    }
  }
}
