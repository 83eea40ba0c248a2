package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.transport.loop.Loops;
import org.junit.jupiter.api.Test;

class SchedulerNoteTest {
  @Test
  void the_slower_way_is_told_once_and_the_fast_one_never() {
    var note = new SchedulerNote();
    try (var log = new Logged("dev.sluice.gateway")) {
      note.tell(Loops.Mode.LOOP);
      assertThat(log.messages()).isEmpty();
      note.tell(Loops.Mode.DEFAULT);
      note.tell(Loops.Mode.DEFAULT);
      assertThat(log.messages()).singleElement().asString().contains("--add-opens");
    }
  }
}
