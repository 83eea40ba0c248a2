package dev.sluice.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a watch tells of one file. A look comes when the test says so.
class FileWatchTest {
  @TempDir private Path folder;
  private Path file = Path.of("file");

  /// Counts what was told.
  private int told;

  /// What was read last.
  private String content = "nothing";

  /// Whether a content that is told is read.
  private boolean readable = true;

  private FileWatch watch = new FileWatch(Set::of, () -> content, () -> {});

  @BeforeEach
  void watch() throws IOException {
    file = folder.resolve("file");
    write("a");
    watch = new FileWatch(() -> Set.of(file), () -> content, this::changed);
    looks(3);
    assertThat(told).isEqualTo(1);
    told = 0;
  }

  private void changed() {
    told++;
    if (readable) {
      read();
    }
  }

  private void read() {
    content = FileDigest.of(Set.of(file));
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private void looks(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  @Test
  void a_content_is_told_once_when_it_has_stopped_changing() throws IOException {
    write("b");
    watch.look();
    write("c");
    watch.look();
    assertThat(told).isZero();
    looks(3);
    assertThat(told).isEqualTo(1);
  }

  @Test
  void what_a_request_has_read_is_not_told_again() throws IOException {
    write("b");
    read();
    looks(3);
    assertThat(told).isZero();
  }

  /// A request has read `b` between two looks: what holds is not what the file says.
  @Test
  void what_was_there_before_a_request_has_read_something_else_is_told() throws IOException {
    write("b");
    read();
    write("a");
    looks(3);
    assertThat(told).isEqualTo(1);
  }

  @Test
  void what_cannot_be_read_is_told_once_until_somebody_has_read_something() throws IOException {
    readable = false;
    write("b");
    looks(5);
    assertThat(told).isEqualTo(1);
    content = "something";
    looks(2);
    assertThat(told).isEqualTo(2);
  }

  @Test
  void what_changed_while_it_was_read_is_told_again() throws IOException {
    readable = false;
    write("b");
    content = "unknown 1";
    looks(2);
    content = "unknown 2";
    looks(2);
    assertThat(told).isEqualTo(2);
  }
}
