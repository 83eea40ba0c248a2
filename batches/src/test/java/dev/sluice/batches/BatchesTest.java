package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.store.Sql;
import dev.sluice.batches.BatchRefused.Reason;
import dev.sluice.batches.BatchesRig.ScriptedCaller;
import dev.sluice.batches.LineAnswer.Later;
import dev.sluice.batches.LineAnswer.Why;
import dev.sluice.batches.StoreRig.Kind;
import dev.sluice.batches.file.FileQuery;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.SmallDisk;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.call.runtime.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Batches from their making to their files, with stores and files as they are.
class BatchesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final ScriptedCaller caller = new ScriptedCaller();

  private BatchesRig rig(Kind kind) throws Exception {
    return new BatchesRig(
        StoreRig.config(kind, folder.resolve("data")),
        BatchesRig.files(folder.resolve("files"), false),
        caller,
        "one");
  }

  private static List<String> ids(List<String> lines) {
    return lines.stream().map(RunRig.Written::customId).toList();
  }

  private static List<String> all(int lines) {
    return IntStream.range(0, lines).mapToObj(line -> "c-" + line).toList();
  }

  @ParameterizedTest
  @EnumSource
  void a_batch_goes_from_its_making_to_its_files(Kind kind) throws Exception {
    caller.script =
        (call, _) ->
            Optional.of(
                call.id().endsWith("_7")
                    ? new LineAnswer.Result(400, call.id(), "{}".getBytes(UTF_8), Tokens.NONE)
                    : ScriptedCaller.said(call));
    try (BatchesRig rig = rig(kind).started()) {
      Batch made = rig.make(200);
      assertThat(made.state()).isEqualTo(BatchState.VALIDATING);
      assertThat(made.id()).matches("batch_[0-9A-Za-z]{22}");
      Batch done = rig.awaitEnd(made.id());
      assertThat(done.state()).isEqualTo(BatchState.COMPLETED);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(200, 199, 1));
      assertThat(done.results().used()).isEqualTo(new Tokens(4 * 199, 199, 3 * 199, 2 * 199));
      assertThat(ids(rig.lines(done.results().errors()))).containsExactly("c-7");
      List<String> output = ids(rig.lines(done.results().output()));
      assertThat(output).hasSize(199).isSubsetOf(all(200)).doesNotContain("c-7");
      assertThat(output).isSortedAccordingTo(Comparator.comparingInt(all(200)::indexOf));
      assertThat(caller.total()).isEqualTo(200);
      await()
          .untilAsserted(
              () -> assertThat(folder.resolve("files/batches").resolve(made.id())).doesNotExist());
      assertThat(rig.api.find("team red", made.id())).isEmpty();
      assertThat(rig.api.cancel("team red", made.id())).isEmpty();
      assertThat(rig.api.list("team red", "", 10)).isEmpty();
    }
  }

  @Test
  void an_input_that_is_wrong_fails_its_batch_and_no_line_is_called() throws Exception {
    try (BatchesRig rig = rig(Kind.SQLITE).started()) {
      StoredFile input = rig.input((MemoryInput.line("a") + "\nnonsense").getBytes(UTF_8));
      Batch done = rig.awaitEnd(rig.batches.create(BatchesRig.order(input.id())).id());
      assertThat(done.state()).isEqualTo(BatchState.FAILED);
      assertThat(done.errors()).hasSize(1);
      assertThat(done.errors().getFirst().line()).isEqualTo(2);
      assertThat(caller.total()).isZero();
    }
  }

  @Test
  void a_line_above_the_fixed_bound_fails_its_batch_and_no_setting_is_named() throws Exception {
    caller.largest = Integer.MAX_VALUE;
    try (BatchesRig rig = rig(Kind.SQLITE).started()) {
      StoredFile input = rig.input("x".repeat(LineRules.LONGEST + 1).getBytes(UTF_8));
      Batch done = rig.awaitEnd(rig.batches.create(BatchesRig.order(input.id())).id());
      assertThat(done.errors())
          .singleElement()
          .satisfies(error -> assertThat(error.code()).isEqualTo("line_too_long"))
          .satisfies(
              error ->
                  assertThat(error.message())
                      .contains("at most 10485760 are taken")
                      .doesNotContain("server.max_body"));
    }
  }

  @Test
  void open_batches_of_a_team_are_counted_one_after_the_other() throws Exception {
    var store = StoreRig.config(Kind.POSTGRESQL, folder.resolve("data"));
    var files = BatchesRig.files(folder.resolve("files"), true);
    var locked = new CompletableFuture<Boolean>();
    var release = new CompletableFuture<Boolean>();
    try (var one = new BatchesRig(store, files, caller, "one");
        var two = new BatchesRig(store, files, caller, "two");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      BatchOrder order = BatchesRig.order(two.input(new byte[] {1}).id());
      CompletableFuture<Boolean> last =
          new BatchRows(one.accounts)
              .begin(
                  sql -> {
                    BatchTable.lockTeam(sql, BatchesRig.TEAM);
                    fill(sql, order);
                    boolean _ = locked.complete(true);
                    return release.join();
                  });
      Future<Batch> late;
      try {
        assertThat(locked.get(30, TimeUnit.SECONDS)).isTrue();
        late = threads.submit(() -> two.batches.create(order));
        await().atMost(Duration.ofSeconds(30)).until(() -> isOneWaiting(two));
      } finally {
        boolean _ = release.complete(true);
      }
      assertThat(last.get(30, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(BatchRefused.class)
          .hasMessageContaining("1000 batches of this team have not ended");
    }
  }

  /// Adds as many batches as a team may have that have not ended.
  private static void fill(Sql sql, BatchOrder order) {
    for (int i = 0; i < Batches.MOST_OPEN; i++) {
      BatchTable.insert(sql, Batch.made("batch_" + i, order, BatchTimes.from(i, 86_400_000)));
    }
  }

  /// Whether a transaction waits until another one lets it count.
  private static boolean isOneWaiting(BatchesRig rig) throws Exception {
    long waiting =
        new BatchRows(rig.accounts)
            .read(
                sql ->
                    sql.query(
                            "select count(*) as n from pg_locks where locktype = 'advisory' and not"
                                + " granted and database = (select oid from pg_database where"
                                + " datname = current_database())",
                            row -> row.number("n"))
                        .getFirst());
    return waiting > 0;
  }

  @Test
  void what_cannot_be_a_batch_is_refused() throws Exception {
    try (BatchesRig rig = rig(Kind.SQLITE)) {
      refused(rig, "file-none", Reason.NO_INPUT);
      refused(rig, rig.input(new byte[] {1}, "user_data").id(), Reason.OTHER_PURPOSE);
      assertThat(rig.api.find(BatchesRig.TEAM, "batch_\u0000")).isEmpty();
      assertThat(rig.api.cancel(BatchesRig.TEAM, "batch_%")).isEmpty();
      assertThatThrownBy(() -> rig.api.list(BatchesRig.TEAM, "batch_none", 3))
          .isInstanceOfSatisfying(
              BatchRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_CURSOR));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_team_that_keeps_many_results_makes_no_batch_before_it_has_deleted_some(Kind kind)
      throws Exception {
    var store = StoreRig.config(kind, folder.resolve("data"));
    FilesConfig usual = BatchesRig.files(folder.resolve("files"), false);
    var files =
        new FilesConfig(
            usual.folder(),
            false,
            usual.key(),
            usual.largest(),
            4_000,
            usual.retention(),
            Optional.empty(),
            OptionalLong.empty());
    try (var rig = new BatchesRig(store, files, caller, "one").started()) {
      Batch done = rig.awaitEnd(rig.make(20).id());
      StoredFile output = rig.files.find(BatchesRig.TEAM, done.results().output()).orElseThrow();
      StoredFile input = rig.files.find(BatchesRig.TEAM, done.order().input()).orElseThrow();
      assertThat(input.bytes()).isLessThan(3_000);
      Batch second = rig.awaitEnd(rig.batches.create(BatchesRig.order(input.id())).id());
      assertThat(2 * output.bytes()).isGreaterThan(4_000);
      assertThatThrownBy(() -> rig.batches.create(BatchesRig.order(input.id())))
          .isInstanceOfSatisfying(
              FileRefused.class,
              why -> assertThat(why.reason()).isEqualTo(FileRefused.Reason.QUOTA))
          .hasMessageContaining("have reached 4000 bytes (files.quota)");
      assertThat(rig.files.delete(BatchesRig.TEAM, second.results().output())).isPresent();
      assertThat(rig.batches.create(BatchesRig.order(input.id())).state())
          .isEqualTo(BatchState.VALIDATING);
    }
  }

  private static void refused(BatchesRig rig, String input, Reason reason) {
    assertThatThrownBy(() -> rig.batches.create(BatchesRig.order(input)))
        .isInstanceOfSatisfying(BatchRefused.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void a_cancelled_batch_leaves_its_calls_and_ends_with_what_it_has() throws Exception {
    caller.script =
        (call, _) ->
            Integer.parseInt(call.id().replaceAll(".*_", "")) < 10
                ? Optional.of(ScriptedCaller.said(call))
                : Optional.empty();
    try (BatchesRig rig = rig(Kind.SQLITE).started()) {
      Batch made = rig.make(100);
      Batch _ = rig.awaitBatch(made.id(), batch -> batch.results().counts().completed() == 10);
      Batch cancelling = rig.api.cancel(BatchesRig.TEAM, made.id()).orElseThrow();
      assertThat(cancelling.state()).isEqualTo(BatchState.CANCELLING);
      Batch done = rig.awaitEnd(made.id());
      assertThat(done.state()).isEqualTo(BatchState.CANCELLED);
      assertThat(caller.left.get()).isPositive().isEqualTo(caller.total() - 10);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(100, 10, 90, 90));
      assertThat(rig.lines(done.results().output())).hasSize(10);
      assertThat(rig.lines(done.results().errors()))
          .hasSize(90)
          .allMatch(line -> line.contains("batch_cancelled"));
      assertThat(rig.api.cancel(BatchesRig.TEAM, made.id())).contains(done);
    }
  }

  @Test
  void a_batch_is_there_for_the_api_that_has_made_it_until_it_is_deleted() throws Exception {
    try (BatchesRig rig = rig(Kind.SQLITE)) {
      StoredFile input = rig.input(MemoryInput.ofLines(3).bytes());
      Batch made = rig.batches.create(BatchesRig.order(ClientApi.ANTHROPIC, input.id()), 3);
      assertThat(made.state()).isEqualTo(BatchState.IN_PROGRESS);
      assertThat(rig.files.delete(BatchesRig.TEAM, input.id())).isPresent();
      ApiBatches messages = rig.batches.by(ClientApi.ANTHROPIC);
      assertThat(rig.api.find(BatchesRig.TEAM, made.id())).isEmpty();
      assertThat(rig.api.cancel(BatchesRig.TEAM, made.id())).isEmpty();
      assertThat(rig.api.delete(BatchesRig.TEAM, made.id())).isEmpty();
      assertThat(rig.api.list(BatchesRig.TEAM, "", 9)).isEmpty();
      assertThat(messages.list(BatchesRig.TEAM, "", 9)).containsExactly(made);
      assertThatThrownBy(() -> messages.delete(BatchesRig.TEAM, made.id()))
          .isInstanceOfSatisfying(
              BatchRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_ENDED));
      rig.started();
      Batch done =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> messages.find(BatchesRig.TEAM, made.id()).orElseThrow(),
                  batch -> batch.state().isOver());
      assertThat(done.results().counts()).isEqualTo(new LineCounts(3, 3, 0));
      assertThat(messages.delete(BatchesRig.TEAM, made.id())).contains(done);
      assertThat(messages.delete(BatchesRig.TEAM, made.id())).isEmpty();
      assertThat(rig.files.list(BatchesRig.TEAM, new FileQuery("", "", 9, false))).isEmpty();
    }
  }

  @Test
  void a_batch_that_is_done_cannot_be_cancelled() throws Exception {
    try (BatchesRig rig = rig(Kind.SQLITE).started()) {
      Batch done = rig.awaitEnd(rig.make(3).id());
      assertThatThrownBy(() -> rig.api.cancel(BatchesRig.TEAM, done.id()))
          .isInstanceOfSatisfying(
              BatchRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_CANCELLABLE))
          .hasMessage("Cannot cancel a batch with status 'completed'.");
    }
  }

  @Test
  void an_output_that_is_there_is_not_written_again_where_the_errors_have_no_room()
      throws Exception {
    caller.script =
        (call, _) ->
            Optional.of(
                call.id().endsWith("_7")
                    ? ScriptedCaller.said(call)
                    : new LineAnswer.Result(400, call.id(), "{}".getBytes(UTF_8), Tokens.NONE));
    var disk = new SmallDisk();
    var store = StoreRig.config(Kind.SQLITE, folder.resolve("data"));
    var files = BatchesRig.files(folder.resolve("files"), false);
    try (var rig = new BatchesRig(store, files, caller, disk)) {
      Batch made = rig.make(20);
      disk.most(600);
      rig.started();
      await().atMost(PATIENCE).until(() -> rig.batches.paused(PauseReason.DISK) == 1);
      Batch half = rig.api.find(BatchesRig.TEAM, made.id()).orElseThrow();
      assertThat(half.results().output()).isNotEmpty();
      disk.most(Long.MAX_VALUE);
      Batch done = rig.awaitEnd(made.id());
      assertThat(done.results().output()).isEqualTo(half.results().output());
      assertThat(rig.lines(done.results().errors())).hasSize(19);
      assertThat(rig.files.list(BatchesRig.TEAM, new FileQuery("", "", 9, false)))
          .extracting(StoredFile::purpose)
          .containsExactlyInAnyOrder(NewFile.BATCH, NewFile.OUTPUT, NewFile.OUTPUT);
    }
  }

  @Test
  void a_batch_whose_input_is_away_at_a_start_waits_for_it() throws Exception {
    Path away = folder.resolve("away");
    try (BatchesRig rig = rig(Kind.SQLITE)) {
      Batch made = rig.make(3);
      Path content = folder.resolve("files").resolve(made.order().input());
      Path _ = Files.move(content, away);
      rig.started();
      await().atMost(PATIENCE).until(() -> rig.batches.paused(PauseReason.FILES) == 1);
      assertThat(rig.batches.trouble())
          .hasValueSatisfying(why -> assertThat(why).contains("files"));
      Path _ = Files.move(away, content);
      assertThat(rig.awaitEnd(made.id()).state()).isEqualTo(BatchState.COMPLETED);
      await().until(() -> rig.batches.trouble().isEmpty());
    }
  }

  @Test
  void the_log_of_a_batch_that_has_failed_stays_with_its_row() throws Exception {
    try (BatchesRig rig = rig(Kind.SQLITE)) {
      Batch made = rig.make(3);
      var rows = new BatchRows(rig.accounts);
      assertThat(failed(rows, made, new BatchEvent.Validated(3))).isTrue();
      Batch invalid = rig.make(3);
      assertThat(failed(rows, invalid, new BatchEvent.Progress(LineCounts.NONE, Tokens.NONE)))
          .isFalse();
    }
  }

  private static boolean failed(BatchRows rows, Batch batch, BatchEvent first) throws Exception {
    return rows.write(
        sql -> {
          Batch _ =
              BatchTable.change(
                      sql,
                      BatchesRig.TEAM,
                      batch.id(),
                      one -> one.next(first, 1).next(new BatchEvent.Broken(List.of()), 2))
                  .orElseThrow();
          return BatchTable.keepsLog(sql, batch.id());
        });
  }

  @Test
  void an_input_that_is_deleted_meanwhile_is_read_to_its_end() throws Exception {
    caller.script = (_, _) -> Optional.empty();
    try (BatchesRig rig = rig(Kind.SQLITE).started()) {
      Batch made = rig.make(300);
      Batch _ = rig.awaitBatch(made.id(), batch -> batch.state() == BatchState.IN_PROGRESS);
      assertThat(rig.files.delete(BatchesRig.TEAM, made.order().input())).isPresent();
      assertThat(rig.files.find(BatchesRig.TEAM, made.order().input())).isEmpty();
      // As many as are under way at once: none is to be held any more.
      await().until(() -> caller.held.size() == BatchesConfig.WAITING);
      caller.script = (call, _) -> Optional.of(ScriptedCaller.said(call));
      caller.release();
      assertThat(rig.awaitEnd(made.id()).results().counts()).isEqualTo(new LineCounts(300, 300, 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void another_process_goes_on_where_one_has_stopped(Kind kind) throws Exception {
    var store = StoreRig.config(kind, folder.resolve("data"));
    var files = BatchesRig.files(folder.resolve("files"), false);
    caller.script =
        (call, _) ->
            call.id().hashCode() % 3 == 0
                ? Optional.of(ScriptedCaller.said(call))
                : Optional.empty();
    String id;
    try (var rig = new BatchesRig(store, files, caller, "one").started()) {
      id = rig.make(300).id();
      await().until(() -> caller.held.size() == BatchesConfig.WAITING);
      rig.batches.stop();
      caller.release();
    }
    int before = caller.total();
    caller.script = (call, _) -> Optional.of(ScriptedCaller.said(call));
    try (var rig = new BatchesRig(store, files, caller, "two").started()) {
      Batch done = rig.awaitEnd(id);
      assertThat(done.state()).isEqualTo(BatchState.COMPLETED);
      assertThat(ids(rig.lines(done.results().output()))).isEqualTo(all(300));
    }
    assertThat(before).isBetween(BatchesConfig.WAITING, 299);
    assertThat(caller.total()).isEqualTo(300);
  }

  @Test
  void a_node_takes_over_what_a_dead_one_had() throws Exception {
    var store = StoreRig.config(Kind.POSTGRESQL, folder.resolve("data"));
    var files = BatchesRig.files(folder.resolve("files"), true);
    var dead = new ScriptedCaller();
    dead.script =
        (call, _) ->
            call.id().endsWith("5") ? Optional.of(ScriptedCaller.said(call)) : Optional.empty();
    try (var one = new BatchesRig(store, files, dead, "one").started();
        var two = new BatchesRig(store, files, caller, "two")) {
      String id = one.make(100).id();
      Batch _ = one.awaitBatch(id, batch -> batch.results().counts().completed() >= 7);
      endLease(two);
      two.started();
      Batch done = two.awaitEnd(id);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(100, 100, 0));
      assertThat(ids(two.lines(done.results().output()))).isEqualTo(all(100));
      dead.release();
      assertThat(two.api.find(BatchesRig.TEAM, id)).contains(done);
      assertThat(caller.total()).isLessThanOrEqualTo(93);
    }
  }

  @Test
  void leases_are_kept_while_the_search_for_batches_hangs() throws Exception {
    caller.script = (_, _) -> Optional.empty();
    var hangs = new AtomicBoolean();
    var released = new CountDownLatch(1);
    var clock = new HangingClock(hangs, released);
    var store = StoreRig.config(Kind.POSTGRESQL, folder.resolve("data"));
    var files = BatchesRig.files(folder.resolve("files"), false);
    try (var rig = new BatchesRig(store, files, caller, clock).started()) {
      Batch made = rig.make(3);
      Batch _ = rig.awaitBatch(made.id(), batch -> batch.state() == BatchState.IN_PROGRESS);
      hangs.set(true);
      await().atMost(PATIENCE).untilTrue(clock.hung);
      long before = leasedUntil(rig);
      await().atMost(PATIENCE).until(() -> leasedUntil(rig) > before);
      released.countDown();
    }
  }

  private static long leasedUntil(BatchesRig rig) throws Exception {
    return new BatchRows(rig.accounts)
        .read(
            sql ->
                sql.query(
                        "select until from owners where task like 'batch/%'",
                        row -> row.number("until"))
                    .getFirst());
  }

  /// A clock at which the search for batches hangs, as at a folder that is away.
  private static final class HangingClock implements Clock {
    private final AtomicBoolean hangs;
    private final CountDownLatch released;
    private final AtomicBoolean hung = new AtomicBoolean();

    HangingClock(AtomicBoolean hangs, CountDownLatch released) {
      this.hangs = hangs;
      this.released = released;
    }

    @Override
    public long nanos() {
      if (hangs.get() && Thread.currentThread().getName().equals("sluice-batches")) {
        hung.set(true);
        try {
          released.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return Clock.SYSTEM.nanos();
    }

    @Override
    public Instant wall() {
      return Clock.SYSTEM.wall();
    }
  }

  /// Lets the leases of all batches run out, as they do when their node is dead.
  private static void endLease(BatchesRig rig) throws Exception {
    var rows = new BatchRows(rig.accounts);
    int ended = rows.write(sql -> sql.update("update owners set until = 0, process = 'dead'"));
    assertThat(ended).isPositive();
  }

  @Test
  void a_batch_expires_with_its_window() throws Exception {
    caller.script =
        (call, _) ->
            Optional.of(
                new Later(
                    Why.CAPACITY, Optional.of(Duration.ofMillis(50)), ScriptedCaller.said(call)));
    var files = BatchesRig.files(folder.resolve("files"), false);
    var config =
        new BatchesConfig(
            folder.resolve("files/batches"),
            10,
            Duration.ofSeconds(1),
            4,
            4,
            Duration.ofDays(1),
            DelegateConfig.USUAL);
    var store = StoreRig.config(Kind.SQLITE, folder.resolve("data"));
    try (var rig = new BatchesRig(store, files, caller, "one", config).started()) {
      Batch done = rig.awaitEnd(rig.make(5).id());
      assertThat(done.state()).isEqualTo(BatchState.EXPIRED);
      assertThat(done.results().output()).isEmpty();
      assertThat(rig.lines(done.results().errors()))
          .hasSize(5)
          .allMatch(line -> line.contains("batch_expired"));
    }
  }

  @Test
  void a_start_removes_logs_that_ended_batches_have_left() throws Exception {
    Path logs = folder.resolve("files/batches");
    try (BatchesRig rig = rig(Kind.SQLITE)) {
      Path left = Files.createDirectories(logs.resolve("batch_gone"));
      Files.write(left.resolve("3.log"), new byte[] {1});
      Path other = Files.createDirectories(logs.resolve("other"));
      rig.started();
      await().until(() -> !Files.exists(left));
      assertThat(other).exists();
    }
  }

  @Test
  void batches_that_pause_leave_their_places_to_another_team() throws Exception {
    caller.script =
        (call, _) ->
            Optional.of(
                call.order().team().equals(BatchesRig.TEAM)
                    ? new Later(Why.BUDGET, Optional.empty(), ScriptedCaller.said(call))
                    : ScriptedCaller.said(call));
    try (BatchesRig rig = rig(Kind.SQLITE).started()) {
      for (int i = 0; i < BatchScheduler.MOST_RUNNING + 5; i++) {
        Batch _ = rig.make(1);
      }
      await()
          .atMost(PATIENCE)
          .until(() -> rig.batches.paused(PauseReason.BUDGET) >= BatchScheduler.MOST_RUNNING);
      Batch red = rig.make("team red", 3);
      Batch done = rig.awaitEnd("team red", red.id());
      assertThat(done.state()).isEqualTo(BatchState.COMPLETED);
    }
  }

  @Test
  void an_error_of_the_process_does_not_end_the_search_for_batches() throws Exception {
    var thrown = new AtomicBoolean();
    Clock clock =
        new Clock() {
          @Override
          public long nanos() {
            if (Thread.currentThread().getName().equals("sluice-batches")
                && thrown.compareAndSet(false, true)) {
              throw new OutOfMemoryError("played");
            }
            return Clock.SYSTEM.nanos();
          }

          @Override
          public Instant wall() {
            return Clock.SYSTEM.wall();
          }
        };
    var store = StoreRig.config(Kind.SQLITE, folder.resolve("data"));
    var files = BatchesRig.files(folder.resolve("files"), false);
    try (var rig = new BatchesRig(store, files, caller, clock).started()) {
      await().atMost(PATIENCE).untilTrue(thrown);
      assertThat(rig.awaitEnd(rig.make(2).id()).state()).isEqualTo(BatchState.COMPLETED);
    }
  }

  @Test
  void many_batches_of_several_teams_end() throws Exception {
    try (BatchesRig rig = rig(Kind.SQLITE).started()) {
      List<Batch> made = new ArrayList<>();
      for (int i = 0; i < BatchScheduler.MOST_RUNNING + 5; i++) {
        made.add(rig.make(3));
      }
      for (Batch batch : made) {
        assertThat(rig.awaitEnd(batch.id()).state()).isEqualTo(BatchState.COMPLETED);
      }
      assertThat(rig.api.list(BatchesRig.TEAM, "", 100)).hasSize(made.size());
      assertThat(caller.total()).isEqualTo(3 * made.size());
    }
  }
}
