package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseLogTest {
  @TempDir private Path folder;

  @Test
  void the_longest_pause_counts_and_what_is_no_pause_does_not() throws IOException {
    Path file = folder.resolve("pauses.log");
    Files.writeString(
        file,
        """
        [0.011s][info][gc] Using Serial
        [0.918s][info][gc] GC(0) Pause Young (Allocation Failure) 17M->5M(62M) 9.204ms
        [1.500s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 20M->9M(62M) 31.004ms
        [2.000s][info][gc] GC(2) Concurrent Mark Cycle 100.000ms
        """);
    assertThat(new PauseLog(file).longestMillis()).isEqualTo(31.004);
  }

  @Test
  void without_a_pause_the_longest_takes_no_time() throws IOException {
    Path file = Files.createFile(folder.resolve("pauses.log"));
    assertThat(new PauseLog(file).longestMillis()).isZero();
  }

  @Test
  void the_jvm_is_told_where_to_write_in_the_environment_of_one_process() {
    assertThat(new PauseLog(Path.of("/tmp/x.log")).written(List.of("java", "-jar", "a.jar")))
        .startsWith("env")
        .anyMatch(word -> word.startsWith("JDK_JAVA_OPTIONS=") && word.endsWith("file=/tmp/x.log"))
        .endsWith("java", "-jar", "a.jar");
  }
}
