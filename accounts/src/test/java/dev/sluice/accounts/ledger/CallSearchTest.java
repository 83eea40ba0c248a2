package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import dev.sluice.testing.LongForm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls that are looked for by their identifiers, over filters and what has none.
class CallSearchTest {
  private static final Instant FROM = Instant.parse("2026-11-30T20:10:00Z");
  private static final LocalDate NOVEMBER = LocalDate.parse("2026-11-30");
  private static final LocalDate DECEMBER = LocalDate.parse("2026-12-01");

  /// An hour, and so a filter, has six of them.
  private static final Duration ROUND = Duration.ofMinutes(10);

  private static final int ROUNDS = 60;
  private static final int CALLS = 30;

  /// Which of the calls are looked for, one of so many: it divides neither a round nor what has a
  /// filter, so that calls of each place in them are among these.
  private static final int STEP = LongForm.rounds(31, 1);

  @TempDir private Path folder;
  private final List<Opened> calls = new ArrayList<>();
  private BatchReader reader = new BatchReader(ZoneOffset.UTC);
  private JournalPlace written = JournalPlace.START;
  private @Nullable Store openStore;
  private @Nullable Journal openJournal;

  private Store store() {
    return Objects.requireNonNull(openStore);
  }

  private Journal journal() {
    return Objects.requireNonNull(openJournal);
  }

  private void open(StoreConfig config) throws Exception {
    openStore = Store.open(ready(config), false);
    openJournal =
        Journal.open(
            folder.resolve("j"), JournalFixture.MEDIUM, JournalFixture.clock(1_000), new Random(3));
  }

  private void fill(StoreConfig config) throws Exception {
    open(config);
    for (int round = 0; round < ROUNDS; round++) {
      round(FROM.plus(ROUND.multipliedBy(round)).toEpochMilli());
    }
  }

  private void round(long at) throws Exception {
    for (int i = 0; i < CALLS; i++) {
      append(JournalFixture.opened(calls.size(), "k" + calls.size() % 7, at + i));
    }
    write();
  }

  private void append(Opened call) {
    assertThat(journal().append(Entry.of(JournalFixture.paid(call)))).isTrue();
    calls.add(call);
  }

  private void write() throws Exception {
    WriteBatch batch = reader.read(journal().read(written), written);
    var writer = new BatchWriter(journal().node(), id -> id);
    written = store().await(store().write(sql -> writer.write(sql, batch)));
    reader.written(batch);
  }

  @AfterEach
  void close() {
    journal().close();
    store().close();
  }

  private Spend.Found find(String call, LocalDate from, LocalDate to) throws Exception {
    return store().read(sql -> CallSearch.of(sql, call, from, to));
  }

  private long filters(LocalDate day) throws Exception {
    return store()
        .read(
            sql ->
                sql.beside(
                    "calls-" + day.toString().substring(0, 7),
                    file ->
                        file.query("select count(*) as n from call_filters", row -> row.number("n"))
                            .getFirst()));
  }

  private void findsEach() throws Exception {
    for (int i = 0; i < calls.size(); i += STEP) {
      Opened call = calls.get(i);
      Spend.Found found = find(call.call(), NOVEMBER, DECEMBER);
      assertThat(found.calls()).extracting(SpentCall::call).containsExactly(call.call());
      assertThat(found.calls().getFirst().key()).isEqualTo(call.key());
      assertThat(found.whole()).isTrue();
      assertThat(found.from()).isEqualTo(NOVEMBER);
    }
    assertThat(find("call-none", NOVEMBER, DECEMBER).calls()).isEmpty();
  }

  @Test
  void each_call_is_found_in_the_files_of_two_months() throws Exception {
    fill(StoreConfig.in(folder));
    assertThat(filters(NOVEMBER)).isEqualTo(4);
    assertThat(filters(DECEMBER)).as("the one of both months, and those of December").isEqualTo(5);
    findsEach();
  }

  @Test
  void each_call_is_found_in_postgresql() throws Exception {
    String url = TestPostgres.database();
    fill(new StoreConfig(folder, Optional.of(new Secret(url))));
    findsEach();
    store().await(store().write(sql -> dropNovember(sql)));
    assertThat(find(calls.getFirst().call(), NOVEMBER, DECEMBER).calls()).isEmpty();
    assertThat(find(calls.getLast().call(), NOVEMBER, DECEMBER).calls()).hasSize(1);
  }

  private static long dropNovember(Sql sql) {
    return BlockTable.dropBefore(sql, DECEMBER);
  }

  @Test
  void only_the_days_that_are_asked_for_are_looked_at() throws Exception {
    fill(StoreConfig.in(folder));
    assertThat(find(calls.getFirst().call(), DECEMBER, DECEMBER).calls()).isEmpty();
    assertThat(find(calls.getLast().call(), NOVEMBER, NOVEMBER).calls()).isEmpty();
    assertThat(find(calls.getLast().call(), DECEMBER, DECEMBER).calls()).hasSize(1);
  }

