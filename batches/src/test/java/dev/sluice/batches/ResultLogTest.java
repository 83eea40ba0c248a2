package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.LogRecord.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a log has after whatever may happen to its files.
class ResultLogTest {
  private static final int LINES = 10;
  private static final Tokens USED = new Tokens(3, 1, 2, 0);

  private final MemoryLogs files = new MemoryLogs();

  private ResultLog open(long epoch) throws IOException {
    return ResultLog.open(files, epoch, LINES, LogSeal.NONE);
  }

  private static void add(ResultLog log, int line, String text) throws IOException {
    log.append(line, Kind.ANSWERED, USED, text.getBytes(UTF_8));
  }

  private static String text(ResultLog log, int line) throws IOException {
    return new String(log.read(line), UTF_8);
  }

  @Test
  void results_are_there_when_the_log_is_opened_again() throws IOException {
    try (ResultLog log = open(1)) {
      add(log, 4, "four");
      log.append(2, Kind.REFUSED, Tokens.NONE, "two".getBytes(UTF_8));
      assertThat(log.unsynced()).isEqualTo(2);
      log.sync();
      assertThat(log.unsynced()).isZero();
      assertThat(text(log, 4)).isEqualTo("four");
    }
    try (ResultLog log = open(1)) {
      assertThat(log.counts()).isEqualTo(new LineCounts(LINES, 1, 1));
      assertThat(log.used()).isEqualTo(USED);
      assertThat(text(log, 2)).isEqualTo("two");
      assertThat(log.kind(2)).isEqualTo(Kind.REFUSED);
      assertThat(log.kind(4)).isEqualTo(Kind.ANSWERED);
      assertThat(log.nextMissing(0)).isZero();
      assertThat(log.nextMissing(2)).isEqualTo(3);
      assertThat(log.isComplete()).isFalse();
    }
  }

  @Test
  void what_is_paid_for_is_known_when_the_log_is_opened_again() throws IOException {
    try (ResultLog log = open(1)) {
      add(log, 4, "four");
      add(log, 5, "five");
      log.sync();
      log.pay(4);
      assertThat(log.isPaid(4)).isTrue();
      log.sync();
      add(log, 6, "six");
    }
    files.crash(new SplittableRandom(1));
    try (ResultLog log = open(2)) {
      assertThat(log.isPaid(4)).isTrue();
      assertThat(log.isPaid(5)).isFalse();
      assertThat(log.counts().completed()).isBetween(2, 3);
      log.pay(5);
      log.sync();
    }
    try (ResultLog log = open(3)) {
      assertThat(log.isPaid(5)).isTrue();
      assertThat(text(log, 5)).isEqualTo("five");
    }
  }

  @Test
  void the_first_result_of_a_line_counts_in_one_epoch_and_over_all() throws IOException {
    try (ResultLog log = open(1)) {
      add(log, 0, "first");
      add(log, 0, "second");
      assertThat(log.counts().completed()).isEqualTo(1);
    }
    try (ResultLog stale = open(1);
        ResultLog log = open(2)) {
      add(log, 1, "of the later");
      add(stale, 1, "of the earlier");
      assertThat(text(log, 0)).isEqualTo("first");
      assertThat(text(log, 1)).isEqualTo("of the later");
      assertThat(log.used()).isEqualTo(USED.plus(USED));
    }
    try (ResultLog log = open(3)) {
      assertThat(log.counts().completed()).isEqualTo(2);
      assertThat(text(log, 1)).isEqualTo("of the later");
      assertThat(log.used()).isEqualTo(USED.plus(USED));
    }
  }

  @Test
  void what_a_late_owner_adds_counts_for_none_of_those_behind_it() throws IOException {
    try (ResultLog late = open(1)) {
      add(late, 0, "in time");
      late.sync();
      try (ResultLog next = open(2)) {
        assertThat(next.isDone(0)).isTrue();
        add(late, 1, "late");
        late.sync();
        assertThat(next.isDone(1)).isFalse();
      }
    }
    for (long epoch = 3; epoch < 5; epoch++) {
      try (ResultLog log = open(epoch)) {
        assertThat(text(log, 0)).isEqualTo("in time");
        assertThat(log.isDone(1)).isFalse();
        add(log, (int) epoch, "of the owner");
      }
    }
    // One that opened its file late has nothing that counts.
    try (ResultLog log = open(0)) {
      add(log, 7, "late");
    }
    try (ResultLog log = open(5)) {
      assertThat(log.counts().completed()).isEqualTo(3);
      assertThat(log.isDone(7)).isFalse();
    }
    try (ResultLog again = open(4)) {
      assertThat(again.isDone(3)).isTrue();
      assertThat(again.isDone(4)).isTrue();
    }
  }

  @Test
  void bounds_for_which_there_is_no_room_leave_nothing() throws IOException {
    try (ResultLog log = open(1)) {
      add(log, 0, "zero");
      log.sync();
    }
    files.failsForce = true;
    assertThatThrownBy(() -> open(2)).hasMessageContaining("Input/output");
    assertThat(files.bytes(2)).isEmpty();
    files.failsForce = false;
    try (ResultLog log = open(2)) {
      assertThat(text(log, 0)).isEqualTo("zero");
    }
  }

  @Test
  void a_log_that_is_cut_at_any_byte_has_the_records_before_and_goes_on() throws IOException {
    int[] ends = new int[LINES];
    try (ResultLog log = open(1)) {
      for (int line = 0; line < LINES; line++) {
        add(log, line, "text of " + line);
        ends[line] = files.bytes(1).length;
      }
    }
    byte[] whole = files.bytes(1);
    for (int cut = 0; cut <= whole.length; cut++) {
      files.put(1, Arrays.copyOf(whole, cut));
      int there = cut;
      int kept = (int) Arrays.stream(ends).filter(end -> end <= there).count();
      check(kept);
    }
  }

