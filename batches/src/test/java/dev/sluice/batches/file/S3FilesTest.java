package dev.sluice.batches.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.file.FileRefused.Reason;
import dev.sluice.batches.s3.S3Bucket;
import dev.sluice.batches.s3.ScriptedS3;
import dev.sluice.batches.s3.ScriptedS3.Upload;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files whose contents are in S3, which fails as it pleases.
class S3FilesTest {
  /// Of a part: what S3 asks for would take a second to hash.
  private static final int PART = 1 << 20;

  private static final byte[] LONG = random(2 * PART + 100_001);

  @TempDir private Path folder;
  private final ScriptedS3 s3 = new ScriptedS3();
  private FilesRig rig;

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(3).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void open() throws Exception {
    s3.least = PART;
    open(config -> config);
  }

  private void open(UnaryOperator<FilesConfig> how) throws Exception {
    S3Bucket bucket = s3.bucket();
    rig = new FilesRig(folder, how, (place, clock) -> S3Contents.in(bucket, place, clock, PART));
  }

  private void reopen(UnaryOperator<FilesConfig> how) throws Exception {
    rig.close();
    open(how);
  }

  @AfterEach
  void close() {
    rig.close();
    s3.close();
  }

  private long asked(String which) {
    return s3.asked.stream().filter(one -> one.startsWith(which)).count();
  }

  @Test
  void a_short_file_is_one_object() throws Exception {
    StoredFile file = rig.store(FilesRig.RED, "content");
    assertThat(s3.objects).containsOnlyKeys("one/two/files/" + file.id());
    assertThat(rig.content(file)).asString(UTF_8).isEqualTo("content");
    assertThat(asked("PUT")).isEqualTo(1);
    assertThat(rig.names()).isEmpty();
    assertThat(rig.files.delete("team red", file.id())).isPresent();
    assertThat(s3.objects).isEmpty();
  }

  @Test
  void an_empty_file_is_one() throws Exception {
    StoredFile file = rig.store(FilesRig.RED, "");
    assertThat(rig.content(file)).isEmpty();
  }

  @Test
  void the_usual_parts_are_as_large_as_s3_asks_for() {
    assertThat(S3Sink.PART).isGreaterThanOrEqualTo(ScriptedS3.LEAST);
  }

  @Test
  void a_long_file_is_put_in_parts_and_read_in_few_ranges() throws Exception {
    StoredFile file = rig.store(FilesRig.RED, LONG);
    assertThat(asked("PUT")).isEqualTo(3);
    assertThat(s3.uploads).isEmpty();
    assertThat(rig.content(file)).isEqualTo(LONG);
    assertThat(asked("GET")).isLessThan(10);
    assertThat(rig.names()).isEmpty();
  }

  @Test
  void a_sealed_file_is_nothing_that_the_bucket_can_read() throws Exception {
    reopen(FilesRig.sealed(FilesRig.KEY));
    StoredFile file = rig.store(FilesRig.RED, LONG);
    byte[] kept = s3.objects.getOrDefault("one/two/files/" + file.id() + ".sealed", new byte[0]);
    assertThat(kept.length).isGreaterThan(LONG.length);
    assertThat(rig.content(file)).isEqualTo(LONG);
    kept[kept.length / 2]++;
    assertThatThrownBy(() -> rig.content(file))
        .isInstanceOfSatisfying(
            FileRefused.class, why -> assertThat(why.reason()).isEqualTo(Reason.DAMAGED));
  }

  @Test
  void a_line_is_read_by_a_range_of_its_own() throws Exception {
    StoredFile file = rig.store(FilesRig.RED, LONG);
    long before = asked("GET");
    byte[] line = new byte[1_000];
    try (ContentReader reader = rig.files.open(file)) {
      for (int at : new int[] {1_125_000, 5_000, 1_543_209}) {
        int done = 0;
        while (done < line.length) {
          done += reader.read(at + done, line, done, line.length - done);
        }
        assertThat(line).isEqualTo(Arrays.copyOfRange(LONG, at, at + line.length));
      }
    }
    assertThat(asked("GET") - before).isEqualTo(4);
  }

