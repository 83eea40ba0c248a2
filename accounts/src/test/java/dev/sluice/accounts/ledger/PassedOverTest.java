package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ledger.JournalFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Entries of a segment of this process that do not become whole: the reader goes on behind them,
/// and reads every other one once in either order.
class PassedOverTest {
  private static final Path FILE = Path.of("000000000000000001.journal");
  private static final long SALT = 99;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PAGE = 4096;
  private static final int SIZE = 1 << 16;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final JournalFixture.StoppedClock clock = new JournalFixture.StoppedClock();
  private final List<String> notices = new ArrayList<>();
  private final MemorySegment memory = memory(SIZE);
  private final MappedFile file = file(memory);
  private final Segment segment =
      Segment.live(file, new Segment.Waiting(clock::nanos, PATIENCE.toNanos(), notices::add));
  private final List<Long> ends = new ArrayList<>(List.of((long) FileHead.SIZE));

  private static MemorySegment memory(int size) {
    return Arena.ofAuto().allocate(size, 8);
  }

  private static MappedFile file(MemorySegment memory) {
    return new MappedFile(FILE, new FileHead(1, SALT, new UUID(1, 2)), memory);
  }

  private static byte[] payload(long number) {
    return EntryCodec.encode(entry(number));
  }

  /// Appends entries 0, 1 and so on.
  private void append(int count) {
    for (int i = 0; i < count; i++) {
      byte[] payload = payload(ends.size() - 1);
      assertThat(segment.append(payload)).isTrue();
      ends.add(ends.getLast() + Frames.size(payload.length));
    }
    segment.dropCopies();
  }

  /// Leaves of an entry what its thread had written when it met the fault.
  private void tear(int number) {
    tear(memory, ends.get(number), ends.get(number + 1));
  }

  private static void tear(MemorySegment memory, long from, long to) {
    memory.set(LONG, from, 0);
    memory.asSlice(from + 40, to - from - 40).fill((byte) 0);
  }

  private static List<Long> read(JournalReader reader) {
    return Stream.generate(reader::next)
        .takeWhile(Optional::isPresent)
        .map(found -> found.orElseThrow().entry().paid().opened().number())
        .toList();
  }

  private Segment found(MappedFile file) {
    return Segment.found(file, new Segment.Waiting(() -> 0, 0, notices::add));
  }

  private JournalReader reader() {
    return new JournalReader(segment, JournalPlace.START);
  }

  @Test
  void what_does_not_become_whole_is_passed_over_after_five_seconds_and_told() {
    append(4);
    tear(1);
    JournalReader reader = reader();
    assertThat(read(reader)).containsExactly(0L);
    clock.pass(Duration.ofMillis(4_999));
    assertThat(read(reader)).isEmpty();
    clock.pass(Duration.ofMillis(1));
    assertThat(read(reader)).containsExactly(2L, 3L);
    assertThat(notices)
        .containsExactly(
            "%s holds %d bytes that do not become whole, which are passed over"
                .formatted(FILE, ends.get(2) - ends.get(1)));
  }

  @Test
  void a_reader_that_begins_anew_waits_and_tells_no_second_time() {
    append(3);
    tear(1);
    JournalReader reader = reader();
    assertThat(read(reader)).containsExactly(0L);
    clock.pass(PATIENCE);
    assertThat(read(reader)).containsExactly(2L);
    assertThat(read(reader())).containsExactly(0L, 2L);
    assertThat(notices).hasSize(1);
  }

  @Test
  void several_in_a_row_are_passed_over_at_once() {
    append(5);
    tear(1);
    tear(2);
    tear(3);
    JournalReader reader = reader();
    assertThat(read(reader)).containsExactly(0L);
    clock.pass(PATIENCE);
    assertThat(read(reader)).containsExactly(4L);
  }

  @Test
  void nothing_is_passed_over_while_nothing_is_written_behind_it() {
    append(2);
    tear(1);
    JournalReader reader = reader();
    assertThat(read(reader)).containsExactly(0L);
    clock.pass(Duration.ofDays(1));
    assertThat(read(reader)).isEmpty();
    append(1);
    assertThat(read(reader)).containsExactly(2L);
  }

