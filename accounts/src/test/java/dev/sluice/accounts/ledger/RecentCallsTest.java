package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.Work;
import dev.sluice.testing.LongForm;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The calls of a key in one order, whatever lies in one block, of however many journals.
class RecentCallsTest {
  private static final int JOURNALS = 3;
  private static final int ROUNDS = LongForm.rounds(25, 60);
  private static final int MOST_OF_A_ROUND = 40;
  private static final Instant FROM = Instant.parse("2026-11-30T22:00:00Z");

  /// How far time goes on in a round.
  private static final int ROUND_MS = 240_000;

  private static final int SHORT_MS = 20_000;
  private static final int LONG_MS = 7_200_000;

  @TempDir private Path folder;
  private final Random random = new Random(41);
  private final List<Writing> journals = new ArrayList<>();
  private final List<Opened> expected = new ArrayList<>();
  private Store store;
  private long number;

  /// A journal, and up to which place the store has it.
  private static final class Writing {
    private final Journal journal;
    private JournalPlace written = JournalPlace.START;

    private Writing(Journal journal) {
      this.journal = journal;
    }
  }

  @BeforeEach
  void fill() throws Exception {
    store = Store.open(ready(StoreConfig.in(folder)), false);
    for (int i = 0; i < JOURNALS; i++) {
      journals.add(
          new Writing(
              Journal.open(
                  folder.resolve("j" + i),
                  JournalFixture.MEDIUM,
                  JournalFixture.clock(1_000),
                  new Random(i))));
    }
    long now = FROM.toEpochMilli();
    for (int round = 0; round < ROUNDS; round++) {
      now += ROUND_MS;
      for (Writing one : journals) {
        append(one.journal, now, random.nextInt(MOST_OF_A_ROUND));
        write(one);
      }
    }
    expected.sort(Comparator.comparingLong(Opened::at).reversed());
  }

  /// Ends calls, most of which were short, and many of which began in the same millisecond.
  private void append(Journal journal, long now, int count) {
    for (int i = 0; i < count; i++) {
      int most = random.nextInt(10) == 0 ? LONG_MS : SHORT_MS;
      long began = (now - random.nextInt(most)) / 100 * 100;
      String key = random.nextInt(20) == 0 ? "rare" : "k";
      Opened call = JournalFixture.opened(++number, key, began);
      assertThat(journal.append(Entry.of(JournalFixture.paid(call)))).isTrue();
      expected.add(call);
    }
  }

  private void write(Writing one) throws Exception {
    WriteBatch batch =
        new BatchReader(ZoneOffset.UTC).read(one.journal.read(one.written), one.written);
    if (!batch.isEmpty()) {
      var writer = new BatchWriter(one.journal.node(), id -> id);
      one.written = store.await(store.write(sql -> writer.write(sql, batch)));
    }
  }

  @AfterEach
  void close() {
    journals.forEach(one -> one.journal.close());
    store.close();
  }

  private Spend spend() {
    return new Spend(
        new Spend.Reader() {
          @Override
          public <T> T read(Work<T> work) throws StoreException, InterruptedException {
            return store.read(work);
          }
        });
  }

  @Test
  void pages_of_any_size_hold_each_call_once_the_newest_first() throws Exception {
    for (String key : List.of("k", "rare")) {
      List<Opened> of = expected.stream().filter(call -> call.key().equals(key)).toList();
      for (int size : List.of(1, 3, 17, 200, 5_000)) {
        List<SpentCall> read = pages(key, size);
        assertThat(read).extracting(SpentCall::call).doesNotHaveDuplicates();
        assertThat(read)
            .extracting(SpentCall::began)
            .as("pages of %d of %s", size, key)
            .containsExactlyElementsOf(of.stream().map(Opened::at).toList());
        assertThat(read)
            .extracting(SpentCall::call)
            .containsExactlyInAnyOrderElementsOf(of.stream().map(Opened::call).toList());
      }
    }
  }

  private List<SpentCall> bounded(Spend.Which which, int size, long bytes) throws Exception {
    var calls = new ArrayList<SpentCall>();
    var at = RecentCalls.Place.LATEST;
    int early = 0;
    Optional<String> next;
    do {
      RecentCalls.Place before = at;
      Spend.Calls page = store.read(sql -> RecentCalls.of(sql, which, before, size, bytes));
      calls.addAll(page.calls());
      early += page.whole() ? 0 : 1;
      next = page.next();
      if (next.isPresent()) {
        at = RecentCalls.Place.of(next.get());
        assertThat(at).as("a page leads on").isLessThan(before);
      }
    } while (next.isPresent());
    assertThat(early).as("pages that ended early").isPositive();
    return calls;
  }

  @Test
  void a_page_ends_where_there_is_too_much_to_read_and_the_next_one_goes_on() throws Exception {
    List<Long> all = expected.stream().map(Opened::at).toList();
    for (long bytes : new long[] {5_000, 50_000}) {
      List<SpentCall> read = bounded(Spend.Which.of(List.of("k", "rare", "none")), 5_000, bytes);
      assertThat(read).extracting(SpentCall::call).doesNotHaveDuplicates();
      assertThat(read).extracting(SpentCall::began).containsExactlyElementsOf(all);
      var nowhere =
          new Spend.Which(
              List.of("k", "rare"), Long.MIN_VALUE, Long.MAX_VALUE, Optional.of("no/target"), true);
      assertThat(bounded(nowhere, 10, bytes)).isEmpty();
    }
  }

  private List<SpentCall> pages(String key, int size) throws Exception {
    var calls = new ArrayList<SpentCall>();
    Optional<String> next = Optional.empty();
    do {
      Spend.Calls page = spend().recent(key, next, size);
      assertThat(page.calls()).hasSizeLessThanOrEqualTo(size);
      calls.addAll(page.calls());
      next = page.next();
    } while (next.isPresent());
    return calls;
  }

  @Test
  void pages_are_parts_of_one_order() throws Exception {
    assertThat(pages("k", 7)).isEqualTo(pages("k", 5_000));
  }

  @Test
  void a_key_without_calls_has_none() throws Exception {
    assertThat(pages("none", 10)).isEmpty();
  }

  @Test
  void a_cursor_that_makes_no_sense_is_told() {
    assertThatThrownBy(() -> spend().recent("k", Optional.of("1,2,x,4"), 10))
        .hasMessageContaining("the cursor `1,2,x,4` makes no sense");
    assertThatThrownBy(() -> spend().recent("k", Optional.of("1,2"), 10))
        .hasMessageContaining("is none of this question");
  }
}
