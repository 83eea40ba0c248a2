package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.Work;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches that were written in part, and are written again: with SQLite, whose files commit one
/// after the other.
class BatchWriterTest {
  private static final long NOVEMBER = Instant.parse("2026-11-30T23:59:59Z").toEpochMilli();
  private static final long DECEMBER = NOVEMBER + 2_000;
  private static final String DECEMBERS = "calls-2026-12";

  @TempDir private Path folder;
  private Store store;
  private Journal journal;
  private long number;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(ready(StoreConfig.in(folder)), false);
    journal =
        Journal.open(
            folder.resolve("journal"),
            JournalFixture.SMALL,
            JournalFixture.clock(NOVEMBER),
            new Random(7));
  }

  @AfterEach
  void close() {
    journal.close();
    store.close();
  }

  private void append(long began) {
    Opened call = JournalFixture.opened(++number, "k", began);
    assertThat(journal.append(Entry.of(JournalFixture.paid(call)))).isTrue();
    journal.tend();
  }

  private WriteBatch batch(JournalPlace from) {
    return new BatchReader(ZoneOffset.UTC).read(journal.read(from), from);
  }

  private JournalPlace write(WriteBatch batch) throws Exception {
    var writer = new BatchWriter(journal.node(), id -> id);
    return store.await(store.write(sql -> writer.write(sql, batch)));
  }

  private List<String> calls() throws Exception {
    return spend().recent("k", Optional.empty(), 1_000).calls().stream()
        .map(SpentCall::call)
        .toList();
  }

  private long summed() throws Exception {
    var all = new Spend.Query(List.of(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31));
    return spend().sums(all).rows().getFirst().sums().calls();
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
  void calls_whose_sums_a_crash_has_prevented_are_there_once_with_those_that_came_since()
      throws Exception {
    append(NOVEMBER);
    append(DECEMBER);
    append(NOVEMBER + 1);
    WriteBatch first = batch(JournalPlace.START);
    var dies =
        new BatchWriter(
            journal.node(),
            _ -> {
              throw new IllegalStateException("the process dies");
            });
    assertThatThrownBy(() -> store.await(store.write(sql -> dies.write(sql, first))))
        .hasMessage("the process dies");
    assertThat(calls()).as("their files have committed").hasSize(3);
    assertThat(summed()).isZero();
    append(DECEMBER + 1);
    WriteBatch grown = batch(JournalPlace.START);
    assertThat(write(grown)).isEqualTo(grown.end());
    assertThat(calls()).containsExactly("call-4", "call-2", "call-3", "call-1");
    assertThat(summed()).isEqualTo(4);
  }

  @Test
  void a_crash_between_the_files_of_two_months_leaves_no_call_twice() throws Exception {
    append(NOVEMBER);
    append(DECEMBER);
    WriteBatch first = batch(JournalPlace.START);
    var writer = new BatchWriter(journal.node(), id -> id);
    assertThatThrownBy(
            () -> store.await(store.write(sql -> writer.write(new Dying(sql, DECEMBERS), first))))
        .hasMessage(DECEMBERS);
    assertThat(calls()).containsExactly("call-1");
    append(NOVEMBER + 1);
    write(batch(JournalPlace.START));
    assertThat(calls()).containsExactly("call-2", "call-3", "call-1");
    assertThat(summed()).isEqualTo(3);
  }

  @Test
  void a_batch_that_is_in_the_store_already_is_not_written_again() throws Exception {
    append(NOVEMBER);
    WriteBatch first = batch(JournalPlace.START);
    JournalPlace end = write(first);
    append(NOVEMBER + 1);
    assertThat(write(batch(JournalPlace.START))).isEqualTo(end);
    assertThat(summed()).isEqualTo(1);
    write(batch(end));
    assertThat(calls()).containsExactly("call-2", "call-1");
    assertThat(summed()).isEqualTo(2);
  }

  /// The journal has only what is newer than the store, whose calls' files are newer, too.
  @Test
  void calls_in_front_of_the_journal_stay_where_an_older_store_is_put_back() throws Exception {
    append(NOVEMBER);
    JournalPlace end = write(batch(JournalPlace.START));
    store.await(store.write(sql -> sql.update("update journals set segment = 0, position = 0")));
    append(NOVEMBER + 1);
    write(new BatchReader(ZoneOffset.UTC).read(journal.read(end), JournalPlace.START));
    assertThat(calls()).containsExactly("call-2", "call-1");
  }

  @Test
  void what_another_journal_has_written_stays() throws Exception {
    append(NOVEMBER);
    write(batch(JournalPlace.START));
    Path there = folder.resolve("other");
    try (Journal other =
        Journal.open(there, JournalFixture.SMALL, JournalFixture.clock(1_000), new Random(8))) {
      Opened call = JournalFixture.opened(99, "k", NOVEMBER + 1);
      assertThat(other.append(Entry.of(JournalFixture.paid(call)))).isTrue();
      WriteBatch batch =
          new BatchReader(ZoneOffset.UTC).read(other.read(JournalPlace.START), JournalPlace.START);
      var writer = new BatchWriter(other.node(), id -> id);
      store.await(store.write(sql -> writer.write(sql, batch)));
    }
    assertThat(calls()).containsExactly("call-99", "call-1");
  }

  /// Statements of a process that dies before it writes to a file.
  private record Dying(Sql sql, String before) implements Sql {
    @Override
    public boolean isPostgres() {
      return sql.isPostgres();
    }

    @Override
    public int update(String statement, Object... values) {
      return sql.update(statement, values);
    }

    @Override
    public int[] batch(String statement, List<Object[]> rows) {
      return sql.batch(statement, rows);
    }

    @Override
    public <T> List<T> query(String statement, RowReader<T> reader, Object... values) {
      return sql.query(statement, reader, values);
    }

    @Override
    public <T> T beside(String name, Work<T> work) {
      if (name.equals(before)) {
        throw new IllegalStateException(name);
      }
      return sql.beside(name, work);
    }

    @Override
    public List<String> names() {
      return sql.names();
    }

    @Override
    public void drop(String name) {
      sql.drop(name);
    }
  }
}
