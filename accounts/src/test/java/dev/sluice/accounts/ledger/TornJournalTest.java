package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ledger.JournalFixture.entry;
import static dev.sluice.accounts.ledger.JournalFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Journals that a crash, or a disk, has damaged: what is whole in them is read, and nothing else.
class TornJournalTest {
  private static final int ENTRIES = 12;

  @TempDir private Path folder;
  private Path file;
  private byte[] whole;
  private List<JournalPlace> ends;

  @BeforeEach
  void write() throws Exception {
    try (Journal journal = JournalFixture.open(folder)) {
      LongStream.rangeClosed(1, ENTRIES).forEach(number -> journal.append(entry(number)));
      ends = JournalFixture.read(journal).stream().map(Entry.Located::end).toList();
    }
    file = segments().getFirst();
    whole = Files.readAllBytes(file);
    remove();
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(one -> one.toString().endsWith(".journal")).sorted().toList();
    }
  }

  private void remove() throws IOException {
    for (Path one : segments()) {
      Files.delete(one);
    }
  }

  /// What a journal holds whose only segment is these bytes, some of which are damaged.
  private List<Long> opened(byte[] bytes) throws Exception {
    Files.write(file, bytes);
    try (Journal journal = JournalFixture.open(folder)) {
      assertThat(journal.notices().getFirst()).contains(file.toString(), "are skipped");
      return numbers(journal);
    } finally {
      remove();
    }
  }

  private static List<Long> firsts(long count) {
    return LongStream.rangeClosed(1, count).boxed().toList();
  }

  /// What is read of a segment that holds these bytes.
  private List<Long> read(byte[] bytes) throws Exception {
    MemorySegment memory = Arena.ofAuto().allocate(Math.max(bytes.length, 1), 8);
    MemorySegment there = memory.asSlice(0, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    var head = FileHead.read(there, file);
    if (head.isEmpty()) {
      return List.of();
    }
    var reader =
        new JournalReader(
            Segment.found(
                new MappedFile(file, head.get(), there), new Segment.Waiting(() -> 0, 0, _ -> {})),
            JournalPlace.START);
    return Stream.generate(reader::next)
        .takeWhile(Optional::isPresent)
        .map(entry -> entry.orElseThrow().entry().paid().opened().number())
        .toList();
  }

  @Test
  void a_segment_that_is_cut_anywhere_keeps_what_lies_before_the_cut() throws Exception {
    for (int cut = 0; cut <= end(ENTRIES); cut++) {
      assertThat(read(Arrays.copyOf(whole, cut)))
          .as("cut at %d", cut)
          .isEqualTo(firsts(endedBefore(cut)));
    }
  }

  /// How many entries are whole in front of a position; the zeros behind an entry do not matter.
  private long endedBefore(int position) {
    var bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    return LongStream.range(0, ENTRIES)
        .filter(n -> end(n) + Frames.HEAD + bytes.getInt(end(n)) <= position)
        .count();
  }

  @Test
  void a_segment_whose_end_was_never_written_keeps_what_was() throws Exception {
    int last = (int) ends.getLast().position();
    for (int cut = FileHead.SIZE; cut < last; cut++) {
      byte[] torn = Arrays.copyOf(Arrays.copyOf(whole, cut), whole.length);
      long kept = kept(torn);
      assertThat(read(torn)).as("zeros from %d on", cut).isEqualTo(firsts(kept));
    }
  }

  private int end(long kept) {
    return kept == 0 ? FileHead.SIZE : (int) ends.get((int) kept - 1).position();
  }

  /// How many entries are the same as before.
  private long kept(byte[] torn) {
    return LongStream.rangeClosed(1, ENTRIES)
        .takeWhile(n -> Arrays.equals(torn, end(n - 1), end(n), whole, end(n - 1), end(n)))
        .count();
  }

  @Test
  void a_bit_that_is_wrong_costs_its_entry_alone() throws Exception {
    var random = new Random(20_261_127);
    for (int i = 0; i < 20_000; i++) {
      int victim = random.nextInt(ENTRIES);
      int from = end(victim);
      int at = from + random.nextInt(end(victim + 1) - from - 7);
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      List<Long> rest = firsts(ENTRIES).stream().filter(n -> n != victim + 1).toList();
      List<Long> found = read(damaged);
      assertThat(found).as("seed 20261127, byte %d", at).isEqualTo(rest);
    }
  }

  @Test
  void an_entry_whose_head_is_missing_hides_none_behind_it() throws Exception {
    for (int victim = 0; victim < ENTRIES; victim++) {
      byte[] hole = whole.clone();
      Arrays.fill(hole, end(victim), end(victim) + Frames.HEAD, (byte) 0);
      int missing = victim + 1;
      assertThat(opened(hole))
          .isEqualTo(firsts(ENTRIES).stream().filter(n -> n != missing).toList());
    }
  }

  @Test
  void a_damaged_head_is_told_and_the_file_is_left_alone() throws Exception {
    byte[] damaged = whole.clone();
    damaged[20] ^= 1;
    Files.write(file, damaged);
    try (Journal journal = JournalFixture.open(folder)) {
      assertThat(numbers(journal)).isEmpty();
      assertThat(journal.notices().getFirst()).contains(file.toString(), "left alone");
    }
    assertThat(Arrays.equals(Files.readAllBytes(file), damaged)).isTrue();
  }

  @Test
  void a_slot_that_was_not_written_whole_is_of_no_call() throws Exception {
    try (Journal journal = JournalFixture.open(folder)) {
      journal.openCalls().open(JournalFixture.opened(3));
    }
    Path slots = folder.resolve("open.calls");
    byte[] bytes = Files.readAllBytes(slots);
    bytes[FileHead.SIZE + Frames.HEAD + 2] ^= 1;
    Files.write(slots, bytes);
    try (Journal journal = JournalFixture.open(folder)) {
      assertThat(numbers(journal)).isEmpty();
    }
  }
}
