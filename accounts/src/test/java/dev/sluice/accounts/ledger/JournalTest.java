package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ledger.JournalFixture.entry;
import static dev.sluice.accounts.ledger.JournalFixture.numbers;
import static dev.sluice.accounts.ledger.JournalFixture.opened;
import static dev.sluice.accounts.ledger.JournalFixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.ledger.Entry.Located;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a journal holds, over its ends and restarts.
class JournalTest {
  @TempDir private Path folder;

  private Journal open() throws JournalException {
    return JournalFixture.open(folder);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".journal")).sorted().toList();
    }
  }

  @Test
  void an_entry_is_read_as_it_was_written() throws Exception {
    try (Journal journal = open()) {
      assertThat(journal.append(entry(1))).isTrue();
      assertThat(read(journal)).extracting(Located::entry).containsExactly(entry(1));
    }
  }

  @Test
  void entries_go_on_in_the_next_segment_until_it_is_full() throws Exception {
    try (Journal journal = open()) {
      long written = fill(journal, 1);
      assertThat(numbers(journal))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, written).boxed().toList());
      assertThat(segments()).hasSize(8);
      assertThat(journal.trouble().orElseThrow())
          .contains(folder.toString(), "full with 32768 bytes");
    }
  }

  /// Appends entries until one finds no room.
  ///
  /// @return the number of the last one
  private static long fill(Journal journal, long from) {
    long number = from;
    while (journal.append(entry(number))) {
      number++;
      journal.tend();
    }
    return number - 1;
  }

  @Test
  void a_full_journal_has_room_again_once_the_store_has_its_entries() throws Exception {
    try (Journal journal = open()) {
      fill(journal, 1);
      journal.written(journal.end());
      journal.tend();
      assertThat(journal.trouble()).isEmpty();
      assertThat(segments().size()).isLessThanOrEqualTo(4);
      assertThat(journal.append(entry(9))).isTrue();
    }
  }

  @Test
  void what_was_written_is_there_after_a_restart_and_comes_first() throws Exception {
    String node;
    try (Journal journal = open()) {
      node = journal.node();
      journal.append(entry(1));
      journal.append(entry(2));
    }
    try (Journal journal = open()) {
      journal.append(entry(3));
      assertThat(numbers(journal)).containsExactly(1L, 2L, 3L);
      assertThat(journal.node()).isEqualTo(node);
      assertThat(journal.notices()).isEmpty();
    }
  }

  @Test
  void places_grow_over_restarts_at_the_same_time() throws Exception {
    var places = new ArrayList<JournalPlace>();
    for (int i = 0; i < 3; i++) {
      try (Journal journal = open()) {
        journal.append(entry(i));
        places.add(read(journal).getLast().at());
      }
    }
    assertThat(places).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void reading_from_a_place_leaves_out_what_is_before_it() throws Exception {
    try (Journal journal = open()) {
      journal.append(entry(1));
      JournalPlace behind = read(journal).getFirst().end();
      journal.append(entry(2));
      assertThat(journal.read(behind).next().orElseThrow().entry()).isEqualTo(entry(2));
    }
  }

  @Test
  void a_call_without_an_end_is_charged_once_what_was_set_aside_for_it() throws Exception {
    try (Journal journal = open()) {
      journal.openCalls().open(opened(5));
      OpenCalls.Noted ended = journal.openCalls().open(opened(6));
      journal.append(entry(6), ended);
      journal.openCalls().close(ended);
    }
    for (int restart = 0; restart < 2; restart++) {
      try (Journal journal = open()) {
        assertThat(numbers(journal)).containsExactly(6L, 5L);
        Entry lost = read(journal).getLast().entry();
        assertThat(lost.reason()).isEqualTo("lost");
        assertThat(lost.payer()).isEqualTo(Entry.Payer.KEY);
        assertThat(lost.paid().nanos()).isEqualTo(500);
        assertThat(lost.paid().estimated()).isTrue();
        assertThat(journal.notices()).hasSize(restart == 0 ? 1 : 0);
      }
    }
  }

  @Test
  void calls_without_an_end_are_charged_although_the_journal_is_full() throws Exception {
    var sizes = new Journal.Sizes(1024, 4 * 1024, 64);
    long written;
    try (Journal journal = JournalFixture.open(folder, sizes)) {
      written = fill(journal, 1_000);
      LongStream.range(0, 40).forEach(number -> journal.openCalls().open(opened(number)));
    }
    try (Journal journal = JournalFixture.open(folder, sizes)) {
      assertThat(numbers(journal)).hasSize((int) (written - 999 + 40));
      assertThat(journal.notices().getFirst()).contains("40 calls had no end");
    }
  }

  @Test
  void starts_without_calls_leave_no_more_than_two_segments() throws Exception {
    String node;
    try (Journal journal = open()) {
      node = journal.node();
      journal.append(entry(1));
    }
    for (int start = 0; start < 5; start++) {
      try (Journal journal = open()) {
        assertThat(segments()).hasSize(3);
        assertThat(numbers(journal)).containsExactly(1L);
        assertThat(journal.node()).isEqualTo(node);
      }
    }
    try (Journal journal = open()) {
      journal.append(entry(2));
      assertThat(numbers(journal)).containsExactly(1L, 2L);
    }
  }

  @Test
  void a_journal_without_an_entry_keeps_its_id() throws Exception {
    Set<String> nodes = new HashSet<>();
    for (int start = 0; start < 3; start++) {
      try (Journal journal = open()) {
        nodes.add(journal.node());
        assertThat(segments()).hasSize(2);
      }
    }
    assertThat(nodes).hasSize(1);
  }

  @Test
  void what_a_crash_has_left_of_a_segment_in_the_making_is_removed() throws Exception {
    Path half = Files.createFile(folder.resolve("000000000000000001.journal.new"));
    try (Journal _ = open()) {
      assertThat(half).doesNotExist();
    }
  }

  @Test
  void a_call_whose_end_is_written_but_whose_slot_is_not_free_is_not_charged_again()
      throws Exception {
    try (Journal journal = open()) {
      journal.openCalls().open(opened(5));
      journal.append(entry(5));
    }
    try (Journal journal = open()) {
      assertThat(numbers(journal)).containsExactly(5L);
      assertThat(journal.notices()).isEmpty();
    }
  }

  @Test
  void a_second_server_on_the_same_folder_is_refused() throws Exception {
    try (Journal _ = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(JournalException.class)
          .hasMessageContainingAll(
              folder.toString(), "process " + ProcessHandle.current().pid(), "store.path");
    }
    open().close();
  }

  @Test
  void a_journal_of_a_newer_version_is_refused_and_left_alone() throws Exception {
    try (Journal journal = open()) {
      journal.append(entry(1));
    }
    Path file = segments().getFirst();
    setVersion(file, 2);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContainingAll("version 2", "start that version");
    assertThat(Arrays.equals(Files.readAllBytes(file), before)).isTrue();
    setVersion(file, 1);
    try (Journal journal = open()) {
      assertThat(numbers(journal)).containsExactly(1L);
    }
  }

  private static void setVersion(Path file, long version) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer head = ByteBuffer.allocate(56);
      channel.read(head, 0);
      head.putLong(8, version);
      var crc = new CRC32C();
      crc.update(head.array(), 0, 48);
      head.putLong(48, crc.getValue());
      channel.write(head.rewind(), 0);
    }
  }

  @Test
  void a_folder_that_cannot_be_made_is_told() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> JournalFixture.open(file.resolve("journal")))
        .isInstanceOf(JournalException.class)
        .hasMessageContainingAll(file.toString(), "cannot be opened");
  }

  @Test
  void what_keeps_a_journal_from_being_written_is_told_with_a_remedy() {
    assertThat(JournalException.of(folder, new IOException("No space left on device")))
        .hasMessageContainingAll(folder.toString(), "has no room: free some");
    assertThat(JournalException.of(folder, new IOException("Disk quota exceeded")))
        .hasMessageContaining("has no room: free some");
    assertThat(JournalException.of(folder, new AccessDeniedException("journal")))
        .hasMessageContaining("may not be written: give this user the right to");
    assertThat(JournalException.of(folder, new IOException("Read-only file system")))
        .hasMessageContaining("may not be written");
  }

  @Test
  void a_journal_that_cannot_grow_tells_it_and_takes_what_fits() throws Exception {
    try (Journal journal = open()) {
      remove();
      long written = fill(journal, 1);
      assertThat(written).isGreaterThan(60);
      assertThat(journal.trouble().orElseThrow()).contains(folder.toString(), "cannot be opened");
      assertThat(numbers(journal)).hasSize((int) written);
    }
  }

  private void remove() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Test
  void threads_that_append_at_the_same_time_lose_nothing() throws Exception {
    int each = 2_000;
    var sizes = new Journal.Sizes(1 << 16, 1 << 24, 16);
    try (Journal journal = JournalFixture.open(folder, sizes)) {
      List<Thread> threads =
          LongStream.range(0, 4)
              .mapToObj(t -> Thread.ofPlatform().start(() -> append(journal, t * each, each)))
              .toList();
      while (threads.stream().anyMatch(Thread::isAlive)) {
        journal.tend();
      }
      assertThat(numbers(journal))
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 4L * each).boxed().toList());
    }
  }

  private static void append(Journal journal, long from, int count) {
    for (long number = from; number < from + count; number++) {
      while (!journal.append(entry(number))) {
        Thread.onSpinWait();
      }
    }
  }
}
