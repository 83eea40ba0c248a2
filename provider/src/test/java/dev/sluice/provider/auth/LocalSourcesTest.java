package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSourcesTest {
  @TempDir private Path folder;

  @Test
  void a_file_is_read_and_a_megabyte_of_it_at_most() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "eyJ");
    assertThat(LocalSources.read(file.toString())).isEqualTo("eyJ");
    Files.write(file, new byte[1024 * 1024 + 1]);
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> LocalSources.read(file.toString()))
        .withMessageContaining("larger than 1 MiB");
  }

  @Test
  void a_file_that_is_not_there_may_be_there_soon() {
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> LocalSources.read(folder.resolve("none").toString()))
        .withMessageEndingWith("cannot be read (NoSuchFileException)")
        .satisfies(e -> assertThat(e.isTemporary()).isTrue());
  }

  @Test
  void a_command_is_run_without_a_shell_and_its_words_may_be_quoted() throws Exception {
    assertThat(run("/bin/echo \"a  b\" 'c d' $HOME;")).isEqualTo("a  b c d $HOME;\n");
  }

  @Test
  void quoted_parts_that_touch_are_one_word() throws Exception {
    assertThat(run("/usr/bin/printf '%s|' --role=\"a b\"'c'd \"\" 'it\\' \"x'y\" #z"))
        .isEqualTo("--role=a bcd||it\\|x'y|#z|");
  }

  @Test
  void a_command_sees_nothing_of_the_gateways_own_environment() throws Exception {
    assertThat(run("/usr/bin/env").lines().map(line -> line.replaceFirst("=.*", "")))
        .allMatch(name -> name.matches("AWS_.*|PATH|HOME|(?i:https?|no|all)(?i:_proxy)"));
  }

  private static String run(String command) throws CredentialException {
    return LocalSources.run(command, Duration.ofSeconds(20));
  }

  @Test
  void a_child_that_holds_the_output_holds_nobody() throws Exception {
    assertThat(run("/bin/sh -c 'sleep 30 & echo {}'")).isEqualTo("{}\n");
  }

  @Test
  void a_command_that_takes_too_long_is_ended() {
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> LocalSources.run("/bin/sleep 30", Duration.ofMillis(50)))
        .withMessage("credential_process did not end within 50 ms")
        .satisfies(e -> assertThat(e.isTemporary()).isTrue());
  }

  @Test
  void a_file_that_hangs_is_given_up_and_so_are_more_of_them() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var limiter = new TimeLimiter();
    CredentialIo.Work<String> work = () -> LocalSources.read(pipe.toString());
    for (String words : List.of("hangs: ", "hangs: ", "hangs: ", "hangs: ", "is not tried: ")) {
      assertThatExceptionOfType(CredentialException.class)
          .isThrownBy(() -> limiter.call(work, "the file", Duration.ofMillis(20)))
          .withMessageStartingWith("the file " + words);
    }
    // A writer lets the readers go.
    Files.writeString(pipe, "");
  }

  @Test
  void a_command_that_fails_is_told_without_its_words() {
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> run("/bin/sh -c 'echo secret; echo secret >&2; exit 3'"))
        .withMessage("credential_process failed (exit code 3)");
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> run("/no/such/command"))
        .withMessage("credential_process cannot be started");
  }
}
