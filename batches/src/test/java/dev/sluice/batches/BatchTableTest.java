package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.store.Sql;
import dev.sluice.batches.BatchEvent.Broken;
import dev.sluice.batches.BatchEvent.Progress;
import dev.sluice.batches.BatchEvent.Validated;
import dev.sluice.batches.BatchOwners.Taken;
import dev.sluice.batches.StoreRig.Kind;
import dev.sluice.call.runtime.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rows of batches, in both databases.
class BatchTableTest {
  @TempDir private Path folder;

  private static Batch batch(String id, String team, long created) {
    var order =
        new BatchOrder(
            team,
            "key-1",
            "/v1/embeddings",
            "file-1",
            3_600_000,
            Map.of("a \"b\"", "\u0000ü\n", "c", ""),
            Map.of("x-sluice-tenant", "blue"));
    return Batch.made(id, order, BatchTimes.from(created, 86_400_000));
  }

  private static List<Batch> list(Sql sql, String after, @Nullable Batch cursor) {
    return BatchTable.list(
        sql, "team a", new ApiBatchQuery(ClientApi.OPENAI, after, "", 3), cursor);
  }

  private StoreRig open(Kind kind) throws Exception {
    return StoreRig.open(StoreRig.config(kind, folder), "one");
  }

  @ParameterizedTest
  @EnumSource
  void a_batch_is_read_as_it_was_written(Kind kind) throws Exception {
    try (StoreRig rig = open(kind)) {
      Batch made = batch("batch_1", "team a", 1_000);
      rig.run(sql -> BatchTable.insert(sql, made));
      assertThat(rig.find("team a", "batch_1")).contains(made);
      assertThat(rig.find("team b", "batch_1")).isEmpty();
      assertThat(rig.find("team a", "batch_2")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_change_is_read_as_it_was_made(Kind kind) throws Exception {
    try (StoreRig rig = open(kind)) {
      rig.run(sql -> BatchTable.insert(sql, batch("batch_1", "team a", 1_000)));
      Taken taken = take(rig, "batch_1").orElseThrow();
      long epoch = taken.ownership().epoch();
      List<BatchEvent> events =
          List.of(
              new Validated(3),
              new Progress(new LineCounts(3, 1, 1), new Tokens(1, 2, 3, 4)),
              new BatchEvent.CancelAsked(),
              new BatchEvent.LinesEnded(Ending.CANCELLED),
              new BatchEvent.Filed(ResultFiles.Role.OUTPUT, "file-2"),
              new BatchEvent.Filed(ResultFiles.Role.ERRORS, "file-3"),
              new BatchEvent.Written(new LineCounts(3, 1, 2), new Tokens(5, 6, 7, 8)));
      Batch expected = taken.batch();
      for (BatchEvent event : events) {
        expected = expected.next(event, 7_000);
        Optional<Batch> changed = rig.change("batch_1", epoch, event, 7_000);
        assertThat(changed).contains(expected);
        assertThat(rig.find("team a", "batch_1")).contains(expected);
      }
      assertThat(expected.state()).isEqualTo(BatchState.CANCELLED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void errors_of_lines_are_kept(Kind kind) throws Exception {
    try (StoreRig rig = open(kind)) {
      rig.run(sql -> BatchTable.insert(sql, batch("batch_1", "team a", 1_000)));
      long epoch = take(rig, "batch_1").orElseThrow().ownership().epoch();
      var errors =
          List.of(
              new LineError("a", 7, "body.model", "There is no \"model\"."),
              new LineError("b", 0, "", "Empty."));
      Optional<Batch> broken = rig.change("batch_1", epoch, new Broken(errors), 9_000);
      assertThat(broken.orElseThrow().errors()).isEqualTo(errors);
      assertThat(rig.find("team a", "batch_1")).isEqualTo(broken);
      assertThat(take(rig, "batch_1")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void those_of_one_api_are_listed_on_both_sides_of_one(Kind kind) throws Exception {
    try (StoreRig rig = open(kind)) {
      for (int i = 0; i < 8; i++) {
        Batch one = batch("batch_" + i, "team a", 1_000L + i / 2);
        ClientApi api = i == 3 ? ClientApi.OPENAI : ClientApi.ANTHROPIC;
        BatchOrder order = one.order();
        var by =
            new BatchOrder(
                api,
                order.team(),
                order.key(),
                order.endpoint(),
                order.input(),
                0,
                Map.of(),
                Map.of());
        rig.run(sql -> BatchTable.insert(sql, Batch.checked(one.id(), by, one.times(), 7)));
      }
      Batch cursor = rig.find("team a", "batch_4").orElseThrow();
      assertThat(cursor.state()).isEqualTo(BatchState.IN_PROGRESS);
      assertThat(cursor.results().counts()).isEqualTo(new LineCounts(7, 0, 0));
      var older = new ApiBatchQuery(ClientApi.ANTHROPIC, "batch_4", "", 2);
      var newer = new ApiBatchQuery(ClientApi.ANTHROPIC, "", "batch_4", 2);
      List<Batch> behind = rig.write(sql -> BatchTable.list(sql, "team a", older, cursor));
      assertThat(behind).extracting(Batch::id).containsExactly("batch_2", "batch_1");
      List<Batch> before = rig.write(sql -> BatchTable.list(sql, "team a", newer, cursor));
      assertThat(before).extracting(Batch::id).containsExactly("batch_6", "batch_5");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_team_lists_its_own_batches_from_the_newest_on(Kind kind) throws Exception {
    try (StoreRig rig = open(kind)) {
      for (int i = 0; i < 6; i++) {
        String id = "batch_" + i;
        long created = 1_000L + i / 2;
        String team = i == 3 ? "team b" : "team a";
        rig.run(sql -> BatchTable.insert(sql, batch(id, team, created)));
      }
      List<Batch> first = rig.write(sql -> list(sql, "", null));
      assertThat(first).extracting(Batch::id).containsExactly("batch_5", "batch_4", "batch_2");
      List<Batch> rest = rig.write(sql -> list(sql, first.getLast().id(), first.getLast()));
      assertThat(rest).extracting(Batch::id).containsExactly("batch_1", "batch_0");
      long open = rig.write(sql -> BatchTable.open(sql, "team a"));
      assertThat(open).isEqualTo(5);
      List<BatchTable.Open> all = rig.write(sql -> BatchTable.open(sql, 100));
      assertThat(all)
          .extracting(BatchTable.Open::id)
          .containsExactly("batch_0", "batch_3", "batch_1", "batch_2", "batch_4", "batch_5");
      Map<BatchState, Long> states = rig.write(BatchTable::states);
      assertThat(states).containsExactly(Map.entry(BatchState.VALIDATING, 6L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void batches_that_ended_long_ago_are_removed(Kind kind) throws Exception {
    try (StoreRig rig = open(kind)) {
      rig.run(sql -> BatchTable.insert(sql, batch("batch_1", "team a", 1_000)));
      rig.run(sql -> BatchTable.insert(sql, batch("batch_2", "team a", 1_000)));
      long epoch = take(rig, "batch_1").orElseThrow().ownership().epoch();
      rig.run(
          sql ->
              BatchTable.change(
                  sql, "batch_1", epoch, one -> one.next(new Broken(List.of()), 5_000)));
      int _ = rig.write(sql -> BatchTable.dropEnded(sql, 5_000));
      assertThat(rig.find("team a", "batch_1")).isPresent();
      int _ = rig.write(sql -> BatchTable.dropEnded(sql, 5_001));
      assertThat(rig.find("team a", "batch_1")).isEmpty();
      assertThat(rig.find("team a", "batch_2")).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void of_batches_that_failed_a_team_keeps_the_newest_so_many(Kind kind) throws Exception {
    try (StoreRig rig = open(kind)) {
      int more = BatchTable.MOST_FAILED + 3;
      rig.run(
          sql -> {
            BatchTable.insert(sql, batch("batch_open", "team a", 0));
            BatchTable.insert(sql, failed("batch_other", "team b", 0));
            for (int i = 1; i <= more; i++) {
              BatchTable.insert(sql, failed("batch_" + i, "team a", i));
            }
          });
      List<String> kept =
          rig.write(
              sql ->
                  sql.query(
                      "select id from batches where team = ? order by created",
                      row -> row.text("id"),
                      "team a"));
      assertThat(kept)
          .hasSize(BatchTable.MOST_FAILED + 1)
          .startsWith("batch_open", "batch_4")
          .endsWith("batch_" + more);
      assertThat(rig.find("team b", "batch_other")).isPresent();
    }
  }

  private static Batch failed(String id, String team, long created) {
    return batch(id, team, created).next(new Broken(List.of()), created + 1);
  }

  @ParameterizedTest
  @EnumSource
  void a_process_that_has_lost_a_batch_changes_nothing_of_it(Kind kind) throws Exception {
    var config = StoreRig.config(kind, folder);
    long first;
    try (StoreRig rig = StoreRig.open(config, "one")) {
      rig.run(sql -> BatchTable.insert(sql, batch("batch_1", "team a", 1_000)));
      first = take(rig, "batch_1").orElseThrow().ownership().epoch();
      rig.run(sql -> rig.owners().release(sql, List.of("batch_1"), false));
    }
    try (StoreRig rig = StoreRig.open(config, "two")) {
      long second = take(rig, "batch_1").orElseThrow().ownership().epoch();
      assertThat(second).isGreaterThan(first);
      assertThat(rig.change("batch_1", first, new Validated(3), 1)).isEmpty();
      assertThat(rig.change("batch_1", second, new Validated(3), 1)).isPresent();
    }
  }

  @Test
  void only_one_of_several_processes_has_a_batch_until_its_lease_ends() throws Exception {
    var config = StoreRig.config(Kind.POSTGRESQL, folder);
    var clock = new StillClock();
    try (StoreRig one = StoreRig.open(config, "one", clock);
        StoreRig two = StoreRig.open(config, "two")) {
      one.run(sql -> BatchTable.insert(sql, batch("batch_1", "team a", 1_000)));
      Ownership held = take(one, "batch_1").orElseThrow().ownership();
      assertThat(held.isLeased()).isTrue();
      assertThat(held.holds(seconds(14))).isTrue();
      assertThat(held.holds(seconds(15))).isFalse();
      clock.nanos = seconds(10);
      one.owners().keep(Map.of("batch_1", held));
      assertThat(held.holds(seconds(24))).isTrue();
      assertThat(held.holds(seconds(25))).isFalse();
      two.run(sql -> sql.update("update owners set until = until + 3600000"));
      assertThat(take(two, "batch_1")).isEmpty();
      two.run(sql -> sql.update("update owners set until = 0"));
      Ownership other = take(two, "batch_1").orElseThrow().ownership();
      assertThat(other.epoch()).isGreaterThan(held.epoch());
      one.owners().keep(Map.of("batch_1", held));
      assertThat(held.holds(clock.nanos())).isFalse();
      two.run(sql -> two.owners().release(sql, List.of("batch_1"), true));
      List<String> left =
          two.write(sql -> sql.query("select task from owners", row -> row.text("task")));
      assertThat(left).isEmpty();
    }
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  /// A clock that stands still until a test sets it.
  private static final class StillClock implements Clock {
    private volatile long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH.plusNanos(nanos);
    }
  }

  private static Optional<Taken> take(StoreRig rig, String id) throws Exception {
    long epoch =
        rig.write(
                sql ->
                    sql.query(
                        "select epoch from batches where id = ?", row -> row.number("epoch"), id))
            .getFirst();
    return rig.owners().take(new BatchTable.Open(id, "team a", epoch));
  }
}