  @Test
  void parts_that_fail_are_put_again_and_ranges_that_break_off_are_read_on() throws Exception {
    s3.spoil("POST one/two/files/", ScriptedS3.error(503, "SlowDown"));
    s3.spoil("PUT one/two/files/", ScriptedS3.error(500, "InternalError"));
    s3.spoil("PUT one/two/files/", ScriptedS3.error(400, "XAmzContentSHA256Mismatch"));
    s3.spoil("PUT one/two/files/", ScriptedS3.silent());
    StoredFile file = rig.store(FilesRig.RED, LONG);
    s3.spoil("GET one/two/files/", ScriptedS3.cut(70_000));
    s3.spoil("GET one/two/files/", ScriptedS3.cut(10));
    s3.spoil("GET one/two/files/", ScriptedS3.error(503, "SlowDown"));
    assertThat(rig.content(file)).isEqualTo(LONG);
  }

  @Test
  void a_bucket_that_is_away_is_told_so_and_one_that_refuses_is_broken() throws Exception {
    for (int i = 0; i < S3Bucket.USUAL_TRIES; i++) {
      s3.spoil("PUT one/two/files/", ScriptedS3.error(503, "SlowDown"));
    }
    assertRefused(Reason.AWAY);
    s3.spoil("PUT one/two/files/", ScriptedS3.error(403, "AccessDenied"));
    assertRefused(Reason.BROKEN);
    s3.spoil("PUT one/two/files/", ScriptedS3.error(507, "XMinioStorageFull"));
    assertRefused(Reason.NO_ROOM);
    assertThat(rig.files.list("team red", new FileQuery("", "", 10, true))).isEmpty();
  }

  private void assertRefused(Reason reason) {
    assertThatThrownBy(() -> rig.store(FilesRig.RED, "content"))
        .isInstanceOfSatisfying(
            FileRefused.class, why -> assertThat(why.reason()).isEqualTo(reason));
  }

  @Test
  void a_content_that_is_gone_is_told_so() throws Exception {
    StoredFile file = rig.store(FilesRig.RED, "content");
    s3.objects.clear();
    assertThatThrownBy(() -> rig.files.open(file))
        .isInstanceOfSatisfying(
            FileRefused.class, why -> assertThat(why.reason()).isEqualTo(Reason.GONE));
  }

  @Test
  void a_client_that_leaves_midway_leaves_nothing() throws Exception {
    try (ContentWriter writer =
        rig.files.create(FilesRig.RED, new NewFile("a", NewFile.BATCH, 0))) {
      writer.write(ByteBuffer.wrap(LONG));
      assertThat(s3.uploads).hasSize(1);
    }
    assertThat(s3.uploads).isEmpty();
    assertThat(s3.objects).isEmpty();
    assertThat(rig.names()).isEmpty();
  }

  @Test
  void what_a_crash_has_left_is_removed_when_it_is_old() throws Exception {
    StoredFile kept = rig.store(FilesRig.RED, "content");
    s3.page = 2;
    for (int i = 0; i < 5; i++) {
      s3.add("one/two/files/file-" + String.valueOf(i).repeat(RandomIds.LENGTH), new byte[1]);
    }
    s3.add("one/two/files/readme.txt", new byte[1]);
    rig.clean();
    assertThat(s3.objects).hasSize(7);
    Instant old = Instant.ofEpochMilli(rig.now).minus(Duration.ofHours(3));
    s3.changed.replaceAll((_, _) -> old);
    rig.clean();
    assertThat(s3.objects)
        .containsOnlyKeys("one/two/files/" + kept.id(), "one/two/files/readme.txt");
  }

  @Test
  void uploads_in_parts_that_nobody_goes_on_with_are_aborted() throws Exception {
    String name = "one/two/files/file-" + "a".repeat(RandomIds.LENGTH);
    Instant now = Instant.ofEpochMilli(rig.now);
    s3.uploads.put("fresh", new Upload(name, new TreeMap<>(), now));
    s3.uploads.put("old", new Upload(name, new TreeMap<>(), now.minus(Duration.ofHours(7))));
    rig.clean();
    assertThat(s3.uploads).containsOnlyKeys("fresh");
  }

  @Test
  void pieces_of_a_process_that_was_killed_are_removed() throws Exception {
    Files.writeString(rig.folder.resolve("file-a.piece"), "piece");
    reopen(config -> config);
    assertThat(rig.names()).isEmpty();
  }
}