  @Test
  void what_a_process_that_has_ended_left_without_a_filter_is_found() throws Exception {
    open(StoreConfig.in(folder));
    for (int round = 0; round < ROUNDS; round++) {
      round(FROM.plus(ROUND.multipliedBy(round)).toEpochMilli());
      if (round % 10 == 9) {
        reader = new BatchReader(ZoneOffset.UTC);
      }
    }
    findsEach();
  }

  @Test
  void calls_without_any_filter_are_found() throws Exception {
    fill(StoreConfig.in(folder));
    for (String month : List.of("calls-2026-11", "calls-2026-12")) {
      store()
          .await(
              store()
                  .write(sql -> sql.beside(month, file -> file.update("drop table call_filters"))));
    }
    findsEach();
  }

  /// The filter is what answers: without it the calls behind its stretch would be found.
  @Test
  void a_stretch_whose_filter_does_not_have_a_call_is_not_looked_through() throws Exception {
    fill(StoreConfig.in(folder));
    store()
        .await(
            store()
                .write(
                    sql ->
                        sql.beside(
                            "calls-2026-11",
                            file -> file.update("update call_filters set bits = zeroblob(64)"))));
    assertThat(find(calls.getFirst().call(), NOVEMBER, NOVEMBER).calls()).isEmpty();
  }

  @Test
  void a_batch_that_was_not_written_is_in_the_filter_once_it_is() throws Exception {
    open(StoreConfig.in(folder));
    for (int round = 0; round < ROUNDS; round++) {
      long at = FROM.plus(ROUND.multipliedBy(round)).toEpochMilli();
      for (int i = 0; i < CALLS; i++) {
        append(JournalFixture.opened(calls.size(), "k", at + i));
      }
      if (round % 5 != 0) {
        write();
      } else {
        reader.read(journal().read(written), written);
      }
    }
    findsEach();
  }

  /// A client may choose one identifier for all of its calls.
  @Test
  void of_calls_with_one_identifier_the_newest_hundred_are_told() throws Exception {
    open(StoreConfig.in(folder));
    for (int i = 0; i < 1_000; i++) {
      Opened of = JournalFixture.opened(1, "k", FROM.toEpochMilli() + i);
      append(of);
    }
    write();
    List<SpentCall> found = find("call-1", NOVEMBER, NOVEMBER).calls();
    assertThat(found).hasSize(100);
    assertThat(found.getFirst().began()).isEqualTo(FROM.toEpochMilli() + 999);
    assertThat(found.getLast().began()).isEqualTo(FROM.toEpochMilli() + 900);
  }

  @Test
  void how_far_was_looked_is_told_where_there_is_too_much() throws Exception {
    fill(StoreConfig.in(folder));
    String first = calls.getFirst().call();
    var looked = new LinkedHashSet<LocalDate>();
    Spend.Found found;
    long most = 0;
    do {
      most += 2_000;
      long bytes = most;
      found = store().read(sql -> CallSearch.of(sql, first, NOVEMBER, DECEMBER, bytes));
      looked.add(found.from());
      assertThat(found.whole()).isEqualTo(found.from().equals(NOVEMBER));
    } while (!found.whole());
    assertThat(looked).containsExactly(DECEMBER.plusDays(1), DECEMBER, NOVEMBER);
    assertThat(found.calls()).hasSize(1);
  }

  /// The first day and the last have no filter, and the second has one.
  @Test
  void the_newest_days_are_looked_through_first_with_a_filter_and_without() throws Exception {
    open(StoreConfig.in(folder));
    rounds(DECEMBER, 5);
    String first = calls.getLast().call();
    rounds(DECEMBER.plusDays(1), 7);
    String second = calls.get(5 * CALLS).call();
    rounds(DECEMBER.plusDays(2), 1);
    String last = calls.getLast().call();
    assertThat(needed(last)).isLessThan(needed(first));
    assertThat(found(second, 1 << 20).calls()).hasSize(1);
    Spend.Found found = found(last, needed(last));
    assertThat(found.whole()).isFalse();
    assertThat(found.from()).isBetween(DECEMBER.plusDays(1), DECEMBER.plusDays(3));
  }

  /// A process that has ended, and so many batches in steps of ten minutes.
  private void rounds(LocalDate day, int rounds) throws Exception {
    reader = new BatchReader(ZoneOffset.UTC);
    for (int i = 0; i < rounds; i++) {
      round(day.atTime(8, 0).toInstant(ZoneOffset.UTC).plus(ROUND.multipliedBy(i)).toEpochMilli());
    }
  }

  private Spend.Found found(String call, long most) throws Exception {
    LocalDate to = DECEMBER.plusDays(2);
    return store().read(sql -> CallSearch.of(sql, call, DECEMBER, to, most));
  }

  /// How many bytes must be read until a call is found, to within 200 more.
  private long needed(String call) throws Exception {
    long tooFew = 0;
    long enough = 1 << 20;
    while (enough - tooFew > 200) {
      long most = (tooFew + enough) / 2;
      if (found(call, most).calls().isEmpty()) {
        tooFew = most;
      } else {
        enough = most;
      }
    }
    return enough;
  }
}
