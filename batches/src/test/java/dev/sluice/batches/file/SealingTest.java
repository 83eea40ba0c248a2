package dev.sluice.batches.file;

import static dev.sluice.batches.file.FilesRig.RED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.file.FileRefused.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
  private static final int PIECE = Sealing.PIECE;

  @TempDir private Path folder;

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static void refused(Reason reason, ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            FileRefused.class, why -> assertThat(why.reason()).isEqualTo(reason));
  }

  private FilesRig sealed() throws Exception {
    return new FilesRig(folder, FilesRig.sealed(FilesRig.KEY));
  }

  private static Path path(FilesRig rig, StoredFile file) {
    return rig.folder.resolve(file.id() + FileStore.SEALED);
  }

  @Test
  void contents_of_all_sizes_come_back_whole_and_from_any_place() throws Exception {
    var random = new Random(4);
    try (var rig = sealed()) {
      for (int size : new int[] {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 77}) {
        byte[] content = content(size);
        StoredFile file = rig.store(RED, content);
        assertThat(rig.content(file)).isEqualTo(content);
        try (ContentReader reader = rig.files.open(file)) {
          assertThat(reader.read(size, new byte[1], 0, 1)).isEqualTo(-1);
          for (int i = 0; size > 0 && i < 20; i++) {
            int at = random.nextInt(size);
            byte[] into = new byte[100];
            int count = reader.read(at, into, 10, 50);
            assertThat(count).isBetween(1, 50);
            assertThat(Arrays.copyOfRange(into, 10, 10 + count))
                .isEqualTo(Arrays.copyOfRange(content, at, at + count));
          }
        }
      }
    }
  }

  @Test
  void nothing_of_a_content_stands_on_the_disk() throws Exception {
    try (var rig = sealed()) {
      StoredFile file = rig.store(RED, "a secret of the team, which nobody reads");
      String raw = Files.readString(path(rig, file), ISO_8859_1);
      assertThat(raw).doesNotContain("secret", "team");
      StoredFile same = rig.store(RED, "a secret of the team, which nobody reads");
      assertThat(Files.readString(path(rig, same), ISO_8859_1).substring(48))
          .isNotEqualTo(raw.substring(48));
    }
  }

  @Test
  void a_bit_that_has_changed_anywhere_is_found() throws Exception {
    byte[] content = content(2 * PIECE + 9);
    try (var rig = sealed()) {
      StoredFile file = rig.store(RED, content);
      byte[] whole = Files.readAllBytes(path(rig, file));
      int step = 4_099;
      for (int at = 0; at < whole.length; at += at < Sealing.HEAD ? 5 : step) {
        byte[] flipped = whole.clone();
        flipped[at] ^= 0x10;
        Files.write(path(rig, file), flipped);
        assertThatThrownBy(() -> rig.content(file)).isInstanceOf(FileRefused.class);
      }
      byte[] last = whole.clone();
      last[last.length - 1] ^= 1;
      Files.write(path(rig, file), last);
      refused(Reason.DAMAGED, () -> rig.content(file));
      try (ContentReader reader = rig.files.open(file)) {
        byte[] into = new byte[10];
        assertThat(reader.read(0, into, 0, 10)).isEqualTo(10);
        assertThat(into).isEqualTo(Arrays.copyOf(content, 10));
      }
    }
  }

  @Test
  void pieces_cannot_be_swapped_cut_or_taken_from_another_content() throws Exception {
    int sealedPiece = PIECE + Sealing.TAG;
    try (var rig = sealed()) {
      StoredFile file = rig.store(RED, content(3 * PIECE));
      byte[] whole = Files.readAllBytes(path(rig, file));

      byte[] swapped = whole.clone();
      System.arraycopy(whole, Sealing.HEAD, swapped, Sealing.HEAD + sealedPiece, sealedPiece);
      System.arraycopy(whole, Sealing.HEAD + sealedPiece, swapped, Sealing.HEAD, sealedPiece);
      Files.write(path(rig, file), swapped);
      refused(Reason.DAMAGED, () -> rig.content(file));

      Files.write(path(rig, file), Arrays.copyOf(whole, whole.length - sealedPiece));
      refused(Reason.DAMAGED, () -> rig.content(file));

      // A row that says less, as if the content ended with its second piece.
      StoredFile shorter = withBytes(file, 2L * PIECE);
      refused(Reason.DAMAGED, () -> rig.content(shorter));

      StoredFile other = rig.store(RED, content(3 * PIECE));
      Files.copy(path(rig, other), path(rig, file), StandardCopyOption.REPLACE_EXISTING);
      refused(Reason.DAMAGED, () -> rig.content(file));
    }
  }

  private static StoredFile withBytes(StoredFile file, long bytes) {
    return new StoredFile(
        file.id(),
        file.team(),
        file.key(),
        file.name(),
        file.purpose(),
        bytes,
        file.created(),
        file.expires(),
        file.sha256(),
        file.sealed());
  }

  @Test
  void a_content_of_another_key_is_told_apart_from_a_damaged_one() throws Exception {
    StoredFile file;
    try (var rig = sealed()) {
      file = rig.store(RED, "x");
    }
    try (var rig = new FilesRig(folder, FilesRig.sealed(FilesRig.OTHER_KEY))) {
      refused(Reason.SEALED, () -> rig.files.open(file));
      assertThatThrownBy(() -> rig.files.open(file))
          .hasMessageContaining(
              "restore the key with which the file was brought (files.key), or bring the file"
                  + " again");
      StoredFile own = rig.store(RED, "y");
      assertThat(rig.content(own)).asString(UTF_8).isEqualTo("y");
    }
    try (var rig = new FilesRig(folder)) {
      refused(Reason.SEALED, () -> rig.files.open(file));
    }
    try (var rig = sealed()) {
      assertThat(rig.content(file)).asString(UTF_8).isEqualTo("x");
    }
  }

  @Test
  void contents_of_before_there_was_a_key_are_read_and_removed_as_they_are() throws Exception {
    StoredFile file;
    try (var rig = new FilesRig(folder)) {
      file = rig.store(RED, "plain");
    }
    try (var rig = sealed()) {
      assertThat(rig.content(file)).asString(UTF_8).isEqualTo("plain");
      assertThat(rig.files.delete(RED.team(), file.id())).isPresent();
      assertThat(rig.names()).isEmpty();
    }
  }

  @Test
  void nothing_plain_is_read_in_the_place_of_a_sealed_content() throws Exception {
    try (var rig = sealed()) {
      StoredFile file = rig.store(RED, "sealed");
      assertThat(rig.files.find(RED.team(), file.id())).contains(file);
      Files.delete(path(rig, file));
      Files.writeString(rig.folder.resolve(file.id()), "forged");
      refused(Reason.GONE, () -> rig.content(file));
      assertThat(rig.files.delete(RED.team(), file.id())).isPresent();
      assertThat(rig.names()).isEmpty();
    }
  }

  @Test
  void a_key_of_another_length_is_refused() {
    for (String key : List.of("c2hvcnQ=", "no base64!", FilesRig.KEY + "AAAA")) {
      assertThatThrownBy(() -> FilesRig.sealed(key).apply(FilesRig.usual(folder)))
          .hasMessageContainingAll("32 bytes in base64", "openssl rand -base64 32");
    }
  }
}
