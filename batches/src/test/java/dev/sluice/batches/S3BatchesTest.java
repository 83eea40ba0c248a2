package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.batches.BatchesRig.ScriptedCaller;
import dev.sluice.batches.StoreRig.Kind;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.batches.s3.ScriptedS3;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches whose files and logs are in S3, at nodes that have no folder in common.
class S3BatchesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LOGS = "one/two/batches/";

  @TempDir private Path folder;
  private final ScriptedS3 s3 = new ScriptedS3();

  @AfterEach
  void close() {
    s3.close();
  }

  private FilesConfig files(String node) {
    return new FilesConfig(
        folder.resolve(node),
        false,
        Optional.empty(),
        FilesConfig.LARGEST,
        FilesConfig.QUOTA,
        FilesConfig.RETENTION,
        Optional.of(s3.config()),
        OptionalLong.empty());
  }

  private long logged() {
    return s3.objects.keySet().stream().filter(name -> name.startsWith(LOGS)).count();
  }

  private static void assertWhole(BatchesRig rig, Batch done) throws Exception {
    assertThat(done.results().counts()).isEqualTo(new LineCounts(100, 100, 0));
    List<String> ids =
        rig.lines(done.results().output()).stream().map(RunRig.Written::customId).toList();
    assertThat(ids).isEqualTo(IntStream.range(0, 100).mapToObj(line -> "c-" + line).toList());
  }

  @Test
  void a_node_takes_over_from_the_bucket_what_a_dead_one_had() throws Exception {
    var store = StoreRig.config(Kind.POSTGRESQL, folder.resolve("data"));
    var dead = new ScriptedCaller();
    dead.script =
        (call, _) ->
            call.id().endsWith("5") ? Optional.of(ScriptedCaller.said(call)) : Optional.empty();
    var caller = new ScriptedCaller();
    try (var one = new BatchesRig(store, files("one"), dead, "one").started();
        var two = new BatchesRig(store, files("two"), caller, "two")) {
      String id = one.make(100).id();
      await().atMost(PATIENCE).until(() -> logged() >= 2);
      var rows = new BatchRows(two.accounts);
      int ended = rows.write(sql -> sql.update("update owners set until = 0, process = 'dead'"));
      assertThat(ended).isEqualTo(1);
      two.started();
      Batch done = two.awaitEnd(id);
      assertWhole(two, done);
      assertThat(caller.total()).isLessThan(100);
      dead.release();
      assertThat(two.batches.by(ClientApi.OPENAI).find(BatchesRig.TEAM, id)).contains(done);
    }
  }

  @Test
  void a_bucket_that_fails_now_and_then_costs_neither_a_result_nor_a_call() throws Exception {
    var caller = new ScriptedCaller();
    var store = StoreRig.config(Kind.SQLITE, folder.resolve("data"));
    try (var rig = new BatchesRig(store, files("one"), caller, "one")) {
      for (int i = 0; i < 3; i++) {
        s3.spoil("PUT " + LOGS, ScriptedS3.silent());
        s3.spoil("PUT one/two/files/", ScriptedS3.error(503, "SlowDown"));
        s3.spoil("GET one/two/files/", ScriptedS3.cut(5));
      }
      String id = rig.make(100).id();
      rig.started();
      assertWhole(rig, rig.awaitEnd(id));
      assertThat(caller.total()).isEqualTo(100);
      await().atMost(PATIENCE).until(() -> logged() == 0);
    }
  }
}
