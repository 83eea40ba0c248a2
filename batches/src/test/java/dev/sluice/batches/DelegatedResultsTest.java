package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.DelegatedResults.Taken;
import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteResult;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Results of a provider as they are taken over, on a disk in memory.
class DelegatedResultsTest {
  private static final int LINES = 5;
  private static final String TARGET = "openai/m";

  private final PlayedDelegates delegates = new PlayedDelegates();
  private Part part = Part.planned(0, LINES, 1, 0);
  private Runnable onWait = () -> {};
  private RunRig rig;
  private DelegatedResults results;

  @BeforeEach
  void begin() throws Exception {
    begin(LINES);
  }

  private void begin(int lines) throws Exception {
    part = Part.planned(0, lines, 1, 0);
    rig = new RunRig(lines);
    boolean _ = delegates.hold(RunRig.batch().order(), RunRig.ID, 1, true);
    results = results();
  }

  @SuppressWarnings("NullAway") // Of the work only what is asked for here.
  private DelegatedResults results() {
    var work =
        new BatchWork(
            null,
            null,
            null,
            null,
            null,
            rig.caller,
            delegates,
            "",
            Clock.SYSTEM,
            new SplittableRandom(1),
            BatchListener.NONE);
    var planner = new DelegatePlanner(delegates, RunRig.batch(), rig.source, DelegatePlanner.USUAL);
    var writer = new ResultWriter(rig.log, rig.guard);
    return new DelegatedResults(
        work, planner, writer, new Taken(TARGET, part, true), (_, _) -> onWait.run());
  }

  private RemoteResult said(int line) {
    return new RemoteResult(part.mark(RunRig.ID) + "-" + line, 200, "{}".getBytes(UTF_8));
  }

  @Test
  void results_that_would_fill_the_disk_stay_with_the_provider_and_none_is_lost() throws Exception {
    results.take(said(0));
    results.take(said(1));
    rig.hasRoom = false;
    assertThatThrownBy(() -> results.take(said(2)))
        .isInstanceOfSatisfying(
            IOException.class, why -> assertThat(BatchWork.isFull(why)).isTrue())
        .hasMessageContaining("files.free");
    assertThat(rig.log.counts().completed()).isEqualTo(2);
    assertThat(rig.log.unsynced()).isZero();
    rig.hasRoom = true;
    rig.begin();
    results = results();
    for (int line = 0; line < LINES; line++) {
      results.take(said(line));
    }
    results.settle();
    assertThat(rig.log.isComplete()).isTrue();
    assertThat(delegates.paid).hasSize(LINES);
    assertThat(delegates.paid.values()).containsOnly(1);
  }

  @Test
  void the_notes_of_a_group_are_on_the_disk_before_the_next_one_is_begun() throws Exception {
    begin(70);
    int group = rig.log.syncInterval().results();
    for (int line = 0; line < group; line++) {
      results.take(said(line));
    }
    assertThat(delegates.paid).hasSize(group);
    rig.logs.crash(new SplittableRandom(1));
    rig.begin();
    for (int line = 0; line < group; line++) {
      assertThat(rig.log.isPaid(line)).as("line " + line).isTrue();
    }
  }

  @Test
  void notes_for_which_there_is_no_room_are_waited_for() throws Exception {
    delegates.onPay = () -> rig.logs.room = 0;
    onWait = () -> rig.logs.room = Long.MAX_VALUE;
    results.take(said(0));
    results.settle();
    rig.begin();
    assertThat(rig.log.isPaid(0)).isTrue();
    assertThat(delegates.paid.values()).containsExactly(1);
  }

  @Test
  void notes_for_which_no_room_comes_are_missed() throws Exception {
    delegates.onPay = () -> rig.logs.room = 0;
    results.take(said(0));
    assertThatThrownBy(() -> results.settle())
        .isInstanceOfSatisfying(
            IOException.class, why -> assertThat(BatchWork.isFull(why)).isTrue());
  }

  @Test
  void what_keeps_results_from_the_disk_is_told_as_it_was() throws Exception {
    var away = new KeyUnknownException();
    rig.logs.keepsUnforced = true;
    rig.logs.away = away;
    results.take(said(0));
    assertThatThrownBy(() -> results.settle()).isSameAs(away);
    assertThat(BatchWork.isPassing(away)).isTrue();
    assertThat(delegates.paid).isEmpty();
  }

  @Test
  void a_result_for_whose_line_there_is_no_memory_is_taken_later() throws Exception {
    rig.caller.refusesMemory = 1;
    assertThatThrownBy(() -> results.take(said(0)))
        .isInstanceOfSatisfying(
            RemoteFailure.class, why -> assertThat(why.kind()).isEqualTo(RemoteFailure.Kind.LATER));
    results.take(said(0));
    results.settle();
    assertThat(rig.log.counts().completed()).isEqualTo(1);
    assertThat(rig.caller.reserved).isZero();
  }

  @Test
  void the_memory_of_a_line_is_given_back_where_its_result_cannot_be_kept() throws Exception {
    rig.logs.room = 0;
    assertThatThrownBy(() -> results.take(said(0)))
        .isInstanceOfSatisfying(
            IOException.class, why -> assertThat(BatchWork.isFull(why)).isTrue());
    assertThat(rig.caller.reserved).isZero();
    assertThat(delegates.paid).isEmpty();
  }
}
