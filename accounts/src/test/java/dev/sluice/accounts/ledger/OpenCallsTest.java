package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ledger.JournalFixture.opened;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.ledger.OpenCalls.Noted;
import dev.sluice.accounts.tag.TagText;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Slots of calls under way.
class OpenCallsTest {
  private static final int SLOTS = JournalFixture.SMALL.slots();

  @TempDir private Path folder;

  @Test
  void more_calls_than_slots_have_none_until_one_ends() throws Exception {
    try (Journal journal = JournalFixture.open(folder)) {
      OpenCalls open = journal.openCalls();
      List<Noted> noted = IntStream.range(0, SLOTS).mapToObj(n -> open.open(opened(n))).toList();
      assertThat(noted).allMatch(Noted::hasSlot);
      assertThat(noted).extracting(Noted::index).doesNotHaveDuplicates();
      assertThat(open.open(opened(99)).hasSlot()).isFalse();
      open.close(noted.get(3));
      assertThat(open.open(opened(99)).index()).isEqualTo(noted.get(3).index());
      assertThat(open.left()).hasSize(SLOTS).contains(opened(99)).doesNotContain(opened(3));
    }
  }

  @Test
  void a_slot_is_of_one_call_at_a_time() throws Exception {
    Set<Integer> held = ConcurrentHashMap.newKeySet();
    var twice = new AtomicInteger();
    try (Journal journal = JournalFixture.open(folder)) {
      var threads =
          IntStream.range(0, 8)
              .mapToObj(
                  t -> Thread.ofPlatform().start(() -> take(journal.openCalls(), held, twice, t)))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(twice).hasValue(0);
      assertThat(journal.openCalls().left()).isEmpty();
    }
  }

  private static void take(OpenCalls open, Set<Integer> held, AtomicInteger twice, long number) {
    for (int i = 0; i < 20_000; i++) {
      Noted noted = open.open(opened(number));
      twice.addAndGet(held.add(noted.index()) ? 0 : 1);
      held.remove(noted.index());
      open.close(noted);
    }
  }

  /// A file that has become shorter than its mapping gives no page beyond its end.
  @Test
  void a_page_that_the_system_does_not_give_costs_its_slots_and_no_call() throws Exception {
    try (Journal journal = JournalFixture.open(folder)) {
      OpenCalls open = journal.openCalls();
      List<Noted> before = IntStream.range(0, 8).mapToObj(n -> open.open(opened(n))).toList();
      PassedOverTest.setSize(folder.resolve("open.calls"), 4096);
      Noted without = open.open(opened(8));
      open.close(before.get(7));
      open.close(before.get(0));
      PassedOverTest.setSize(folder.resolve("open.calls"), OpenCalls.size(SLOTS));
      assertThat(without.hasSlot()).isFalse();
      assertThat(open.open(opened(9)).index()).isEqualTo(before.get(0).index());
    }
  }

  @Test
  void a_call_with_long_names_keeps_its_tags() throws Exception {
    String longest = "\u4e2d".repeat(10_000);
    List<String> names = IntStream.range(0, 4).mapToObj(n -> "n".repeat(31) + n).toList();
    String tags = TagText.of(names, names.stream().map(_ -> "\u4e2d".repeat(21)).toList());
    var call = new Opened(1, longest, "k".repeat(64), "t".repeat(64), longest, longest, 7, 8, tags);
    try (Journal journal = JournalFixture.open(folder)) {
      assertThat(journal.openCalls().open(call).hasSlot()).isTrue();
      var left = journal.openCalls().left().getFirst();
      assertThat(TagText.read(left.tags())).hasSize(4);
      assertThat(left.tags()).isEqualTo(tags);
      assertThat(left.team()).isEqualTo(call.team());
      assertThat(left.call()).hasSizeGreaterThan(16);
    }
  }

  @Test
  void a_call_with_long_names_keeps_those_of_its_key_and_team() throws Exception {
    String longest = "\u4e2d".repeat(10_000);
    var call =
        new Opened(
            Long.MAX_VALUE, longest, "k".repeat(64), "t".repeat(64), longest, longest, 7, 8, "");
    try (Journal journal = JournalFixture.open(folder)) {
      journal.openCalls().open(call);
      var left = journal.openCalls().left().getFirst();
      assertThat(left.key()).isEqualTo(call.key());
      assertThat(left.team()).isEqualTo(call.team());
      assertThat(longest).startsWith(left.model());
      assertThat(left.nanos()).isEqualTo(7);
    }
  }
}
