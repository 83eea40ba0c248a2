package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.LogRecord.Kind;
import dev.sluice.batches.s3.S3Bucket;
import dev.sluice.batches.s3.S3Exception;
import dev.sluice.batches.s3.ScriptedS3;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log of a batch in S3, which the gateways of a store take from each other.
class S3LogsTest {
  private static final int LINES = 10;
  private static final String BATCH = "batch_1";
  private static final String PUT = "PUT one/two/batches/batch_1/";

  @TempDir private Path folder;
  private final ScriptedS3 s3 = new ScriptedS3();
  private final S3Bucket bucket = s3.bucket();

  @AfterEach
  void close() {
    bucket.close();
    s3.close();
  }

  private S3Logs process(String name) {
    return new S3Logs(bucket, folder.resolve(name));
  }

  private static ResultLog open(S3Logs logs, long epoch) throws IOException {
    LogFiles log = logs.of(BATCH);
    return ResultLog.open(log, log.next(epoch), LINES, LogSeal.NONE);
  }

  private static void add(ResultLog log, int line, String text) throws IOException {
    log.append(line, Kind.ANSWERED, Tokens.NONE, text.getBytes(UTF_8));
  }

  private static String text(ResultLog log, int line) throws IOException {
    return new String(log.read(line), UTF_8);
  }

  @Test
  void who_takes_a_batch_over_has_all_that_was_forced_and_nothing_else() throws IOException {
    try (ResultLog dead = open(process("a"), 1)) {
      add(dead, 0, "zero");
      dead.sync();
      add(dead, 1, "one");
      dead.sync();
      add(dead, 2, "lost");
      try (ResultLog log = open(process("b"), 2)) {
        assertThat(log.counts().completed()).isEqualTo(2);
        assertThat(text(log, 0)).isEqualTo("zero");
        assertThat(text(log, 1)).isEqualTo("one");
        add(log, 2, "two");
        log.sync();
        dead.sync();
      }
    }
    try (ResultLog log = open(process("c"), 3)) {
      assertThat(log.counts().completed()).isEqualTo(3);
      assertThat(text(log, 2)).isEqualTo("two");
    }
  }

  @Test
  void a_batch_that_its_owner_opens_again_goes_on() throws IOException {
    S3Logs logs = process("a");
    for (int line = 0; line < 3; line++) {
      try (ResultLog log = open(logs, 1)) {
        assertThat(log.counts().completed()).isEqualTo(line);
        add(log, line, "line " + line);
        log.sync();
      }
    }
    try (ResultLog log = open(logs, 1)) {
      assertThat(text(log, 0) + text(log, 1) + text(log, 2)).isEqualTo("line 0line 1line 2");
    }
  }

  @Test
  void a_put_that_comes_after_the_next_opening_counts_for_nobody() throws IOException {
    S3Logs logs = process("a");
    Map<String, byte[]> late = new TreeMap<>();
    try (ResultLog log = open(logs, 1)) {
      add(log, 0, "late");
      log.sync();
    }
    // What was put is on its way still when the log is opened again.
    late.putAll(s3.objects);
    s3.objects.clear();
    try (ResultLog log = open(logs, 1)) {
      add(log, 0, "counts");
      log.sync();
    }
    late.forEach(s3::add);
    try (ResultLog log = open(process("b"), 2)) {
      assertThat(text(log, 0)).isEqualTo("counts");
    }
  }

  @Test
  void what_cannot_be_put_is_put_later_and_nothing_is_broken() throws IOException {
    try (ResultLog log = open(process("a"), 1)) {
      add(log, 0, "zero");
      s3.spoil(PUT, ScriptedS3.error(503, "SlowDown"));
      s3.spoil(PUT, ScriptedS3.silent());
      assertThatThrownBy(log::sync).isInstanceOf(S3Exception.class);
      assertThat(log.isBroken()).isFalse();
      assertThat(log.isHolding()).isTrue();
      add(log, 1, "one");
      log.sync();
      assertThat(log.isHolding()).isFalse();
      assertThat(log.unsynced()).isZero();
      assertThat(text(log, 0)).isEqualTo("zero");
    }
    try (ResultLog log = open(process("b"), 2)) {
      assertThat(log.counts().completed()).isEqualTo(2);
      assertThat(text(log, 1)).isEqualTo("one");
    }
  }

  @Test
  void a_segment_that_is_missing_ends_its_file() throws IOException {
    try (ResultLog log = open(process("a"), 1)) {
      for (int line = 0; line < 3; line++) {
        add(log, line, "line " + line);
        log.sync();
      }
    }
    assertThat(s3.objects).hasSize(4);
    byte[] _ = s3.objects.remove(List.copyOf(s3.objects.keySet()).get(2));
    try (ResultLog log = open(process("b"), 2)) {
      assertThat(log.isDone(0)).isTrue();
      assertThat(log.counts().completed()).isEqualTo(1);
    }
  }

  @Test
  void long_results_are_divided() throws IOException {
    String longest = "x".repeat(9 << 20);
    try (ResultLog log = open(process("a"), 1)) {
      add(log, 0, longest);
      log.sync();
    }
    s3.spoil("GET one/two/batches/batch_1/16777217/000000001", ScriptedS3.cut(100_000));
    try (ResultLog log = open(process("b"), 2)) {
      assertThat(text(log, 0)).isEqualTo(longest);
    }
  }

  @Test
  void a_log_that_is_removed_leaves_nothing() throws Exception {
    S3Logs logs = process("a");
    try (ResultLog log = open(logs, 1)) {
      add(log, 0, "zero");
      log.sync();
    }
    List<String> names = new ArrayList<>();
    logs.names(names::addAll);
    assertThat(names).containsExactly(BATCH);
    logs.of(BATCH).remove();
    assertThat(s3.objects).isEmpty();
    try (Stream<Path> left = Files.list(folder.resolve("a"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_log_of_many_objects_is_forced_less_often() throws IOException {
    LogFiles files = process("a").of(BATCH);
    try (LogFiles.LogFile file = files.open(files.next(1))) {
      long first = file.syncInterval().nanos();
      for (int i = 0; i < 1_000; i++) {
        file.append(ByteBuffer.wrap(new byte[] {1}));
        file.force();
      }
      assertThat(file.syncInterval().nanos()).isEqualTo(2 * first);
    }
  }
}