  @Test
  void the_time_in_which_nothing_was_begun_does_not_count() {
    append(1);
    JournalReader reader = reader();
    assertThat(read(reader)).containsExactly(0L);
    clock.pass(Duration.ofDays(1));
    append(2);
    tear(1);
    assertThat(read(reader)).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void a_torn_end_of_a_segment_does_not_hold_the_next_one() {
    append(2);
    tear(1);
    while (segment.append(payload(7))) {
      memory.set(LONG, ends.getLast(), 0);
      ends.add(ends.getLast() + Frames.size(payload(7).length));
    }
    segment.dropCopies();
    var behind = Segment.live(file(memory(4096)), new Segment.Waiting(() -> 0, 0, notices::add));
    behind.append(payload(8));
    segment.follow(behind);
    JournalReader reader = reader();
    assertThat(read(reader)).containsExactly(0L);
    clock.pass(PATIENCE);
    assertThat(read(reader)).containsExactly(8L);
  }

  /// A thread that was held up for longer than the reader waits.
  @Test
  void an_entry_that_was_passed_over_never_becomes_whole_and_is_appended_anew() {
    append(3);
    tear(1);
    JournalReader reader = reader();
    assertThat(read(reader)).containsExactly(0L);
    clock.pass(PATIENCE);
    assertThat(read(reader)).containsExactly(2L);
    assertThat(Frames.publish(memory, SALT, ends.get(1), payload(1))).isFalse();
    assertThat(segment.append(payload(1))).isTrue();
    assertThat(read(reader)).containsExactly(1L);
    assertThat(read(new JournalReader(found(file), JournalPlace.START)))
        .containsExactly(0L, 2L, 1L);
  }

  @Test
  void an_entry_that_becomes_whole_in_time_is_read_at_its_place() {
    append(3);
    tear(1);
    JournalReader reader = reader();
    assertThat(read(reader)).containsExactly(0L);
    assertThat(Frames.publish(memory, SALT, ends.get(1), payload(1))).isTrue();
    clock.pass(PATIENCE);
    assertThat(read(reader)).containsExactly(1L, 2L);
    assertThat(notices).isEmpty();
  }

  /// A file that has become shorter than its mapping gives no page beyond its end.
  private Segment real(Path path, Path named) throws IOException {
    MappedFile real = MappedFile.create(path, new FileHead(1, SALT, new UUID(1, 2)), SIZE);
    return Segment.live(
        new MappedFile(named, real.head(), real.memory()),
        new Segment.Waiting(clock::nanos, PATIENCE.toNanos(), notices::add));
  }

  @Test
  void a_page_that_the_system_does_not_give_costs_no_other_entry(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("1.journal");
    Segment faulty = real(path, path);
    setSize(path, PAGE);
    long kept = appendUntilFault(faulty);
    setSize(path, SIZE);
    assertThat(faulty.append(payload(99))).isTrue();
    List<Long> all = new ArrayList<>(LongStream.range(0, kept).boxed().toList());
    all.add(99L);
    assertThat(read(new JournalReader(faulty, JournalPlace.START))).isEqualTo(all);
    assertThat(notices).isEmpty();
  }

  /// A disk that fails leaves the file as long as it was.
  @Test
  void a_reader_waits_for_a_page_that_the_system_does_not_give(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("1.journal");
    Path whole = Files.write(folder.resolve("whole"), new byte[SIZE]);
    Segment faulty = real(path, whole);
    append(faulty, 0, 100);
    faulty.dropCopies();
    var reader = new JournalReader(faulty, JournalPlace.START);
    setSize(path, PAGE);
    List<Long> before = read(reader);
    assertThat(before).hasSizeBetween(1, 99);
    for (int look = 0; look < 3; look++) {
      clock.pass(PATIENCE);
      assertThat(read(reader)).isEmpty();
      assertThat(reader.isHeldUp()).isTrue();
    }
    assertThat(notices)
        .containsExactly(
            "the ledger waits for a page of %s that the system does not give: see to the disk"
                .formatted(whole));
    setSize(path, SIZE);
    assertThat(faulty.append(payload(999))).isTrue();
    var late = new ArrayList<Long>(read(reader));
    clock.pass(PATIENCE);
    late.addAll(read(reader));
    assertThat(late).containsExactly(999L);
  }

  @Test
  void what_was_appended_to_a_file_that_is_cut_is_read_from_memory(@TempDir Path folder)
      throws Exception {
    for (long size : List.of(0L, (long) PAGE, SIZE - 8L)) {
      Path path = folder.resolve(size + ".journal");
      Segment cut = real(path, path);
      append(cut, 0, 100);
      setSize(path, size);
      long more = appendUntilFaultOrFull(cut, 100);
      cut.abandon();
      var reader = new JournalReader(cut, JournalPlace.START);
      assertThat(read(reader)).isEqualTo(LongStream.range(0, more).boxed().toList());
      assertThat(reader.advance()).isFalse();
      assertThat(reader.isHeldUp()).isFalse();
    }
    assertThat(notices).isEmpty();
  }

  private static long appendUntilFaultOrFull(Segment to, long from) {
    long number = from;
    try {
      while (to.append(payload(number))) {
        number++;
      }
    } catch (InternalError fault) {
      // The file ends here.
    }
    return number;
  }

  /// Copies of what a store that is away has not taken are not kept for ever.
  @Test
  void what_has_no_copy_is_lost_with_the_file_and_told_after_five_seconds(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("1.journal");
    Segment cut = real(path, path);
    append(cut, 0, 50);
    cut.dropCopies();
    append(cut, 50, 50);
    setSize(path, 0);
    var reader = new JournalReader(cut, JournalPlace.START);
    assertThat(read(reader)).isEmpty();
    assertThat(reader.isHeldUp()).isTrue();
    clock.pass(PATIENCE);
    assertThat(read(reader)).isEqualTo(LongStream.range(50, 100).boxed().toList());
    assertThat(notices)
        .containsExactly(path + " was cut: what stood there from byte 64 on is lost");
  }

  /// Of a file that another process has left there are none.
  @Test
  void what_was_found_in_a_file_that_is_cut_is_lost_and_told(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("1.journal");
    Segment before = real(path, path);
    append(before, 0, 100);
    Segment cut =
        Segment.found(
            before.file(), new Segment.Waiting(clock::nanos, PATIENCE.toNanos(), notices::add));
    setSize(path, PAGE);
    var reader = new JournalReader(cut, JournalPlace.START);
    assertThat(read(reader)).hasSizeBetween(1, 99);
    assertThat(reader.isHeldUp()).isTrue();
    clock.pass(PATIENCE);
    assertThat(read(reader)).isEmpty();
    assertThat(reader.isHeldUp()).isFalse();
    assertThat(notices.getFirst()).contains(path + " was cut", "is lost");
  }

  /// Its thread has written a frame into a file that is as long again, and learns of it.
  @Test
  void a_frame_that_the_reader_has_gone_on_behind_is_kept_nowhere() {
    var copies = new FrameCopies(SIZE);
    assertThat(copies.keep(200, payload(1))).isTrue();
    assertThat(copies.pass(64, 400)).isEqualTo(200);
    assertThat(copies.keep(64, payload(2))).isFalse();
    assertThat(copies.pass(208, 400)).isEqualTo(400);
    copies.fail(400, 96);
    assertThat(copies.behindFailed(400)).isEqualTo(496);
    assertThat(copies.payload(200)).isEqualTo(payload(1));
    copies.dropBefore(4096);
    assertThat(copies.payload(200)).isNull();
  }

  static void setSize(Path path, long size) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }
  }

  /// @return how many were appended
  private static long appendUntilFault(Segment to) {
    long number = 0;
    try {
      while (to.append(payload(number))) {
        number++;
      }
      throw new AssertionError("no page was missing");
    } catch (InternalError fault) {
      return number;
    }
  }

  /// A reader without patience, beside threads that append: it passes over whatever is not whole in
  /// the moment, of which there is one from the beginning.
  @Test
  void every_entry_is_read_once_however_many_are_passed_over() throws Exception {
    int each = 20_000;
    int threads = 3;
    var busy = Segment.live(file(memory(1 << 25)), new Segment.Waiting(() -> 0, 0, notices::add));
    assertThat(busy.append(payload(0))).isTrue();
    busy.dropCopies();
    tear(memoryOf(busy), FileHead.SIZE, FileHead.SIZE + Frames.size(payload(0).length));
    List<Thread> appending =
        LongStream.range(0, threads)
            .mapToObj(t -> Thread.ofPlatform().start(() -> append(busy, t * each, each)))
            .toList();
    var reader = new JournalReader(busy, JournalPlace.START);
    var numbers = new ArrayList<Long>();
    while (appending.stream().anyMatch(Thread::isAlive)) {
      numbers.addAll(read(reader));
    }
    numbers.addAll(read(reader));
    assertThat(notices).isNotEmpty();
    assertThat(numbers).hasSize(threads * each).doesNotHaveDuplicates();
    assertThat(read(new JournalReader(busy, JournalPlace.START))).isEqualTo(numbers);
    assertThat(read(new JournalReader(found(file(memoryOf(busy))), JournalPlace.START)))
        .isEqualTo(numbers);
  }

  private static MemorySegment memoryOf(Segment segment) {
    return segment.file().memory();
  }

  private static void append(Segment to, long from, int count) {
    for (long number = from; number < from + count; number++) {
      assertThat(to.append(payload(number))).isTrue();
    }
  }
}
