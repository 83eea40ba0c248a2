package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batches.BatchRun.Step;
import dev.sluice.batches.LineAnswer.Why;
import dev.sluice.batches.LogRecord.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How the lines of a batch come to results, in virtual time.
class BatchRunTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static String id(int line) {
    return BatchIds.ofLine(RunRig.ID, line);
  }

  private static void assertAllOnce(RunRig rig) {
    for (int line = 0; line < rig.lines; line++) {
      assertThat(rig.caller.calls(id(line))).as("line " + line).isEqualTo(1);
      assertThat(rig.log.isDone(line)).isTrue();
    }
  }

  @Test
  void all_lines_are_called_once_and_no_more_at_a_time_than_allowed() throws Exception {
    var rig = new RunRig(100);
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertAllOnce(rig);
    assertThat(rig.caller.mostOut).isEqualTo(8);
    assertThat(rig.log.unsynced()).isZero();
    assertThat(rig.log.counts()).isEqualTo(new LineCounts(100, 100, 0));
    assertThat(rig.log.used()).isEqualTo(new Tokens(200, 0, 100, 0));
    assertThat(rig.caller.now).isLessThan(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void lines_that_wait_are_bounded_beside_those_that_have_targets() throws Exception {
    var rig = new RunRig(4_000);
    rig.running = 64;
    rig.begin();
    rig.caller.targets = 20;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertAllOnce(rig);
    assertThat(rig.caller.mostOut).isEqualTo(20 + 8);
  }

  @Test
  void more_lines_are_out_where_targets_take_them_and_no_more_than_allowed() throws Exception {
    var rig = new RunRig(4_000);
    rig.running = 64;
    rig.begin();
    rig.caller.targets = Integer.MAX_VALUE;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertAllOnce(rig);
    assertThat(rig.caller.mostOut).isEqualTo(64);
    assertThat(rig.caller.now).isLessThan(Duration.ofSeconds(30).toNanos());
  }

  @Test
  void bodies_out_are_bounded_together_but_one_is_always_called() throws Exception {
    var rig = new RunRig(20);
    rig.mostBytes = 1;
    rig.begin();
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertThat(rig.caller.mostOut).isEqualTo(1);
  }

  @Test
  void lines_without_capacity_wait_and_are_tried_again_as_long_as_it_takes() throws Exception {
    var rig = new RunRig(30);
    rig.caller.script =
        (call, attempts) ->
            attempts < 20
                ? PlayedCaller.later(Why.CAPACITY, attempts % 2 == 0 ? SECOND : null, call)
                : PlayedCaller.said(200, call);
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertThat(rig.log.counts()).isEqualTo(new LineCounts(30, 30, 0));
    assertThat(rig.caller.calls()).isEqualTo(30 * 21);
  }

  @Test
  void a_line_without_capacity_is_tried_less_and_less_often() throws Exception {
    var rig = new RunRig(1);
    rig.caller.script = (call, _) -> PlayedCaller.later(Why.CAPACITY, null, call);
    Step _ = rig.go(Duration.ofHours(1));
    assertThat(rig.caller.calls()).isBetween(60, 150);
  }

  @Test
  void a_hint_is_kept_to() throws Exception {
    var rig = new RunRig(1);
    rig.caller.script =
        (call, attempts) ->
            attempts == 0
                ? PlayedCaller.later(Why.CAPACITY, Duration.ofSeconds(90), call)
                : PlayedCaller.said(200, call);
    Step _ = rig.go();
    long between = rig.caller.calledAt.get(1) - rig.caller.calledAt.get(0);
    assertThat(Duration.ofNanos(between))
        .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(113));
  }

  @Test
  void a_line_that_fails_each_time_is_given_up_with_its_last_error() throws Exception {
    var rig = new RunRig(10);
    rig.caller.script =
        (call, _) ->
            call.id().equals(id(3))
                ? PlayedCaller.later(Why.FAILURE, null, call)
                : PlayedCaller.said(200, call);
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertThat(rig.caller.calls(id(3))).isEqualTo(BatchRun.MOST_TRIES);
    assertThat(rig.log.counts()).isEqualTo(new LineCounts(10, 9, 1));
    assertThat(rig.log.kind(3)).isEqualTo(Kind.REFUSED);
  }

  @Test
  void an_error_that_stays_is_a_result() throws Exception {
    var rig = new RunRig(10);
    rig.caller.script = (call, _) -> PlayedCaller.said(call.id().equals(id(9)) ? 400 : 200, call);
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertThat(rig.log.counts()).isEqualTo(new LineCounts(10, 9, 1));
    assertAllOnce(rig);
  }

  @Test
  void a_budget_without_room_pauses_the_batch_and_no_line_fails_for_it() throws Exception {
    var rig = new RunRig(50);
    long room = Duration.ofMinutes(10).toNanos();
    rig.caller.script =
        (call, _) ->
            rig.caller.now > SECOND.toNanos() && rig.caller.now < room
                ? PlayedCaller.later(Why.BUDGET, Duration.ofHours(1), call)
                : PlayedCaller.said(200, call);
    Step _ = rig.go(Duration.ofSeconds(20));
    assertThat(rig.run.pause()).isEqualTo(PauseReason.BUDGET);
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertThat(rig.run.pause()).isEqualTo(PauseReason.NONE);
    assertThat(rig.log.counts()).isEqualTo(new LineCounts(50, 50, 0));
    long inPause =
        rig.caller.calledAt.stream()
            .filter(at -> at > Duration.ofSeconds(2).toNanos() && at < room)
            .count();
    assertThat(inPause).isLessThanOrEqualTo(21);
    assertThat(rig.caller.now).isLessThan(room + Duration.ofMinutes(1).toNanos());
  }

  @Test
  void while_nobody_knows_the_key_the_batch_pauses() throws Exception {
    var rig = new RunRig(5);
    rig.caller.script =
        (call, _) ->
            rig.caller.now < Duration.ofMinutes(2).toNanos()
                ? PlayedCaller.later(Why.KEY_UNKNOWN, SECOND, call)
                : PlayedCaller.said(200, call);
    Step _ = rig.go(SECOND);
    assertThat(rig.run.pause()).isEqualTo(PauseReason.KEY);
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
  }

  @Test
  void a_revoked_key_ends_the_batch_and_calls_under_way_have_their_answers() throws Exception {
    var rig = new RunRig(100);
    rig.caller.script =
        (call, _) ->
            rig.caller.now > SECOND.toNanos()
                ? new LineAnswer.NoKey(Ending.KEY_REVOKED)
                : PlayedCaller.said(200, call);
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.KEY_REVOKED));
    int done = rig.log.counts().completed();
    assertThat(done).isBetween(30, 60);
    RunRig.Written written = rig.finish(Ending.KEY_REVOKED);
    assertThat(written.output()).hasSize(done);
    assertThat(written.errors()).hasSize(100 - done).allMatch(line -> line.contains("key_revoked"));
    assertThat(written.all()).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void a_cancelled_batch_leaves_its_calls_and_ends() throws Exception {
    var rig = new RunRig(100);
    rig.caller.takes = Duration.ofHours(1);
    Step _ = rig.go(SECOND);
    rig.run.cancel();
    long asked = rig.caller.now;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.CANCELLED));
    assertThat(rig.caller.now - asked).isLessThan(Duration.ofSeconds(10).toNanos());
    assertThat(rig.caller.calls()).isEqualTo(8);
  }

  @Test
  void a_key_that_is_cut_ends_the_batch_with_its_calls_under_way() throws Exception {
    var rig = new RunRig(100);
    rig.caller.takes = Duration.ofHours(1);
    Step _ = rig.go(SECOND);
    rig.run.cut();
    long asked = rig.caller.now;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.KEY_REVOKED));
    assertThat(rig.caller.now - asked).isLessThan(Duration.ofSeconds(10).toNanos());
  }

  @Test
  void a_call_that_cannot_be_left_does_not_keep_a_cancelled_batch() throws Exception {
    var rig = new RunRig(3);
    rig.run =
        new BatchRun(
            RunRig.batch(),
            rig.source,
            rig.log,
            new BatchRun.Parts(
                new DeafCaller(),
                RunRules.USUAL,
                new Pacing(8, 8, new SplittableRandom(1)),
                BatchListener.NONE,
                rig.guard),
            RunRig.DAY,
            () -> {});
    Step _ = rig.go(SECOND);
    rig.run.cancel();
    long asked = rig.caller.now;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.CANCELLED));
    assertThat(rig.caller.now - asked).isLessThan(Duration.ofSeconds(10).toNanos());
  }

  @Test
  void no_line_is_called_without_room_on_the_disk_and_what_is_out_is_kept() throws Exception {
    var rig = new RunRig(200);
    Step _ = rig.go(SECOND.dividedBy(1_000));
    int out = rig.run.out();
    assertThat(out).isPositive();
    rig.hasRoom = false;
    Step _ = rig.go(SECOND.multipliedBy(30));
    assertThat(rig.run.pause()).isEqualTo(PauseReason.DISK);
    assertThat(rig.run.out()).isZero();
    assertThat(rig.log.counts().completed()).isLessThan(200).isPositive();
    rig.hasRoom = true;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertThat(rig.log.counts().completed()).isEqualTo(200);
  }

  @Test
  void a_bucket_that_is_away_pauses_a_batch_and_costs_no_call() throws Exception {
    var rig = new RunRig(100);
    rig.logs.keepsUnforced = true;
    rig.begin();
    Step _ = rig.go(Duration.ofMillis(300));
    rig.logs.failsForce = true;
    assertThat(rig.go(Duration.ofMinutes(10))).isInstanceOf(Step.Wait.class);
    assertThat(rig.run.pause()).isEqualTo(PauseReason.FILES);
    assertThat(rig.run.out()).isZero();
    rig.logs.failsForce = false;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertThat(rig.log.counts().completed()).isEqualTo(100);
    assertThat(rig.caller.calls()).isEqualTo(100);
  }

  @Test
  void a_result_is_not_kept_once_the_lease_has_ended() throws Exception {
    var rig = new RunRig(10);
    Step _ = rig.run.step(rig.caller.now);
    rig.owns = false;
    assertThat(rig.go()).isInstanceOf(Step.Failed.class);
    assertThat(rig.log.counts().completed()).isZero();
  }

  @Test
  void a_line_for_which_there_is_no_memory_comes_later() throws Exception {
    var rig = new RunRig(50);
    rig.caller.refusesMemory = 20;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertThat(rig.log.counts().completed()).isEqualTo(50);
    assertThat(rig.caller.refusesMemory).isZero();
    assertThat(rig.caller.reserved).isZero();
  }

  private static final class DeafCaller implements LineCaller {
    @Override
    public int largest() {
      return 1_000;
    }

    @Override
    public LineRules.Models models(BatchOrder order) {
      return _ -> Optional.empty();
    }

    @Override
    public Runnable call(LineCall call, LineReceiver then) {
      return () -> {};
    }
  }

  @Test
  void the_end_of_the_window_ends_a_batch() throws Exception {
    var rig = new RunRig(20);
    rig.expires = Duration.ofMinutes(5).toNanos();
    rig.caller.script = (call, _) -> PlayedCaller.later(Why.CAPACITY, null, call);
    rig.begin();
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.EXPIRED));
    assertThat(rig.caller.now)
        .isBetween(rig.expires, rig.expires + Duration.ofSeconds(6).toNanos());
    assertThat(rig.finish(Ending.EXPIRED).errors())
        .hasSize(20)
        .allMatch(line -> line.contains("\"response\":null,\"error\":{\"code\":\"batch_expired\""));
  }

  @Test
  void a_full_disk_pauses_the_batch_which_loses_nothing() throws Exception {
    var rig = new RunRig(60);
    rig.logs.room = 3_000;
    assertThat(rig.go(Duration.ofMinutes(3))).isInstanceOf(Step.Wait.class);
    assertThat(rig.run.pause()).isEqualTo(PauseReason.DISK);
    int before = rig.caller.calls();
    assertThat(before).isLessThan(30);
    assertThat(rig.run.out()).isZero();
    rig.logs.room = Long.MAX_VALUE;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertAllOnce(rig);
  }

  @Test
  void a_disk_that_has_no_room_at_a_force_pauses_the_batch_and_all_is_written_again()
      throws Exception {
    var rig = new RunRig(60);
    Step _ = rig.go(Duration.ofMillis(450));
    rig.logs.isFullAtForce = true;
    assertThat(rig.go(Duration.ofMinutes(3))).isInstanceOf(Step.Wait.class);
    assertThat(rig.run.pause()).isEqualTo(PauseReason.DISK);
    assertThat(rig.run.out()).isZero();
    assertThat(rig.caller.calls()).isLessThan(60);
    rig.logs.isFullAtForce = false;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertAllOnce(rig);
    rig.logs.crash(new SplittableRandom(3));
    rig.begin();
    assertThat(rig.log.isComplete()).isTrue();
  }

  @Test
  void the_results_of_a_log_that_is_broken_become_files() throws Exception {
    var rig = new RunRig(60);
    Step _ = rig.go(SECOND);
    rig.logs.failsForce = true;
    assertThat(rig.go()).isInstanceOf(Step.Failed.class);
    assertThat(rig.log.isBroken()).isTrue();
    int done = rig.log.counts().completed();
    assertThat(done).isPositive();
    RunRig.Written written = rig.finish(Ending.FAILED);
    assertThat(written.output()).hasSize(done);
    assertThat(written.errors()).allMatch(line -> line.contains("batch_failed"));
    assertThat(written.all()).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void a_result_that_is_too_long_for_the_log_is_an_error_of_its_line() throws Exception {
    var rig = new RunRig(3);
    rig.longestResult = 1_000;
    rig.begin();
    byte[] longBody = ("{\"a\":\"" + "x".repeat(1_000) + "\"}").getBytes(UTF_8);
    rig.caller.script =
        (call, _) ->
            call.id().equals(id(1))
                ? new LineAnswer.Result(200, call.id(), longBody, new Tokens(2, 0, 1, 0))
                : PlayedCaller.said(200, call);
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertAllOnce(rig);
    assertThat(rig.log.counts()).isEqualTo(new LineCounts(3, 2, 1));
    assertThat(rig.log.used()).isEqualTo(new Tokens(6, 0, 3, 0));
    assertThat(rig.finish(Ending.DONE).errors())
        .singleElement()
        .asString()
        .contains("\"custom_id\":\"c-1\",\"response\":null")
        .contains("\"code\":\"result_too_long\"")
        .contains("and one has 1000 at most");
  }

  @Test
  void an_answer_is_held_until_its_result_is_in_the_log() throws Exception {
    var rig = new RunRig(60);
    rig.logs.room = 3_000;
    assertThat(rig.go(Duration.ofMinutes(3))).isInstanceOf(Step.Wait.class);
    assertThat(rig.caller.held).isBetween(1, 8);
    rig.logs.room = Long.MAX_VALUE;
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertThat(rig.caller.held).isZero();
    assertThat(rig.caller.mostHeld).isBetween(1, 8);
  }

  @Test
  void a_run_that_is_closed_holds_no_answer() throws Exception {
    var rig = new RunRig(60);
    rig.logs.room = 3_000;
    assertThat(rig.go(Duration.ofMinutes(3))).isInstanceOf(Step.Wait.class);
    assertThat(rig.caller.held).isPositive();
    rig.run.close();
    assertThat(rig.caller.held).isZero();
  }

  @Test
  void a_disk_that_fails_ends_the_run() throws Exception {
    var rig = new RunRig(60);
    rig.logs.failsForce = true;
    assertThat(rig.go())
        .isInstanceOfSatisfying(
            Step.Failed.class, failed -> assertThat(failed.why()).contains("Input/output"));
    assertThat(rig.log.isBroken()).isTrue();
  }

  @Test
  void a_run_that_is_stopped_takes_the_answers_under_way_and_the_next_one_goes_on()
      throws Exception {
    var rig = new RunRig(100);
    Step _ = rig.go(SECOND);
    rig.run.stop();
    assertThat(rig.go()).isEqualTo(new Step.Stopped());
    assertThat(rig.log.counts().completed()).isEqualTo(rig.caller.calls());
    rig.epoch = 2;
    rig.begin();
    assertThat(rig.go()).isEqualTo(new Step.Ended(Ending.DONE));
    assertAllOnce(rig);
  }

  @Test
  void results_reach_the_disk_in_groups_and_soon() throws Exception {
    var rig = new RunRig(2);
    rig.caller.script =
        (call, attempts) ->
            call.id().equals(id(1)) && attempts == 0
                ? PlayedCaller.later(Why.CAPACITY, Duration.ofMinutes(1), call)
                : PlayedCaller.said(200, call);
    Step _ = rig.go(Duration.ofMillis(450));
    assertThat(rig.log.isDone(0)).isTrue();
    assertThat(rig.log.unsynced()).isZero();
  }

  @Test
  void lines_of_an_order_come_in_that_order() throws Exception {
    var rig = new RunRig(40);
    Step _ = rig.go();
    assertThat(rig.finish(Ending.DONE).all())
        .isEqualTo(IntStream.range(0, 40).mapToObj(line -> "c-" + line).toList());
  }
}
