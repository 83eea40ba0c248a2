package dev.sluice.internal.coalesce;

import static dev.sluice.internal.coalesce.Shared.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.testing.Leaks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoalesceTest {
  private static final String PIECE = "x".repeat(16 * 1024);

  private final Shared shared = new Shared();

  @BeforeAll
  static void watch() {
    Leaks.watch();
  }

  @AfterAll
  static void nothing_is_lost() {
    Leaks.assertNone();
  }

  @AfterEach
  void everything_is_given_back() {
    shared.awaitNothing();
    assertThat(shared.sent).isEmpty();
    assertThat(shared.answered).noneMatch(sent -> sent.cancelled);
  }

  @Test
  void a_hundred_identical_calls_make_one() throws InterruptedException {
    List<Shared.Client> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(shared.ask("m"));
    }
    shared.awaitMembers(100);
    shared.next().begin().say("one ").say("two").finish();
    for (Shared.Client client : clients) {
      soon().until(client::ended);
      assertThat(client.text()).isEqualTo("one two");
      assertThat(client.exit.events()).endsWith("finish");
    }
    soon().untilAsserted(() -> assertThat(shared.saved).hasValue(99));
  }

  @Test
  void who_comes_late_gets_what_has_been_sent_and_then_follows() throws InterruptedException {
    Shared.Client early = shared.ask("m");
    Shared.Sent sent = shared.next().begin().say("one ");
    soon().until(() -> early.text().equals("one "));
    Shared.Client late = shared.ask("m");
    soon().until(() -> late.text().equals("one "));
    sent.say("two");
    soon().until(() -> late.text().equals("one two"));
    sent.finish();
    soon().until(late::ended);
    assertThat(early.text()).isEqualTo(late.text());
  }

  @Test
  void each_is_told_how_long_the_shared_call_has_waited() throws InterruptedException {
    List<Shared.Client> clients = List.of(shared.ask("m"), shared.ask("m"));
    shared.awaitMembers(2);
    shared.next().queued(Duration.ofMillis(70)).begin().say("one").finish();
    clients.forEach(client -> soon().until(client::ended));
    soon().until(() -> shared.reports.size() == 2);
    assertThat(shared.reports)
        .allSatisfy(
            report -> assertThat(report.history().queued()).isEqualTo(Duration.ofMillis(70)));
  }

  @Test
  void after_the_beginning_is_gone_a_call_makes_its_own() throws InterruptedException {
    Shared.Client early = shared.ask("m");
    Shared.Sent sent = shared.next().begin();
    for (int i = 0; i < 17; i++) {
      sent.say(PIECE);
    }
    soon().until(() -> early.text().length() == 17 * PIECE.length());
    Shared.Client late = shared.ask("m");
    shared.next().begin().say("whole").finish();
    sent.finish();
    soon().until(late::ended);
    assertThat(late.text()).isEqualTo("whole");
  }

  @Test
  void who_leaves_only_leaves_and_the_last_one_ends_the_call() throws InterruptedException {
    Shared.Client first = shared.ask("m");
    Shared.Sent sent = shared.next();
    Shared.Client second = shared.ask("m");
    shared.awaitMembers(2);
    first.running.leave();
    shared.awaitMembers(1);
    assertThat(sent.cancelled).isFalse();
    Shared.Client third = shared.ask("m");
    shared.awaitMembers(2);
    second.running.leave();
    third.running.leave();
    soon().until(() -> sent.cancelled && third.ended());
    assertThat(third.exit.events()).containsExactly("refuse cancelled after 1");
  }

  @Test
  void a_call_after_the_last_has_left_makes_its_own() throws InterruptedException {
    Shared.Client first = shared.ask("m");
    Shared.Sent sent = shared.next();
    first.running.leave();
    soon().until(() -> sent.cancelled);
    Shared.Client second = shared.ask("m");
    shared.next().begin().say("ok").finish();
    soon().until(second::ended);
    assertThat(second.text()).isEqualTo("ok");
  }

  @Test
  void a_failure_is_told_to_all_before_and_after_the_beginning() throws InterruptedException {
    Shared.Client one = shared.ask("m");
    Shared.Client two = shared.ask("m");
    shared.awaitMembers(2);
    shared.next().fail(new Failed.Exhausted("used up"));
    soon().until(() -> one.ended() && two.ended());
    assertThat(two.exit.events()).containsExactly("refuse exhausted after 1");

    Shared.Client three = shared.ask("m");
    Shared.Client four = shared.ask("m");
    shared.awaitMembers(2);
    shared.next().begin().say("half").fail(new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut"));
    soon().until(() -> three.ended() && four.ended());
    assertThat(four.exit.events()).endsWith("cut bad_answer").contains("half");
  }

  @Test
  void a_failure_that_the_answer_has_told_itself_is_told_to_all_so() throws InterruptedException {
    List<Shared.Client> clients = List.of(shared.ask("m"), shared.ask("m"));
    shared.awaitMembers(2);
    shared
        .next()
        .begin()
        .say("half")
        .say("failed")
        .saidFailure()
        .fail(new Failed.Overloaded(500, Optional.empty(), "m"));
    for (Shared.Client client : clients) {
      soon().until(client::ended);
      assertThat(client.exit.events())
          .contains("half", "failed")
          .endsWith("finish after overloaded");
    }
  }

  @Test
  void another_tenant_never_shares() throws InterruptedException {
    Shared.Client one =
        shared.ask("m", new SchedulingHints(Band.NORMAL, "a", 0), Duration.ofMinutes(1));
    Shared.Sent first = shared.next();
    Shared.Client two =
        shared.ask("m", new SchedulingHints(Band.NORMAL, "b", 0), Duration.ofMinutes(1));
    shared.next().begin().say("b's").finish();
    first.begin().say("a's").finish();
    soon().until(() -> one.ended() && two.ended());
    assertThat(List.of(one.text(), two.text())).containsExactly("a's", "b's");
  }

  @Test
  void what_is_not_deterministic_or_not_to_be_shared_goes_alone() throws InterruptedException {
    List<Shared.Client> clients =
        List.of(
            shared.asked(Cacheability.ASKED, SchedulingHints.NONE),
            shared.asked(Cacheability.NEVER, SchedulingHints.NONE),
            shared.asked(
                Cacheability.ALWAYS, new SchedulingHints(Band.NORMAL, "*", 0, CacheDirective.OFF)),
            shared.asked(
                Cacheability.ALWAYS,
                new SchedulingHints(Band.NORMAL, "*", 0, CacheDirective.REFRESH)));
    for (int i = 0; i < clients.size(); i++) {
      shared.next().begin().say("ok").finish();
    }
    clients.forEach(client -> soon().until(client::ended));
    assertThat(shared.saved).hasValue(0);
  }

  @Test
  void who_is_more_urgent_does_not_wait_behind_one_that_is_not() throws InterruptedException {
    Shared.Client slow = shared.ask("m", Band.BATCH);
    Shared.Sent batch = shared.next();
    Shared.Client urgent = shared.ask("m", Band.INTERACTIVE);
    Shared.Sent interactive = shared.next();
    assertThat(interactive.call.hints().band()).isEqualTo(Band.INTERACTIVE);
    Shared.Client third = shared.ask("m", Band.BATCH);
    shared.awaitMembers(2);
    interactive.begin().say("soon").finish();
    soon().until(() -> urgent.ended() && third.ended());
    assertThat(third.text()).isEqualTo("soon");
    batch.begin().say("later").finish();
    soon().until(slow::ended);
  }

  @Test
  void what_has_begun_to_answer_is_as_good_as_any() throws InterruptedException {
    Shared.Client slow = shared.ask("m", Band.BATCH);
    Shared.Sent batch = shared.next().begin().say("now");
    soon().until(() -> slow.text().equals("now"));
    Shared.Client urgent = shared.ask("m", Band.CRITICAL);
    soon().until(() -> urgent.text().equals("now"));
    batch.finish();
    soon().until(urgent::ended);
  }

  @Test
  void who_waits_longer_than_the_shared_call_may_take_makes_its_own() throws InterruptedException {
    Shared.Client hasty = shared.ask("m", SchedulingHints.NONE, Duration.ofSeconds(30));
    Shared.Sent first = shared.next();
    Shared.Client patient = shared.ask("m", SchedulingHints.NONE, Duration.ofMinutes(10));
    Shared.Sent second = shared.next();
    first.begin().say("a").finish();
    second.begin().say("b").finish();
    soon().until(() -> hasty.ended() && patient.ended());
    assertThat(patient.text()).isEqualTo("b");
  }

  @Test
  void each_member_leaves_at_its_own_deadline() throws InterruptedException {
    Shared.Client patient = shared.ask("m");
    Shared.Sent sent = shared.next();
    Shared.Client hasty = shared.ask("m", SchedulingHints.NONE, Duration.ofMillis(20));
    soon().until(hasty::ended);
    assertThat(hasty.exit.events()).containsExactly("refuse timed_out after 1");
    sent.begin().say("ok").finish();
    soon().until(patient::ended);
    assertThat(patient.text()).isEqualTo("ok");
    assertThat(shared.payer.losses).isEmpty();
  }

  @Test
  void what_a_shared_call_has_used_is_owed_by_the_last_member_whose_deadline_passes()
      throws InterruptedException {
    shared.firstMayGoOn = new CountDownLatch(1);
    Shared.Client hasty = shared.ask("m", SchedulingHints.NONE, Duration.ofMillis(20));
    Shared.Sent sent = shared.next().uses(new Usage(7, 0, 0, false));
    shared.firstMayGoOn.countDown();
    soon().until(hasty::ended);
    soon().until(() -> sent.cancelled);
    soon().until(() -> !shared.reports.isEmpty());
    assertThat(shared.reports).extracting(Report::usage).containsExactly(new Usage(7, 0, 0, false));
    assertThat(shared.payer.losses).isEmpty();
  }

  @Test
  void who_is_slow_slows_nobody_and_is_told_so() throws InterruptedException {
    Shared.Client fast = shared.ask("m");
    Shared.Sent sent = shared.next().begin();
    Shared.Client slow = shared.ask("m");
    shared.awaitMembers(2);
    slow.exit.writable = false;
    for (int i = 0; i < 20; i++) {
      sent.say(PIECE);
      int said = i + 1;
      soon().until(() -> fast.text().length() == said * PIECE.length());
      assertThat(sent.writable()).isTrue();
    }
    soon().until(slow::ended);
    assertThat(slow.exit.events()).endsWith("cut shed");
    assertThat(slow.text().length()).isLessThan(Replay.WINDOW);
    sent.finish();
    soon().until(fast::ended);
    assertThat(fast.text()).hasSize(20 * PIECE.length());
  }

  @Test
  void who_is_slow_and_alone_slows_the_provider() throws InterruptedException {
    Shared.Client slow = shared.ask("m");
    Shared.Sent sent = shared.next().begin().say("begun");
    soon().until(() -> slow.text().equals("begun"));
    slow.exit.writable = false;
    for (int i = 0; i < 5; i++) {
      sent.say(PIECE);
    }
    assertThat(sent.writable()).isFalse();
    var resumed = new AtomicInteger();
    sent.onWritable(resumed::incrementAndGet);
    assertThat(resumed).hasValue(0);
    soon().until(() -> slow.exit.resume != null);
    slow.exit.writable = true;
    shared.loop.execute(Objects.requireNonNull(slow.exit.resume));
    soon().untilAsserted(() -> assertThat(resumed).hasValue(1));
    sent.finish();
    soon().until(slow::ended);
    assertThat(slow.text()).hasSize(5 + 5 * PIECE.length());
  }

  @Test
  void without_memory_for_another_body_each_goes_alone() throws InterruptedException {
    shared.memory.max = 0;
    Shared.Client one = shared.ask("m");
    shared.next().begin().say("1").finish();
    soon().until(one::ended);
    assertThat(one.text()).isEqualTo("1");
    assertThat(shared.saved).hasValue(0);
  }

  @Test
  void without_memory_for_its_beginning_nobody_joins_any_more() throws InterruptedException {
    Shared.Client one = shared.ask("m");
    Shared.Sent sent = shared.next().begin().say("1");
    soon().until(() -> one.text().equals("1"));
    shared.memory.max = shared.memory.used();
    sent.say("2");
    soon().until(() -> one.text().equals("12"));
    shared.memory.max = Long.MAX_VALUE;
    Shared.Client two = shared.ask("m");
    shared.next().begin().say("other").finish();
    sent.say("3").finish();
    soon().until(() -> one.ended() && two.ended());
    assertThat(one.text()).isEqualTo("123");
    assertThat(two.text()).isEqualTo("other");
  }

  @Test
  void what_was_used_is_divided_among_the_members() throws InterruptedException {
    Shared.Client one = shared.ask("m");
    Shared.Sent sent = shared.next();
    Shared.Client two = shared.ask("m");
    shared.awaitMembers(2);
    sent.begin().say("ok").finish();
    soon().until(() -> one.ended() && two.ended());
    soon().until(() -> shared.reports.size() == 2);
    assertThat(shared.reports)
        .extracting(Report::usage)
        .containsExactlyInAnyOrder(new Usage(3, 2, 0, false, 0), new Usage(4, 3, 0, false, 0));
    assertThat(shared.reports)
        .allSatisfy(report -> assertThat(report.history().target()).isEqualTo("p/m"))
        .allSatisfy(report -> assertThat(report.firstToken()).isNotEqualTo(Optional.empty()));
  }

  @Test
  void the_last_member_to_leave_has_used_what_was_used_until_then() throws InterruptedException {
    Shared.Client one = shared.ask("m");
    shared.next().begin().say("1").uses(Shared.USED);
    Shared.Client two = shared.ask("m");
    shared.awaitMembers(2);
    one.running.leave();
    soon().until(() -> shared.reports.size() == 1);
    two.running.leave();
    soon().until(() -> shared.reports.size() == 2);
    assertThat(shared.reports)
        .extracting(Report::usage)
        .containsExactly(new Usage(0, 0, 0, false), Shared.USED);
  }

  @Test
  void who_leaves_when_the_attempt_has_been_told_as_lost_owes_nothing()
      throws InterruptedException {
    var held = new HeldLoop(shared.loop);
    Shared.Client one = shared.ask("m", held);
    Shared.Sent sent = shared.next().sent().uses(Shared.USED).told();
    soon().until(held::isCallWaiting);
    held.hold();
    sent.fail(new Failed.TimedOut(Failed.Phase.STALL, Duration.ofSeconds(1)));
    // The end of the shared call waits, then what the member says when it leaves.
    soon().until(() -> held.waiting() >= 1);
    one.running.leave();
    soon().until(() -> held.waiting() >= 2);
    held.release();
    soon().until(() -> shared.reports.size() == 1);
    assertThat(shared.reports).extracting(Report::usage).containsExactly(new Usage(0, 0, 0, false));
    assertThat(shared.payer.losses).extracting(Payer.Loss::usage).containsExactly(Shared.USED);
  }

  @Test
  void members_owe_an_answer_that_is_larger_than_may_be_held() throws InterruptedException {
    shared.ask("m");
    Shared.Sent sent = shared.next();
    shared.ask("m");
    shared.awaitMembers(2);
    sent.sent()
        .uses(Shared.USED)
        .fail(new Failed.BadAnswer(Failed.Flaw.TOO_LARGE, "the answer is too large"));
    soon().until(() -> shared.reports.size() == 2);
    assertThat(shared.reports)
        .extracting(Report::usage)
        .containsExactlyInAnyOrder(new Usage(3, 2, 0, false, 0), new Usage(4, 3, 0, false, 0));
    assertThat(shared.payer.losses).isEmpty();
  }

  @Test
  void who_leaves_between_two_attempts_owes_nothing() throws InterruptedException {
    Shared.Client one = shared.ask("m");
    shared.next().sent().uses(Shared.USED).reset();
    one.running.leave();
    soon().until(() -> shared.reports.size() == 1);
    assertThat(shared.reports).extracting(Report::usage).containsExactly(new Usage(0, 0, 0, false));
  }

  /// Two members, of which the second leaves when it is about to be told how the call has ended.
  private List<Usage> leavesInTheMomentOfTheEnd(CheckedEnd end) throws InterruptedException {
    var held = new HeldLoop(shared.loop);
    shared.ask("m");
    Shared.Sent sent = shared.next();
    Shared.Client second = shared.ask("m", held);
    shared.awaitMembers(2);
    soon().until(held::isCallWaiting);
    held.hold();
    end.of(sent);
    soon().until(() -> held.waiting() >= 1);
    second.running.leave();
    soon().until(() -> held.waiting() >= 2);
    held.release();
    soon().until(() -> shared.reports.size() == 2);
    return shared.reports.stream().map(Report::usage).toList();
  }

  /// The end of a shared call.
  private interface CheckedEnd {
    void of(Shared.Sent sent) throws InterruptedException;
  }

  @Test
  void a_member_that_leaves_in_the_moment_of_the_end_owes_its_part() throws InterruptedException {
    List<Usage> owed = leavesInTheMomentOfTheEnd(sent -> sent.begin().say("ok").finish());
    assertThat(owed.stream().mapToLong(Usage::input).sum()).isEqualTo(Shared.USED.input());
    assertThat(owed.stream().mapToLong(Usage::output).sum()).isEqualTo(Shared.USED.output());
  }

  /// The attempt itself is told as lost.
  @Test
  void a_member_that_leaves_in_the_moment_of_a_failure_owes_nothing_of_it()
      throws InterruptedException {
    List<Usage> owed =
        leavesInTheMomentOfTheEnd(
            sent -> sent.uses(Shared.USED).fail(new Failed.Exhausted("used up")));
    assertThat(owed).containsOnly(new Usage(0, 0, 0, false));
    assertThat(shared.payer.losses).extracting(Payer.Loss::usage).containsExactly(Shared.USED);
  }
}
