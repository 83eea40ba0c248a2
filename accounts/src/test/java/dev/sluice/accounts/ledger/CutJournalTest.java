package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ReadyStores.ready;
import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A journal whose files are cut or removed, while a process has them and while none does.
class CutJournalTest {
  @TempDir private Path folder;

  private Path journal() {
    return folder.resolve("journal");
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(journal())) {
      return files.filter(file -> file.toString().endsWith(".journal")).sorted().toList();
    }
  }

  private static void cut(Path file, long size) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  /// What a rotation of logs does that copies and cuts.
  private void cutAll(long size) throws IOException {
    for (Path file : segments()) {
      cut(file, size);
    }
  }

  private void removeAll(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private LedgerRig rig() throws Exception {
    return LedgerRig.in(folder);
  }

  private LedgerRig away(Journal.Sizes sizes) throws Exception {
    return new LedgerRig(StoreConfig.in(folder), LedgerRig.NOON, Optional.empty(), sizes);
  }

  private static void pay(LedgerRig rig, int calls) {
    for (int i = 0; i < calls; i++) {
      rig.pay(3);
    }
  }

  /// After the end of the process.
  private void has(long calls) throws Exception {
    try (LedgerRig later = rig()) {
      assertThat(later.sums().calls()).isEqualTo(calls);
      assertThat(later.sums().nanos()).isEqualTo(3 * calls);
    }
  }

  @Test
  void a_journal_that_is_cut_in_place_goes_on_in_another_segment_and_loses_no_call()
      throws Exception {
    for (long size : List.of(0L, 4096L, JournalFixture.MEDIUM.segment() / 2L)) {
      List<String> told = new CopyOnWriteArrayList<>();
      long before;
      try (LedgerRig rig = rig()) {
        rig.ledger.onNotice(told::add);
        before = rig.callsInStore();
        pay(rig, 100);
        cutAll(size);
        pay(rig, 175);
        rig.awaitCalls(before + 275);
        rig.awaitTrouble(false);
        soon().until(() -> !told.isEmpty());
        pay(rig, 25);
      }
      assertThat(told).allMatch(notice -> notice.contains("was cut or removed"));
      has(before + 300);
      removeAll(journal());
    }
  }

  @Test
  void an_end_directly_after_the_cut_loses_no_call() throws Exception {
    try (LedgerRig rig = rig()) {
      pay(rig, 100);
      cutAll(0);
      pay(rig, 175);
    }
    has(275);
  }

  @Test
  void calls_of_a_time_without_a_store_survive_a_cut_in_it() throws Exception {
    try (LedgerRig rig = away(JournalFixture.MEDIUM)) {
      pay(rig, 100);
      cutAll(0);
      pay(rig, 175);
      rig.giveStore();
      rig.awaitCalls(275);
      assertThat(rig.sums().nanos()).isEqualTo(3 * 275);
    }
    has(275);
  }

  @Test
  void a_journal_that_is_removed_in_use_goes_on_in_another_segment() throws Exception {
    try (LedgerRig rig = rig()) {
      pay(rig, 100);
      for (Path file : segments()) {
        Files.delete(file);
      }
      pay(rig, 100);
      rig.awaitCalls(200);
      soon().until(() -> !segments().isEmpty());
      pay(rig, 100);
    }
    has(300);
  }

  @Test
  void that_the_whole_folder_is_gone_is_told_once_though_its_segments_take_more() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    try (LedgerRig rig = rig()) {
      rig.ledger.onNotice(told::add);
      pay(rig, 1);
      removeAll(journal());
      soon().until(() -> !told.isEmpty());
      pay(rig, 1);
      rig.awaitCalls(2);
      assertThat(told).singleElement().asString().contains("was moved away or removed", "put it");
    }
    has(2);
  }

  /// No segment can be made in a folder that is gone.
  @Test
  void what_the_journal_does_not_take_goes_to_the_store_although_it_cannot_grow() throws Exception {
    var rig =
        new LedgerRig(
            StoreConfig.in(folder),
            LedgerRig.NOON,
            Optional.of(Store.open(ready(StoreConfig.in(folder)), false)),
            JournalFixture.SMALL);
    try (rig) {
      removeAll(journal());
      pay(rig, 500);
      rig.awaitCalls(500);
      pay(rig, 500);
    }
    has(1_000);
  }

  @Test
  void what_neither_takes_is_told_at_the_end() throws Exception {
    List<String> told = new ArrayList<>();
    try (LedgerRig rig = away(JournalFixture.SMALL)) {
      rig.ledger.onNotice(told::add);
      while (!rig.sumsUpCalls()) {
        pay(rig, 1);
      }
    }
    assertThat(told.getLast()).contains("calls were summed up in memory, and lost");
  }

  @Test
  void sums_are_counted_once_whatever_becomes_of_their_commit() throws Exception {
    try (LedgerRig rig = rig()) {
      var sums = new SumsWriter("node", id -> id, 7);
      var reader = new BatchReader(ZoneOffset.UTC);
      for (int i = 1; i <= 3; i++) {
        sums.take(List.of(Entry.of(JournalFixture.paid(rig.call()))));
        for (int attempt = 0; attempt < 3; attempt++) {
          var batch = sums.batch(reader);
          JournalPlace place = rig.store().await(rig.store().write(sql -> sums.write(sql, batch)));
          if (attempt == 2) {
            sums.written(place);
          }
        }
        assertThat(sums.isEmpty()).isTrue();
        assertThat(rig.sums().calls()).isEqualTo(i);
      }
      var later = new SumsWriter("node", id -> id, 8);
      later.take(List.of(Entry.of(JournalFixture.paid(rig.call()))));
      while (!later.isEmpty()) {
        var batch = later.batch(reader);
        later.written(rig.store().await(rig.store().write(sql -> later.write(sql, batch))));
      }
      assertThat(rig.sums().calls()).isEqualTo(4);
    }
  }

  private void tells(String... words) throws Exception {
    try (LedgerRig rig = away(JournalFixture.SMALL)) {
      assertThat(String.join("\n", rig.ledger.notices())).contains(words);
    }
  }

  private void fill() throws Exception {
    removeAll(folder);
    Files.createDirectory(folder);
    try (LedgerRig rig = away(JournalFixture.SMALL)) {
      while (segments().size() < 4) {
        pay(rig, 1);
      }
    }
    try (LedgerRig rig = away(JournalFixture.SMALL)) {
      assertThat(rig.ledger.notices()).isEmpty();
    }
  }

  @Test
  void what_was_cut_or_removed_while_no_process_had_it_is_told() throws Exception {
    fill();
    cut(segments().get(1), 1000);
    tells(segments().get(1) + " was cut to 1000 of 4096 bytes", "is lost");
    fill();
    cut(segments().get(1), 0);
    tells(segments().get(1) + " was cut and is left alone", "is lost");
    fill();
    Files.delete(segments().get(1));
    tells(journal() + " has lost what was between its segments");
    fill();
    cutAll(0);
    tells("was cut and is left alone");
    fill();
    for (Path file : segments()) {
      Files.delete(file);
    }
    tells(journal() + " was removed, or all of its segments were");
    fill();
    cut(journal().resolve("open.calls"), 100);
    tells("open.calls was cut or removed: calls that had no end are charged nothing");
    fill();
    Files.delete(journal().resolve("open.calls"));
    tells("open.calls was cut or removed");
  }

  @Test
  void a_segment_that_the_store_knows_and_that_is_removed_is_told() throws Exception {
    try (LedgerRig rig = rig()) {
      pay(rig, 10);
      rig.awaitCalls(10);
    }
    Files.delete(segments().getFirst());
    List<String> told = new ArrayList<>();
    try (LedgerRig rig = away(JournalFixture.MEDIUM)) {
      rig.ledger.onNotice(told::add);
      rig.giveStore();
      rig.pay(3);
      rig.awaitCalls(11);
    }
    assertThat(told).hasSize(1);
    assertThat(told.getFirst()).contains("has lost its segment", "is lost");
  }

  private Ledger ledger() throws JournalException {
    return Ledger.open(
        new LedgerConfig(journal(), Duration.ofDays(1), ZoneOffset.UTC, JournalFixture.SMALL),
        Optional::empty,
        id -> id,
        JournalFixture.clock(1_000));
  }

  /// What a start tells.
  private List<String> told() throws JournalException {
    try (Ledger ledger = ledger()) {
      return ledger.notices();
    }
  }

  @Test
  void a_journal_that_was_removed_whole_is_told_once() throws Exception {
    assertThat(told()).isEmpty();
    removeAll(journal());
    assertThat(told())
        .singleElement()
        .asString()
        .startsWith("the journal " + journal() + " was removed");
    assertThat(told()).isEmpty();
  }

  /// A first start that was killed leaves what it had made until then: the folder, its lock, a file
  /// that is being made, the calls under way, a segment.
  @Test
  void a_first_start_that_was_killed_has_lost_nothing() throws Exception {
    try (Ledger _ = ledger()) {
      assertThat(segments()).hasSize(2);
    }
    Files.delete(folder.resolve("journal.made"));
    Files.delete(segments().getLast());
    assertThat(told()).isEmpty();

    Files.delete(folder.resolve("journal.made"));
    for (Path file : segments()) {
      Files.delete(file);
    }
    assertThat(told()).isEmpty();

    for (String left : List.of("lock", "open.calls.new")) {
      removeAll(folder);
      Files.createDirectories(journal());
      Files.createFile(journal().resolve(left));
      assertThat(told()).isEmpty();
    }
    removeAll(journal());
    assertThat(told()).hasSize(1);
  }
}
