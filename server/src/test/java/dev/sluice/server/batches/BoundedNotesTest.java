package dev.sluice.server.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedNotesTest {
  private final List<String> told = new ArrayList<>();
  private long now = 5;

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return now;
        }

        @Override
        public Instant wall() {
          return Instant.EPOCH;
        }
      };

  @Test
  void lines_beyond_those_of_a_minute_are_counted_and_told_with_the_next_one() {
    var notes = new BoundedNotes(told::add, clock);
    for (int i = 0; i < BoundedNotes.MOST + 7; i++) {
      notes.accept("line " + i);
    }
    assertThat(told).hasSize(BoundedNotes.MOST).endsWith("line " + (BoundedNotes.MOST - 1));
    now += Duration.ofMinutes(1).toNanos();
    notes.accept("later");
    notes.accept("again");
    assertThat(told)
        .hasSize(BoundedNotes.MOST + 2)
        .endsWith("later (7 lines before it were left out)", "again");
  }
}
