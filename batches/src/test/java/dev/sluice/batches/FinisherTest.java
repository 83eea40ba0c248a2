package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.LineAnswer.Result;
import dev.sluice.batches.LogRecord.Kind;
import dev.sluice.batches.RunRig.MemoryFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The files of results.
class FinisherTest {
  private static final int LINES = 9;

  private final RunRig rig = rig();

  private static RunRig rig() {
    try {
      var rig = new RunRig(LINES);
      for (int line = LINES - 1; line > 0; line -= 2) {
        Kind kind = line == 2 ? Kind.REFUSED : Kind.ANSWERED;
        byte[] body = "{\n\"n\": 1\r\n}".getBytes(StandardCharsets.UTF_8);
        var said = new Result(kind == Kind.REFUSED ? 400 : 200, "r-" + line, body, Tokens.NONE);
        byte[] id = ("\"c-" + line + "\"").getBytes(StandardCharsets.UTF_8);
        rig.log.append(
            line, kind, Tokens.NONE, ResultLine.said(BatchIds.ofLine(RunRig.ID, line), id, said));
      }
      return rig;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Batch ended(Ending why) {
    return RunRig.batch()
        .next(new BatchEvent.Validated(LINES), 1)
        .next(new BatchEvent.LinesEnded(why), 2);
  }

  @Test
  void lines_stand_in_their_order_in_the_form_of_the_api() throws Exception {
    var files = new MemoryFiles();
    Batch batch = new Finisher(files).finish(ended(Ending.EXPIRED), rig.source, rig.log);
    assertThat(files.output.stream().map(RunRig.Written::customId))
        .containsExactly("c-4", "c-6", "c-8");
    assertThat(files.output.getFirst())
        .isEqualTo(
            "{\"id\":\"batch_req_0000000000000000000000_4\",\"custom_id\":\"c-4\",\"response\":"
                + "{\"status_code\":200,\"request_id\":\"r-4\",\"body\":{ \"n\": 1  }},"
                + "\"error\":null}");
    assertThat(files.errors.stream().map(RunRig.Written::customId))
        .containsExactly("c-0", "c-1", "c-2", "c-3", "c-5", "c-7");
    assertThat(files.errors.get(0))
        .startsWith(
            "{\"id\":\"batch_req_0000000000000000000000_0\",\"custom_id\":\"c-0\",\"response\":null,"
                + "\"error\":{\"code\":\"batch_expired\",\"message\":\"This line");
    assertThat(files.errors.get(2)).contains("\"status_code\":400");
    assertThat(batch.results().output()).isEqualTo("file-OUTPUT");
    assertThat(batch.results().errors()).isEqualTo("file-ERRORS");
    assertThat(Finisher.counts(rig.log)).isEqualTo(new LineCounts(LINES, 3, 6, 5));
  }

  @Test
  void what_is_no_json_is_a_string_in_its_line() {
    var said =
        new Result(502, "r", "<p>\n\"no\"</p>".getBytes(StandardCharsets.UTF_8), Tokens.NONE);
    byte[] line = ResultLine.said("batch_req_1", "\"a\"".getBytes(StandardCharsets.UTF_8), said);
    assertThat(new String(line, StandardCharsets.UTF_8))
        .contains("\"body\":\"<p>\\n\\\"no\\\"</p>\"}");
  }

  @Test
  void the_files_are_the_same_wherever_the_process_is_killed() throws Exception {
    var whole = new MemoryFiles();
    Batch _ = new Finisher(whole).finish(ended(Ending.CANCELLED), rig.source, rig.log);
    for (int steps = 0; steps < 2 * LINES + 4; steps++) {
      var files = new MemoryFiles();
      files.steps = steps;
      Batch batch = ended(Ending.CANCELLED);
      Batch begun = batch;
      assertThatThrownBy(() -> new Finisher(files).finish(begun, rig.source, rig.log))
          .hasMessage("killed");
      files.steps = Integer.MAX_VALUE;
      if (!files.output.isEmpty()) {
        batch = batch.next(new BatchEvent.Filed(ResultFiles.Role.OUTPUT, "file-OUTPUT"), 3);
      }
      Batch after = new Finisher(files).finish(batch, rig.source, rig.log);
      assertThat(files.output).isEqualTo(whole.output);
      assertThat(files.errors).isEqualTo(whole.errors);
      assertThat(after.results().errors()).isEqualTo("file-ERRORS");
    }
  }

  @Test
  void a_file_without_lines_is_left_out() throws Exception {
    var none = new RunRig(2);
    var files = new MemoryFiles();
    Batch batch = new Finisher(files).finish(ended(Ending.CANCELLED), none.source, none.log);
    assertThat(files.output).isEmpty();
    assertThat(batch.results().output()).isEmpty();
    assertThat(files.errors).hasSize(2);
    assertThat(batch.results().errors()).isNotEmpty();
    Batch again = new Finisher(files).finish(batch, none.source, none.log);
    assertThat(List.of(again)).containsExactly(batch);
  }
}
