package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batches.BatchEvent.Broken;
import dev.sluice.batches.BatchEvent.CancelAsked;
import dev.sluice.batches.BatchEvent.Filed;
import dev.sluice.batches.BatchEvent.LinesEnded;
import dev.sluice.batches.BatchEvent.Progress;
import dev.sluice.batches.BatchEvent.Unkept;
import dev.sluice.batches.BatchEvent.Validated;
import dev.sluice.batches.BatchEvent.Written;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The states of batches.
class BatchTest {
  private static final LineCounts COUNTS = new LineCounts(3, 2, 1);
  private static final LineError ERROR = new LineError("bad", 1, "", "It is bad.");
  private static final List<BatchEvent> ALL =
      List.of(
          new Validated(3),
          new Broken(List.of(ERROR)),
          new Unkept(List.of(ERROR)),
          new Progress(COUNTS, Tokens.NONE),
          new CancelAsked(),
          new LinesEnded(Ending.DONE),
          new LinesEnded(Ending.EXPIRED),
          new LinesEnded(Ending.CANCELLED),
          new Filed(ResultFiles.Role.OUTPUT, "file-1"),
          new Written(COUNTS, Tokens.NONE));

  private static Batch after(BatchEvent... events) {
    Batch batch = RunRig.batch();
    for (int i = 0; i < events.length; i++) {
      batch = batch.next(events[i], i + 1);
    }
    return batch;
  }

  @Test
  void a_batch_is_completed_step_by_step() {
    Batch batch =
        after(
            new Validated(3),
            new Progress(new LineCounts(3, 1, 0), new Tokens(5, 0, 4, 1)),
            new LinesEnded(Ending.DONE),
            new Filed(ResultFiles.Role.OUTPUT, "file-o"),
            new Filed(ResultFiles.Role.ERRORS, "file-e"),
            new Written(COUNTS, new Tokens(9, 1, 8, 2)));
    assertThat(batch.state()).isEqualTo(BatchState.COMPLETED);
    assertThat(batch.times()).isEqualTo(new BatchTimes(0, 1_000, 1, 3, 0, 6));
    assertThat(batch.results())
        .isEqualTo(new BatchResults(COUNTS, new Tokens(9, 1, 8, 2), "file-o", "file-e"));
  }

  @Test
  void a_batch_whose_results_cannot_be_kept_has_files_and_fails() {
    var unkept = new Unkept(List.of(ERROR));
    Batch batch = after(new Validated(3), unkept);
    assertThat(batch.state()).isEqualTo(BatchState.FINALIZING);
    assertThat(batch.ending()).isEqualTo(Ending.FAILED);
    Batch done = batch.next(new Written(COUNTS, Tokens.NONE), 9);
    assertThat(done.state()).isEqualTo(BatchState.FAILED);
    assertThat(done.errors()).containsExactly(ERROR);
    assertThat(after(new Validated(3), new CancelAsked(), unkept, new Written(COUNTS, Tokens.NONE)))
        .extracting(Batch::state)
        .isEqualTo(BatchState.FAILED);
    assertThat(after(new Validated(3), new LinesEnded(Ending.DONE), unkept).ending())
        .isEqualTo(Ending.DONE);
  }

  @Test
  void a_file_of_results_that_is_there_stays() {
    Batch batch =
        after(
            new Validated(3),
            new LinesEnded(Ending.DONE),
            new Filed(ResultFiles.Role.OUTPUT, "file-o"),
            new Filed(ResultFiles.Role.OUTPUT, "file-other"));
    assertThat(batch.results().output()).isEqualTo("file-o");
    assertThat(batch.results().has("file-other")).isFalse();
  }

  @Test
  void each_ending_has_its_state() {
    assertThat(after(new Broken(List.of(ERROR))).state()).isEqualTo(BatchState.FAILED);
    assertThat(after(new Broken(List.of(ERROR))).errors()).containsExactly(ERROR);
    assertThat(ended(Ending.EXPIRED)).isEqualTo(BatchState.EXPIRED);
    assertThat(ended(Ending.DONE)).isEqualTo(BatchState.COMPLETED);
    assertThat(ended(Ending.KEY_REVOKED)).isEqualTo(BatchState.COMPLETED);
    Batch cancelled =
        after(
            new Validated(3),
            new CancelAsked(),
            new LinesEnded(Ending.EXPIRED),
            new Written(COUNTS, Tokens.NONE));
    assertThat(cancelled.state()).isEqualTo(BatchState.CANCELLED);
    assertThat(cancelled.ending()).isEqualTo(Ending.CANCELLED);
  }

  private static BatchState ended(Ending why) {
    return after(new Validated(3), new LinesEnded(why), new Written(COUNTS, Tokens.NONE)).state();
  }

  @Test
  void a_batch_can_be_cancelled_until_its_lines_have_ended() {
    assertThat(after(new CancelAsked()).state()).isEqualTo(BatchState.CANCELLING);
    assertThat(after(new CancelAsked(), new Validated(3)).state()).isEqualTo(BatchState.CANCELLING);
    assertThat(after(new Validated(3), new LinesEnded(Ending.DONE), new CancelAsked()).state())
        .isEqualTo(BatchState.FINALIZING);
  }

  @Test
  void a_batch_that_is_over_changes_no_more() {
    for (Batch over :
        List.of(
            after(new Broken(List.of(ERROR))),
            after(new Validated(3), new LinesEnded(Ending.DONE), new Written(COUNTS, Tokens.NONE)),
            after(
                new CancelAsked(),
                new LinesEnded(Ending.CANCELLED),
                new Written(COUNTS, Tokens.NONE)))) {
      assertThat(over.state().isOver()).isTrue();
      for (BatchEvent event : ALL) {
        assertThat(over.next(event, 99)).isSameAs(over);
      }
    }
  }

  @Test
  void the_first_end_of_the_lines_counts() {
    Batch batch = after(new Validated(3), new LinesEnded(Ending.EXPIRED));
    assertThat(batch.next(new LinesEnded(Ending.DONE), 9)).isSameAs(batch);
  }
}
