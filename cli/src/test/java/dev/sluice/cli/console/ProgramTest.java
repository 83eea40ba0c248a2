package dev.sluice.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final List<String> MORE = List.of("-XX:+UseG1GC", "-XX:NewSize=4m");

  @Test
  void options_stand_behind_the_jvms_own_so_that_they_outweigh_them() {
    assertThat(with("@jvm.options", "-Xmx1g", "-jar", "sluice.jar", "serve", "-c", "-cp"))
        .contains(
            List.of(
                "@jvm.options",
                "-Xmx1g",
                "-XX:+UseG1GC",
                "-XX:NewSize=4m",
                "-jar",
                "sluice.jar",
                "serve",
                "-c",
                "-cp"));
    assertThat(with("-Xmx1g", "-cp", "a.jar", "Main", "serve", "-c", "-jar"))
        .contains(
            List.of(
                "-Xmx1g",
                "-XX:+UseG1GC",
                "-XX:NewSize=4m",
                "-cp",
                "a.jar",
                "Main",
                "serve",
                "-c",
                "-jar"));
  }

  @Test
  void a_program_that_was_started_in_another_way_is_left_alone() {
    assertThat(with("-Xmx1g", "--class-path=a.jar", "Main")).isEmpty();
  }

  /// In a process of its own, since what would be closed is noted before.
  @Test
  void what_cannot_be_executed_says_why_and_leaves_this_one_running() throws Exception {
    Process process =
        new ProcessBuilder(
                Program.running().orElseThrow().java(),
                "-cp",
                System.getProperty("java.class.path"),
                ExecutedProgram.class.getName())
            .start();
    assertThat(process.inputReader().readAllLines())
        .containsExactly("execv has failed, errno 2", "still here");
  }

  @Test
  void a_running_process_knows_its_program() {
    assertThat(Program.running().map(Program::java))
        .hasValueSatisfying(java -> assertThat(java).endsWith("/java"));
  }

  private static Optional<List<String>> with(String... arguments) {
    return new Program("java", List.of(arguments)).with(MORE).map(Program::arguments);
  }
}
