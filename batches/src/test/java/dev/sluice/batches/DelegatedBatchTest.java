package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.batches.BatchesRig.ScriptedCaller;
import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.StoreRig.Kind;
import dev.sluice.batches.delegate.PlayedProvider;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteResult;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.call.runtime.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Batches that a provider runs, with stores and files as they are.
class DelegatedBatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  @TempDir private Path folder;

  private final ScriptedCaller caller = new ScriptedCaller();
  private final PlayedDelegates delegates = new PlayedDelegates();

  private BatchesRig rig(Kind kind, Mode mode) throws Exception {
    return new BatchesRig(
        StoreRig.config(kind, folder.resolve("data")),
        BatchesRig.files(folder.resolve("files"), false),
        caller,
        "one",
        delegates,
        new DelegateConfig(mode, POLL));
  }

  private BatchesRig rig() throws Exception {
    return rig(Kind.SQLITE, Mode.AUTO);
  }

  private static List<String> ids(List<String> lines) {
    return lines.stream().map(RunRig.Written::customId).toList();
  }

  private static List<String> all(int lines) {
    return IntStream.range(0, lines).mapToObj(line -> "c-" + line).toList();
  }

  private void awaitMade(int batches) {
    await().atMost(PATIENCE).until(() -> delegates.provider.made().size() >= batches);
  }

  @ParameterizedTest
  @EnumSource
  void a_provider_runs_a_batch_and_no_line_is_called_here(Kind kind) throws Exception {
    try (BatchesRig rig = rig(kind, Mode.AUTO).started()) {
      Batch made = rig.make(100);
      awaitMade(1);
      delegates.provider.script(PlayedProvider::all);
      delegates.provider.runAll();
      Batch done = rig.awaitEnd(made.id());
      assertThat(done.state()).isEqualTo(BatchState.COMPLETED);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(100, 100, 0));
      assertThat(done.results().used()).isEqualTo(new Tokens(400, 100, 300, 200));
      List<String> output = rig.lines(done.results().output());
      assertThat(ids(output)).isEqualTo(all(100));
      assertThat(output).noneMatch(line -> line.contains("remote-") || line.contains("file-"));
      assertThat(caller.total()).isZero();
      assertThat(delegates.paid).hasSize(100);
      assertThat(delegates.paid.values()).containsOnly(1);
      await().atMost(PATIENCE).until(delegates.held::isEmpty);
      assertThat(delegates.provider.files()).isEmpty();
    }
  }

  /// A clock whose wall time jumps, or all of whose time passes at once.
  private static final class JumpingClock implements Clock {
    private volatile Duration ahead = Duration.ZERO;
    private volatile Duration passed = Duration.ZERO;

    @Override
    public long nanos() {
      return Clock.SYSTEM.nanos() + passed.toNanos();
    }

    @Override
    public Instant wall() {
      return Clock.SYSTEM.wall().plus(ahead).plus(passed);
    }
  }

  private BatchesRig rig(Mode mode, Clock clock, Duration window) throws Exception {
    return new BatchesRig(
        StoreRig.config(Kind.SQLITE, folder.resolve("data")),
        BatchesRig.files(folder.resolve("files"), false),
        caller,
        delegates,
        new DelegateConfig(mode, POLL),
        clock,
        window);
  }

  @Test
  void a_wall_clock_that_jumps_over_the_window_ends_no_batch_that_a_provider_runs()
      throws Exception {
    var clock = new JumpingClock();
    try (BatchesRig rig = rig(Mode.AUTO, clock, BatchesConfig.WINDOW).started()) {
      Batch made = rig.make(10);
      awaitMade(1);
      clock.ahead = Duration.ofDays(2);
      int polls = delegates.provider.polls();
      await().atMost(PATIENCE).until(() -> delegates.provider.polls() >= polls + 2);
      assertThat(delegates.provider.cancelled()).isEmpty();
      delegates.provider.script(PlayedProvider::all);
      delegates.provider.runAll();
      assertThat(rig.awaitEnd(made.id()).state()).isEqualTo(BatchState.COMPLETED);
    }
  }

  @Test
  void results_in_another_order_twice_and_of_nobody_are_each_lines_one_result() throws Exception {
    delegates.provider.script(
        lines -> {
          var results = new ArrayList<>(PlayedProvider.all(lines));
          results.addAll(PlayedProvider.all(lines.subList(0, 7)));
          String name = lines.getFirst().substring(0, lines.getFirst().length() - 1);
          results.add(PlayedProvider.said(name + "999"));
          results.add(PlayedProvider.said(name + "-1"));
          results.add(PlayedProvider.said(name + "99999999999"));
          results.add(PlayedProvider.said("nonsense"));
          results.add(new RemoteResult(lines.get(3), 400, "{}".getBytes(UTF_8)));
          Collections.reverse(results.subList(1, 20));
          return results;
        });
    try (BatchesRig rig = rig().started()) {
      Batch done = rig.awaitEnd(rig.make(20).id());
      assertThat(done.results().counts().total()).isEqualTo(20);
      List<String> both = new ArrayList<>(ids(rig.lines(done.results().output())));
      both.addAll(ids(rig.lines(done.results().errors())));
      assertThat(both).containsExactlyInAnyOrderElementsOf(all(20));
      assertThat(delegates.paid.values()).containsOnly(1);
    }
  }

  @Test
  void lines_that_a_provider_leaves_out_or_fails_in_passing_are_called_here() throws Exception {
    delegates.provider.script(
        lines -> {
          var results = new ArrayList<>(PlayedProvider.all(lines.subList(0, 5)));
          results.add(new RemoteResult(lines.get(6), 500, "{}".getBytes(UTF_8)));
          results.add(new RemoteResult(lines.get(7), 400, "{\"error\":1}".getBytes(UTF_8)));
          results.add(new RemoteResult(lines.get(8), 0, new byte[0]));
          return results;
        });
    try (BatchesRig rig = rig().started()) {
      Batch done = rig.awaitEnd(rig.make(10).id());
      assertThat(done.state()).isEqualTo(BatchState.COMPLETED);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(10, 9, 1));
      assertThat(ids(rig.lines(done.results().errors()))).containsExactly("c-7");
      assertThat(caller.total()).isEqualTo(4);
      assertThat(delegates.paid).hasSize(5);
    }
  }

  @Test
  void nothing_is_called_here_where_all_is_to_be_delegated() throws Exception {
    delegates.provider.script(lines -> PlayedProvider.all(lines.subList(0, 5)));
    try (BatchesRig rig = rig(Kind.SQLITE, Mode.ALWAYS).started()) {
      Batch done = rig.awaitEnd(rig.make(10).id());
      assertThat(done.state()).isEqualTo(BatchState.COMPLETED);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(10, 5, 5, 5));
      assertThat(rig.lines(done.results().errors()))
          .allMatch(line -> line.contains("batch_incomplete"));
      assertThat(caller.total()).isZero();
    }
  }

  @Test
  void what_cannot_be_delegated_is_called_here_or_fails_as_a_whole() throws Exception {
    delegates.choice = new Delegates.Here("its lines are odd");
    try (BatchesRig rig = rig().started()) {
      assertThat(rig.awaitEnd(rig.make(3).id()).state()).isEqualTo(BatchState.COMPLETED);
      assertThat(caller.total()).isEqualTo(3);
    }
    try (BatchesRig rig = rig(Kind.SQLITE, Mode.ALWAYS).started()) {
      Batch failed = rig.awaitEnd(rig.make(3).id());
      assertThat(failed.state()).isEqualTo(BatchState.FAILED);
      assertThat(failed.errors()).singleElement().matches(e -> e.code().equals("not_delegated"));
      assertThat(failed.errors().getFirst().message())
          .contains("its lines are odd. Ask the operator for `auto`");
      assertThat(caller.total()).isEqualTo(3);
    }
  }

  @Test
  void nothing_is_delegated_where_it_is_never_to_be() throws Exception {
    try (BatchesRig rig = rig(Kind.SQLITE, Mode.NEVER).started()) {
      assertThat(rig.awaitEnd(rig.make(3).id()).state()).isEqualTo(BatchState.COMPLETED);
      assertThat(delegates.provider.made()).isEmpty();
    }
  }

  @Test
  void a_process_that_ends_while_a_batch_is_made_is_followed_by_one_that_finds_it()
      throws Exception {
    delegates.provider.fail("create", RemoteFailure.Kind.UNKNOWN, true);
    String id;
    try (BatchesRig rig = rig().started()) {
      id = rig.make(10).id();
      awaitMade(1);
    }
    delegates.provider.script(PlayedProvider::all);
    delegates.provider.runAll();
    try (BatchesRig rig = rig().started()) {
      Batch done = rig.awaitEnd(id);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(10, 10, 0));
      assertThat(delegates.provider.made()).hasSize(1);
      assertThat(delegates.paid.values()).containsOnly(1);
    }
  }

  @Test
  void a_provider_that_makes_no_batches_keeps_no_file() throws Exception {
    delegates.provider.fail("create", RemoteFailure.Kind.MISSING, false);
    try (BatchesRig rig = rig().started()) {
      Batch done = rig.awaitEnd(rig.make(5).id());
      assertThat(done.results().counts()).isEqualTo(new LineCounts(5, 5, 0));
      assertThat(caller.total()).isEqualTo(5);
      assertThat(delegates.provider.files()).isEmpty();
    }
  }

  @Test
  void a_batch_that_a_provider_runs_has_no_place_and_keeps_no_other_from_running()
      throws Exception {
    try (BatchesRig rig = rig().started()) {
      List<String> remote = new ArrayList<>();
      for (int i = 0; i < BatchScheduler.MOST_RUNNING + 4; i++) {
        remote.add(rig.make(1).id());
      }
      awaitMade(remote.size());
      delegates.choice = new Delegates.Here("enough");
      assertThat(rig.awaitEnd(rig.make(3).id()).state()).isEqualTo(BatchState.COMPLETED);
      delegates.provider.script(PlayedProvider::all);
      delegates.provider.runAll();
      for (String id : remote) {
        assertThat(rig.awaitEnd(id).results().counts()).isEqualTo(new LineCounts(1, 1, 0));
      }
    }
  }

  @Test
  void a_batch_that_is_cancelled_is_cancelled_there_and_keeps_what_was_done() throws Exception {
    try (BatchesRig rig = rig().started()) {
      Batch made = rig.make(10);
      awaitMade(1);
      delegates.provider.script(lines -> PlayedProvider.all(lines.subList(0, 4)));
      Batch asked =
          rig.batches.by(ClientApi.OPENAI).cancel(BatchesRig.TEAM, made.id()).orElseThrow();
      assertThat(asked.state()).isEqualTo(BatchState.CANCELLING);
      Batch done = rig.awaitEnd(made.id());
      assertThat(done.state()).isEqualTo(BatchState.CANCELLED);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(10, 4, 6, 6));
      assertThat(rig.lines(done.results().errors()))
          .hasSize(6)
          .allMatch(line -> line.contains("batch_cancelled"));
      assertThat(delegates.provider.cancelled()).hasSize(1);
      assertThat(delegates.paid).hasSize(4);
    }
  }

  @Test
  void of_two_nodes_one_asks_the_provider_and_each_can_cancel() throws Exception {
    var store = StoreRig.config(Kind.POSTGRESQL, folder.resolve("data"));
    var files = BatchesRig.files(folder.resolve("files"), true);
    var how = new DelegateConfig(Mode.AUTO, POLL);
    var others = new PlayedDelegates(delegates.provider);
    try (var one = new BatchesRig(store, files, caller, "one", delegates, how).started();
        var two = new BatchesRig(store, files, caller, "two", others, how).started()) {
      Batch made = one.make(10);
      awaitMade(1);
      int asked = delegates.provider.polls();
      await().atMost(PATIENCE).until(() -> delegates.provider.polls() > asked + 3);
      assertThat(delegates.held.size() + others.held.size()).isEqualTo(1);
      delegates.provider.script(lines -> PlayedProvider.all(lines.subList(0, 4)));
      var _ = one.batches.by(ClientApi.OPENAI).cancel(BatchesRig.TEAM, made.id());
      var _ = two.batches.by(ClientApi.OPENAI).cancel(BatchesRig.TEAM, made.id());
      Batch done = two.awaitEnd(made.id());
      assertThat(done.results().counts()).isEqualTo(new LineCounts(10, 4, 6, 6));
      assertThat(delegates.provider.made()).hasSize(1);
    }
  }

  @Test
  void a_key_that_is_revoked_ends_its_batch_there() throws Exception {
    try (BatchesRig rig = rig().started()) {
      Batch made = rig.make(10);
      awaitMade(1);
      delegates.provider.script(lines -> PlayedProvider.all(lines.subList(0, 4)));
      delegates.ending = Optional.of(Ending.KEY_REVOKED);
      Batch done = rig.awaitEnd(made.id());
      assertThat(done.state()).isEqualTo(BatchState.COMPLETED);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(10, 4, 6, 6));
      assertThat(rig.lines(done.results().errors())).allMatch(line -> line.contains("key_revoked"));
    }
  }

  @Test
  void a_budget_without_room_for_all_lines_lets_them_be_called_here_or_pauses() throws Exception {
    delegates.room = 3 * PlayedDelegates.WORST - 1;
    delegates.provider.script(PlayedProvider::all);
    try (BatchesRig rig = rig().started()) {
      assertThat(rig.awaitEnd(rig.make(3).id()).state()).isEqualTo(BatchState.COMPLETED);
      assertThat(caller.total()).isEqualTo(3);
      assertThat(delegates.provider.made()).isEmpty();
    }
    try (BatchesRig rig = rig(Kind.SQLITE, Mode.ALWAYS).started()) {
      String id = rig.make(3).id();
      await().atMost(PATIENCE).until(() -> rig.batches.paused(PauseReason.BUDGET) == 1);
      assertThat(rig.batches.pause(id)).isEqualTo(PauseReason.BUDGET);
      assertThat(delegates.provider.made()).isEmpty();
      delegates.room = Long.MAX_VALUE;
      rig.batches.by(ClientApi.OPENAI).cancel(BatchesRig.TEAM, id);
      assertThat(rig.awaitEnd(id).state()).isEqualTo(BatchState.CANCELLED);
      assertThat(caller.total()).isEqualTo(3);
    }
  }

  @Test
  void a_provider_that_does_not_answer_keeps_no_place_and_no_visit_of_others() throws Exception {
    var hung = new HungProvider();
    delegates.others.put("hung/m", hung);
    delegates.choice = new Delegates.There("hung/m");
    try (BatchesRig rig = rig().started()) {
      int many = BatchScheduler.MOST_RUNNING + 12;
      for (int i = 0; i < many; i++) {
        Batch _ = rig.make(1);
      }
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  rig.api.list(BatchesRig.TEAM, "", 100).stream()
                          .filter(one -> one.delegation().isUnderWay())
                          .count()
                      == many);
      await().atMost(PATIENCE).until(() -> hung.waiting() >= Visits.MOST_AT_PROVIDER - 1);
      delegates.provider.script(PlayedProvider::all);
      delegates.choice = new Delegates.There("openai/m");
      assertThat(rig.awaitEnd(rig.make(2).id()).results().counts())
          .isEqualTo(new LineCounts(2, 2, 0));
      assertThat(caller.total()).isZero();
      delegates.choice = new Delegates.Here("enough");
      assertThat(rig.awaitEnd(rig.make(3).id()).state()).isEqualTo(BatchState.COMPLETED);
      assertThat(hung.waiting()).isEqualTo(Visits.MOST_AT_PROVIDER - 1);
      hung.release();
    }
  }

  @Test
  void a_bug_gives_back_what_is_set_aside() throws Exception {
    delegates.bugs.set(1);
    try (BatchesRig rig = rig().started()) {
      Batch _ = rig.make(3);
      awaitMade(1);
      assertThat(delegates.held).hasSize(1);
      delegates.provider.script(PlayedProvider::all);
      delegates.provider.runAll();
      await().atMost(PATIENCE).until(() -> delegates.bugs.get() == 0 && delegates.held.isEmpty());
      assertThat(delegates.paid).isEmpty();
    }
  }

  @Test
  void the_input_of_a_batch_that_is_gone_lets_what_its_provider_has_done_be_paid_for()
      throws Exception {
    try (BatchesRig rig = rig().started()) {
      Batch made = rig.make(10);
      awaitMade(1);
      rig.forgetInput(made);
      delegates.provider.script(lines -> PlayedProvider.all(lines.subList(0, 4)));
      delegates.provider.runAll();
      Batch done = rig.awaitEnd(made.id());
      assertThat(done.state()).isEqualTo(BatchState.FAILED);
      assertThat(delegates.paid).hasSize(4);
      assertThat(delegates.paid.values()).containsOnly(1);
      await().atMost(PATIENCE).until(delegates.held::isEmpty);
      assertThat(delegates.provider.files()).isEmpty();
    }
  }

  private static BatchWorkStatus status(BatchesRig rig, String id) throws Exception {
    return rig.batches.admin().find(BatchesRig.TEAM, id).orElseThrow();
  }

  @Test
  void a_batch_whose_key_is_not_known_now_waits_and_is_delegated_then() throws Exception {
    delegates.known = false;
    delegates.provider.script(PlayedProvider::all);
    try (BatchesRig rig = rig().started()) {
      String id = rig.make(3).id();
      await().atMost(PATIENCE).until(() -> rig.batches.pause(id) == PauseReason.KEY);
      await().atMost(PATIENCE).until(() -> status(rig, id).pause() == PauseReason.KEY);
      delegates.known = true;
      Batch done = rig.awaitEnd(id);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(3, 3, 0));
      assertThat(delegates.paid).hasSize(3);
      assertThat(caller.total()).isZero();
    }
  }

  @Test
  void an_input_of_many_bytes_is_several_batches_at_the_provider() throws Exception {
    var text = new StringBuilder();
    String long1 = "x".repeat(900_000);
    for (int i = 0; i < 20; i++) {
      text.append(
          "{\"custom_id\":\"c-%d\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"model\":\"m\",\"input\":\"%s\"}}\n"
              .formatted(i, long1));
    }
    delegates.provider.script(PlayedProvider::all);
    try (BatchesRig rig = rig().started()) {
      var input = rig.input(text.toString().getBytes(UTF_8));
      Batch done = rig.awaitEnd(rig.batches.create(BatchesRig.order(input.id())).id());
      assertThat(done.results().counts()).isEqualTo(new LineCounts(20, 20, 0));
      assertThat(delegates.provider.made()).hasSize(3);
      assertThat(ids(rig.lines(done.results().output()))).isEqualTo(all(20));
    }
  }

  @Test
  void a_part_is_sent_once_there_is_memory_for_it() throws Exception {
    caller.memory.max = 1024;
    delegates.provider.script(PlayedProvider::all);
    try (BatchesRig rig = rig().started()) {
      String id = rig.make(20).id();
      await().atMost(PATIENCE).until(() -> caller.crowded.get() >= 3);
      assertThat(delegates.provider.files()).isEmpty();
      assertThat(delegates.provider.made()).isEmpty();
      caller.memory.max = Long.MAX_VALUE;
      assertThat(rig.awaitEnd(id).results().counts()).isEqualTo(new LineCounts(20, 20, 0));
      assertThat(caller.total()).isZero();
      assertThat(caller.most.get()).isGreaterThan(2L * MemoryInput.ofLines(20).bytes().length);
      await().atMost(PATIENCE).until(() -> caller.memory.used() == 0);
    }
  }

  @Test
  void a_part_that_never_fits_into_the_memory_is_called_here_at_once() throws Exception {
    delegates.largest = 1024;
    delegates.provider.script(PlayedProvider::all);
    try (BatchesRig rig = rig().started()) {
      Batch done = rig.awaitEnd(rig.make(20).id());
      assertThat(done.results().counts()).isEqualTo(new LineCounts(20, 20, 0));
      assertThat(caller.total()).isEqualTo(20);
      assertThat(delegates.provider.made()).isEmpty();
    }
  }

  @Test
  void memory_that_is_short_once_the_file_is_there_makes_no_batch_and_no_second_file()
      throws Exception {
    delegates.provider.onUpload(() -> caller.memory.max = 1024);
    delegates.provider.script(PlayedProvider::all);
    try (BatchesRig rig = rig().started()) {
      String id = rig.make(20).id();
      await().atMost(PATIENCE).until(() -> caller.crowded.get() >= 3);
      assertThat(delegates.provider.files()).hasSize(1);
      assertThat(delegates.provider.made()).isEmpty();
      caller.memory.max = Long.MAX_VALUE;
      assertThat(rig.awaitEnd(id).results().counts()).isEqualTo(new LineCounts(20, 20, 0));
      assertThat(delegates.provider.made()).hasSize(1);
      await().atMost(PATIENCE).until(() -> caller.memory.used() == 0);
    }
  }

  private BatchesRig onDisk(OptionalLong free) throws Exception {
    FilesConfig files = BatchesRig.files(folder.resolve("files"), false);
    return new BatchesRig(
            StoreRig.config(Kind.SQLITE, folder.resolve("data")),
            new FilesConfig(
                files.folder(),
                files.shared(),
                files.key(),
                files.largest(),
                files.quota(),
                files.retention(),
                files.s3(),
                free),
            caller,
            "one",
            delegates,
            new DelegateConfig(Mode.AUTO, POLL))
        .started();
  }

  @Test
  void results_wait_at_the_provider_while_the_disk_has_no_more_than_is_to_stay_free()
      throws Exception {
    String id;
    try (BatchesRig rig = onDisk(OptionalLong.empty())) {
      id = rig.make(20).id();
      awaitMade(1);
    }
    delegates.provider.script(PlayedProvider::all);
    delegates.provider.runAll();
    try (BatchesRig rig = onDisk(OptionalLong.of(Long.MAX_VALUE))) {
      await().atMost(PATIENCE).until(() -> rig.batches.pause(id) == PauseReason.DISK);
      await().atMost(PATIENCE).until(() -> status(rig, id).pause() == PauseReason.DISK);
      assertThat(delegates.provider.files()).hasSize(2);
      assertThat(delegates.paid).isEmpty();
    }
    try (BatchesRig rig = onDisk(OptionalLong.empty())) {
      assertThat(rig.awaitEnd(id).results().counts()).isEqualTo(new LineCounts(20, 20, 0));
      assertThat(delegates.paid).hasSize(20);
      assertThat(delegates.paid.values()).containsOnly(1);
      assertThat(caller.total()).isZero();
      assertThat(delegates.provider.made()).hasSize(1);
    }
  }

  private static Batch messages(BatchesRig rig, ClientApi api, String lines) throws Exception {
    BatchOrder order = BatchesRig.order(api, rig.input(lines.getBytes(UTF_8)).id());
    return rig.batches.create(order, (int) lines.lines().count());
  }

  private static String lines(int lines) {
    return new String(MemoryInput.ofLines(lines).bytes(), UTF_8);
  }

  private static Batch awaitEnd(BatchesRig rig, Batch made) {
    return awaitBatch(rig, made, batch -> batch.state().isOver());
  }

  private static Batch awaitBatch(BatchesRig rig, Batch made, Predicate<Batch> wanted) {
    ApiBatches api = rig.batches.by(made.order().api());
    return await()
        .atMost(PATIENCE)
        .until(() -> api.find(BatchesRig.TEAM, made.id()).orElseThrow(), wanted);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"AUTO", "ALWAYS"})
  void a_batch_of_messages_that_nobody_validates_is_delegated_too(Mode mode) throws Exception {
    delegates.provider.script(PlayedProvider::all);
    try (BatchesRig rig = rig(Kind.SQLITE, mode).started()) {
      Batch done = awaitEnd(rig, messages(rig, ClientApi.ANTHROPIC, lines(10)));
      assertThat(done.state()).isEqualTo(BatchState.COMPLETED);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(10, 10, 0));
      assertThat(ids(rig.lines(done.results().output()))).isEqualTo(all(10));
      assertThat(caller.total()).isZero();
      assertThat(delegates.provider.made()).hasSize(1);
      assertThat(delegates.paid).hasSize(10);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"AUTO", "ALWAYS"})
  void messages_that_cannot_be_delegated_are_called_here(Mode mode) throws Exception {
    try (BatchesRig rig = rig(Kind.SQLITE, mode).started()) {
      String unknown = lines(2) + MemoryInput.line("c-2").replace("\"m\"", "\"x\"");
      Batch wrong = awaitEnd(rig, messages(rig, ClientApi.ANTHROPIC, unknown));
      assertThat(wrong.state()).isEqualTo(BatchState.COMPLETED);
      assertThat(caller.total()).isEqualTo(3);
      Batch gemini = awaitEnd(rig, messages(rig, ClientApi.GEMINI, lines(3)));
      assertThat(gemini.results().counts()).isEqualTo(new LineCounts(3, 3, 0));
      assertThat(caller.total()).isEqualTo(6);
      delegates.choice = new Delegates.Here("its lines are odd");
      Batch odd = awaitEnd(rig, messages(rig, ClientApi.ANTHROPIC, lines(3)));
      assertThat(odd.state()).isEqualTo(BatchState.COMPLETED);
      assertThat(caller.total()).isEqualTo(9);
      assertThat(delegates.provider.made()).isEmpty();
    }
  }

  @Test
  void messages_are_called_here_where_nothing_is_delegated() throws Exception {
    try (BatchesRig rig = rig(Kind.SQLITE, Mode.NEVER).started()) {
      Batch done = awaitEnd(rig, messages(rig, ClientApi.ANTHROPIC, lines(3)));
      assertThat(done.results().counts()).isEqualTo(new LineCounts(3, 3, 0));
      assertThat(caller.total()).isEqualTo(3);
      assertThat(delegates.provider.made()).isEmpty();
    }
  }

  @Test
  void messages_that_have_a_result_already_stay_here() throws Exception {
    delegates.choice = new Delegates.Here("not yet");
    caller.script =
        (call, _) ->
            call.id().endsWith("0")
                ? Optional.of(ScriptedCaller.said(call))
                : Optional.<LineAnswer>empty();
    Batch made;
    try (BatchesRig rig = rig().started()) {
      made = messages(rig, ClientApi.ANTHROPIC, lines(3));
      awaitBatch(rig, made, batch -> batch.results().counts().completed() >= 1);
    }
    delegates.choice = new Delegates.There("openai/m");
    caller.script = (call, _) -> Optional.of(ScriptedCaller.said(call));
    try (BatchesRig rig = rig().started()) {
      assertThat(awaitEnd(rig, made).results().counts()).isEqualTo(new LineCounts(3, 3, 0));
      assertThat(delegates.provider.made()).isEmpty();
    }
  }

  @Test
  void messages_that_are_cancelled_are_cancelled_there_and_keep_what_was_done() throws Exception {
    try (BatchesRig rig = rig().started()) {
      Batch made = messages(rig, ClientApi.ANTHROPIC, lines(10));
      awaitMade(1);
      delegates.provider.script(lines -> PlayedProvider.all(lines.subList(0, 4)));
      var _ = rig.batches.by(ClientApi.ANTHROPIC).cancel(BatchesRig.TEAM, made.id()).orElseThrow();
      Batch done = awaitEnd(rig, made);
      assertThat(done.state()).isEqualTo(BatchState.CANCELLED);
      assertThat(done.ending()).isEqualTo(Ending.CANCELLED);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(10, 4, 6, 6));
      assertThat(delegates.provider.cancelled()).hasSize(1);
      assertThat(caller.total()).isZero();
    }
  }

  @Test
  void messages_that_a_provider_does_not_run_in_time_expire() throws Exception {
    var clock = new JumpingClock();
    try (BatchesRig rig = rig(Mode.ALWAYS, clock, Duration.ofHours(1)).started()) {
      Batch made = messages(rig, ClientApi.ANTHROPIC, lines(10));
      awaitMade(1);
      delegates.provider.script(_ -> List.of());
      clock.passed = Duration.ofHours(1);
      Batch done = awaitEnd(rig, made);
      assertThat(done.state()).isEqualTo(BatchState.EXPIRED);
      assertThat(done.ending()).isEqualTo(Ending.EXPIRED);
      assertThat(done.results().counts()).isEqualTo(new LineCounts(10, 0, 10, 10));
      assertThat(rig.lines(done.results().errors()))
          .hasSize(10)
          .allMatch(line -> line.contains("batch_expired"));
      assertThat(caller.total()).isZero();
    }
  }
}
