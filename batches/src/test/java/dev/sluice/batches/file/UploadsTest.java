package dev.sluice.batches.file;

import static dev.sluice.batches.file.FilesRig.BLUE;
import static dev.sluice.batches.file.FilesRig.RED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.file.FileRefused.Reason;
import dev.sluice.batches.file.StoredUpload.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  private static final NewFile ASKED = new NewFile("big.jsonl", "batch", 0);
  private static final FileQuery ALL = new FileQuery("", "", 100, true);

  @TempDir private Path folder;

  private static void refused(Reason reason, ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            FileRefused.class, why -> assertThat(why.reason()).isEqualTo(reason));
  }

  private static StoredUpload begin(FilesRig rig, long bytes) throws Exception {
    return rig.files.uploads().create(RED, ASKED, bytes, 7_200);
  }

  private static String part(FilesRig rig, StoredUpload upload, String content)
      throws IOException, InterruptedException {
    try (ContentWriter writer = rig.files.uploads().part(upload)) {
      writer.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
      return writer.commit().id();
    }
  }

  @Test
  void parts_become_a_file_in_the_order_that_is_asked() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.sealed(FilesRig.KEY))) {
      Uploads uploads = rig.files.uploads();
      StoredUpload upload = begin(rig, 8);
      assertThat(upload.id()).matches("upload_[0-9A-Za-z]{22}");
      String second = part(rig, upload, "two\n");
      String first = part(rig, upload, "one\n");
      assertThat(second).matches("part_[0-9A-Za-z]{22}");
      assertThat(rig.files.list(RED.team(), ALL)).isEmpty();
      assertThat(rig.files.find(RED.team(), first)).isEmpty();
      StoredFile file =
          uploads.complete(upload, List.of(first, second), "2094B601DAAC3D68F5AED51D3C20F7CD");
      assertThat(rig.content(file)).asString(UTF_8).isEqualTo("one\ntwo\n");
      assertThat(file.name()).isEqualTo("big.jsonl");
      assertThat(file.expires() - file.created()).isEqualTo(7_200_000);
      StoredUpload ended = uploads.find(RED.team(), upload.id()).orElseThrow();
      assertThat(ended.state()).isEqualTo(State.COMPLETED);
      assertThat(ended.file()).isEqualTo(file.id());
      assertThat(rig.names()).containsExactly(file.id() + FileStore.SEALED);
      refused(Reason.INVALID, () -> uploads.complete(ended, List.of(first), ""));
    }
  }

  @Test
  void what_does_not_fit_together_is_refused_and_the_upload_goes_on() throws Exception {
    try (var rig = new FilesRig(folder)) {
      Uploads uploads = rig.files.uploads();
      StoredUpload upload = begin(rig, 8);
      String one = part(rig, upload, "one\n");
      String two = part(rig, upload, "two\n");
      refused(Reason.INVALID, () -> uploads.complete(upload, List.of(one), ""));
      refused(Reason.INVALID, () -> uploads.complete(upload, List.of(one, one), ""));
      refused(Reason.INVALID, () -> uploads.complete(upload, List.of(one, "part_none"), ""));
      StoredUpload other = begin(rig, 8);
      refused(Reason.INVALID, () -> uploads.complete(other, List.of(one, two), ""));
      assertThatThrownBy(() -> uploads.complete(upload, List.of(one, two), "00"))
          .hasMessageContaining("is 2094b601daac3d68f5aed51d3c20f7cd");
      assertThat(rig.names()).hasSize(2);
      assertThat(uploads.complete(upload, List.of(two, one), "").bytes()).isEqualTo(8);
    }
  }

  @Test
  void nothing_is_written_for_another_digest() throws Exception {
    var faults = new Faults();
    try (var rig = new FilesRig(folder, faults)) {
      StoredUpload upload = begin(rig, 4);
      String one = part(rig, upload, "one\n");
      faults.room = 0;
      refused(Reason.INVALID, () -> rig.files.uploads().complete(upload, List.of(one), "00"));
    }
  }

  @Test
  void an_upload_is_completed_once_at_a_time() throws Exception {
    var faults = new Faults();
    try (var rig = new FilesRig(folder, faults)) {
      Uploads uploads = rig.files.uploads();
      StoredUpload upload = begin(rig, 4);
      String one = part(rig, upload, "one\n");
      faults.meanwhile =
          () ->
              assertThatThrownBy(() -> uploads.complete(upload, List.of(one), ""))
                  .hasMessageContaining("is being completed");
      assertThat(uploads.complete(upload, List.of(one), "").bytes()).isEqualTo(4);
    }
  }

  @Test
  void a_cancelled_upload_leaves_nothing_and_takes_nothing() throws Exception {
    try (var rig = new FilesRig(folder)) {
      Uploads uploads = rig.files.uploads();
      StoredUpload upload = begin(rig, 8);
      String one = part(rig, upload, "one\n");
      try (ContentWriter late = uploads.part(upload)) {
        late.write(ByteBuffer.wrap(new byte[4]));
        assertThat(uploads.cancel(upload).state()).isEqualTo(State.CANCELLED);
        refused(Reason.INVALID, late::commit);
      }
      assertThat(rig.names()).isEmpty();
      refused(Reason.INVALID, () -> uploads.complete(upload, List.of(one), ""));
      StoredUpload ended = uploads.find(RED.team(), upload.id()).orElseThrow();
      refused(Reason.INVALID, () -> uploads.part(ended).close());
      refused(Reason.INVALID, () -> uploads.cancel(ended));
    }
  }

  @Test
  void an_upload_that_has_ended_is_forgotten_within_minutes() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredUpload upload = begin(rig, 8);
      assertThat(rig.files.uploads().cancel(upload).state()).isEqualTo(State.CANCELLED);
      rig.now += Duration.ofMinutes(10).toMillis();
      rig.sweep();
      assertThat(rig.files.uploads().find(RED.team(), upload.id())).isEmpty();
    }
  }

  @Test
  void an_upload_ends_after_an_hour_with_its_parts() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredUpload upload = begin(rig, 8);
      assertThat(part(rig, upload, "one\n")).isNotEmpty();
      rig.now += Duration.ofHours(1).toMillis();
      StoredUpload late = rig.files.uploads().find(RED.team(), upload.id()).orElseThrow();
      assertThat(late.state()).isEqualTo(State.EXPIRED);
      rig.sweep();
      assertThat(rig.names()).isEmpty();
      rig.now += Duration.ofDays(1).toMillis();
      rig.sweep();
      assertThat(rig.files.uploads().find(RED.team(), upload.id())).isEmpty();
    }
  }

  @Test
  void a_team_has_a_thousand_uploads_pending_at_most() throws Exception {
    try (var rig = new FilesRig(folder)) {
      for (int i = 0; i < Uploads.PENDING; i++) {
        assertThat(begin(rig, 8).state()).isEqualTo(State.PENDING);
      }
      refused(Reason.QUOTA, () -> begin(rig, 8));
      rig.now += Duration.ofHours(1).toMillis();
      assertThat(begin(rig, 8).state()).isEqualTo(State.PENDING);
    }
  }

  @Test
  void of_uploads_that_have_ended_a_team_keeps_the_newest_so_many() throws Exception {
    try (var rig = new FilesRig(folder)) {
      Uploads uploads = rig.files.uploads();
      StoredUpload first = uploads.cancel(begin(rig, 8));
      for (int i = 1; i < UploadTable.ENDED; i++) {
        rig.now++;
        assertThat(uploads.cancel(begin(rig, 8)).state()).isEqualTo(State.CANCELLED);
      }
      StoredUpload last = begin(rig, 8);
      assertThat(uploads.find(RED.team(), first.id())).isPresent();
      assertThat(uploads.cancel(last).state()).isEqualTo(State.CANCELLED);
      assertThat(begin(rig, 8).state()).isEqualTo(State.PENDING);
      assertThat(uploads.find(RED.team(), first.id())).isEmpty();
      assertThat(uploads.find(RED.team(), last.id())).isPresent();
    }
  }

  @Test
  void another_teams_upload_is_as_one_that_there_is_not() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredUpload upload = begin(rig, 8);
      assertThat(rig.files.uploads().find(BLUE.team(), upload.id())).isEmpty();
      assertThat(rig.files.uploads().find(RED.team(), upload.id())).contains(upload);
    }
  }

  @Test
  void parts_count_as_the_teams_and_the_file_takes_their_place() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.bounded(100, 10))) {
      StoredUpload upload = begin(rig, 8);
      String one = part(rig, upload, "1234");
      String two = part(rig, upload, "5678");
      refused(Reason.QUOTA, () -> rig.store(RED, "123"));
      StoredFile file = rig.files.uploads().complete(upload, List.of(one, two), "");
      assertThat(file.bytes()).isEqualTo(8);
      assertThat(rig.store(RED, "12").bytes()).isEqualTo(2);
      refused(Reason.TOO_LARGE, () -> begin(rig, 101));
    }
  }
}