  private void check(int kept) throws IOException {
    try (ResultLog log = open(1)) {
      assertThat(log.counts().completed()).isEqualTo(kept);
      assertThat(log.nextMissing(0)).isEqualTo(kept);
      for (int line = 0; line < LINES; line++) {
        add(log, line, line < kept ? "not this" : "text of " + line);
      }
      assertThat(log.isComplete()).isTrue();
    }
    try (ResultLog log = open(2)) {
      for (int line = 0; line < LINES; line++) {
        assertThat(text(log, line)).isEqualTo("text of " + line);
      }
    }
    files.remove();
  }

  @Test
  void no_flipped_bit_is_taken_for_a_result() throws IOException {
    try (ResultLog log = open(1)) {
      for (int line = 0; line < 3; line++) {
        add(log, line, "text of " + line);
      }
    }
    byte[] whole = files.bytes(1);
    int length = whole.length / 3;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      files.remove();
      files.put(1, damaged);
      try (ResultLog log = open(2)) {
        int kept = bit / 8 / length;
        assertThat(log.counts().completed()).isEqualTo(kept);
        for (int line = 0; line < kept; line++) {
          assertThat(text(log, line)).isEqualTo("text of " + line);
        }
      }
    }
  }

  @Test
  void what_the_disk_has_no_room_for_is_not_there_and_the_log_goes_on_when_it_has()
      throws IOException {
    try (ResultLog log = open(1)) {
      add(log, 0, "zero");
      files.room = 20;
      assertThatThrownBy(() -> add(log, 1, "one")).hasMessageContaining("No space");
      assertThat(log.isDone(1)).isFalse();
      assertThat(log.isBroken()).isFalse();
      files.room = Long.MAX_VALUE;
      add(log, 1, "one, later");
      log.sync();
    }
    try (ResultLog log = open(2)) {
      assertThat(text(log, 1)).isEqualTo("one, later");
    }
  }

  @Test
  void what_could_not_be_read_again_is_not_added() {
    assertThat(LogRecord.fits(LogRecord.LONGEST)).isTrue();
    assertThat(LogRecord.fits(LogRecord.LONGEST + 1)).isFalse();
    assertThat(LogRecord.fits(-1)).isFalse();
  }

  @Test
  void a_log_is_broken_for_good_after_a_failed_force_or_cut() throws IOException {
    try (ResultLog log = open(1)) {
      add(log, 0, "zero");
      files.failsForce = true;
      assertThatThrownBy(log::sync).hasMessageContaining("Input/output");
      files.failsForce = false;
      assertThat(log.isBroken()).isTrue();
      assertThatThrownBy(log::sync).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> add(log, 1, "one")).isInstanceOf(IOException.class);
    }
    try (ResultLog log = open(2)) {
      files.room = 3;
      files.failsCut = true;
      assertThatThrownBy(() -> add(log, 2, "two")).hasMessageContaining("No space");
      assertThat(log.isBroken()).isTrue();
    }
  }

  @Test
  void a_seal_knows_the_place_of_what_it_seals() throws IOException {
    var seal = new MarkedSeal();
    try (ResultLog log = ResultLog.open(files, 7, LINES, seal)) {
      add(log, 3, "three");
      assertThat(text(log, 3)).isEqualTo("three");
    }
    assertThat(new String(files.bytes(7), UTF_8)).contains("7/3 ANSWERED 3 1 2 0:three");
  }

  private static final class MarkedSeal implements LogSeal {
    @Override
    public byte[] seal(byte[] plain, String place) {
      return (place + ":" + new String(plain, UTF_8)).getBytes(UTF_8);
    }

    @Override
    public byte[] open(byte[] sealed, String place) {
      String text = new String(sealed, UTF_8);
      assertThat(text).startsWith(place + ":");
      return text.substring(place.length() + 1).getBytes(UTF_8);
    }
  }

  @Test
  void files_in_a_folder_do_the_same(@TempDir Path folder) throws IOException {
    var logs = new LogFolder(folder.resolve("deep/batch_1"));
    assertThat(logs.epochs()).isEmpty();
    try (ResultLog log = ResultLog.open(logs, 9, LINES, LogSeal.NONE)) {
      add(log, 0, "zero");
      add(log, 1, "one");
      log.sync();
    }
    Path file = folder.resolve("deep/batch_1/9.log");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 1));
    try (ResultLog log = ResultLog.open(logs, 9, LINES, LogSeal.NONE)) {
      assertThat(log.counts().completed()).isEqualTo(1);
      add(log, 1, "one again");
    }
    try (ResultLog log = ResultLog.open(logs, 10, LINES, LogSeal.NONE)) {
      assertThat(text(log, 1)).isEqualTo("one again");
      assertThat(logs.epochs()).containsExactly(9L, 10L);
    }
    logs.remove();
    assertThat(folder.resolve("deep/batch_1")).doesNotExist();
  }

  @Test
  void what_was_forced_outlives_each_crash() throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      files.remove();
      int forced = random.nextInt(LINES);
      try (ResultLog log = open(1)) {
        for (int line = 0; line < LINES; line++) {
          add(log, line, "text of " + line);
          if (line == forced) {
            log.sync();
          }
        }
      }
      files.crash(random);
      try (ResultLog log = open(2)) {
        assertThat(log.nextMissing(0)).as("seed " + seed).isGreaterThan(forced);
        for (int line = 0; line < log.nextMissing(0); line++) {
          assertThat(text(log, line)).isEqualTo("text of " + line);
        }
      }
    }
  }
}
