package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.sluice.lab.process.CommandOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// With a repository whose launcher only says that it was called.
@EnabledOnOs(OS.LINUX)
class OtherRevisionTest {
  @TempDir private Path folder;
  private Path repository;
  private Path temporary;

  @BeforeEach
  void commit_twice() throws Exception {
    repository = Files.createDirectory(folder.resolve("repository"));
    temporary = Files.createDirectory(folder.resolve("temporary"));
    git("init", "-q");
    git("config", "user.name", "Test");
    git("config", "user.email", "test@localhost");
    launcher(repository, "echo \"$0 $* on $JAVA_HOME\" >> " + folder.resolve("calls"));
    commit();
    launcher(repository, "echo this does not compile; exit 1");
    commit();
  }

  private void commit() throws Exception {
    git("add", "sluice");
    git("commit", "-q", "-m", "Change the launcher");
  }

  private String git(String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("git", "-C", repository.toString()), Stream.of(arguments)).toList();
    CommandOutput output = CommandOutput.run(command);
    assertThat(output.code()).as(output.text()).isZero();
    return output.text().strip();
  }

  private static void launcher(Path folder, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("sluice"), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private OtherRevision open(String asked) throws IOException, InterruptedException {
    return OtherRevision.open(asked, repository, temporary);
  }

  private void nothing_is_left() throws Exception {
    assertThat(temporary).isEmptyDirectory();
    assertThat(git("worktree", "list")).hasLineCount(1);
  }

  @Test
  void a_revision_is_checked_out_and_built_on_the_same_jdk() throws Exception {
    try (OtherRevision other = open("HEAD~1")) {
      other.build();
      assertThat(other.title()).isEqualTo("HEAD~1 (%.12s)", git("rev-parse", "HEAD~1"));
      assertThat(other.launcher()).isEqualTo(temporary.resolve("other/sluice"));
      assertThat(folder.resolve("calls"))
          .hasContent(
              "%s --version on %s".formatted(other.launcher(), System.getProperty("java.home")));
    }
    nothing_is_left();
  }

  @Test
  void what_a_build_leaves_in_it_goes_with_it() throws Exception {
    try (OtherRevision other = open("HEAD~1")) {
      Path target = Files.createDirectories(other.launcher().resolveSibling("cli/target"));
      Files.writeString(target.resolve("sluice.jar"), "");
      Files.writeString(other.launcher(), "changed");
    }
    nothing_is_left();
  }

  @Test
  void a_revision_that_does_not_build_shows_what_it_printed() throws Exception {
    try (OtherRevision other = open("HEAD")) {
      assertThatIOException()
          .isThrownBy(other::build)
          .withMessage(other.title() + " does not build; its output:\nthis does not compile");
    }
    nothing_is_left();
  }

  @Test
  void a_revision_without_a_launcher_cannot_be_compared() throws Exception {
    git("rm", "-q", "sluice");
    git("commit", "-q", "-m", "Remove the launcher");
    try (OtherRevision other = open("HEAD")) {
      assertThatIOException()
          .isThrownBy(other::build)
          .withMessageContaining("has no launcher to build and start it with");
    }
    nothing_is_left();
  }

  @Test
  void a_folder_that_holds_a_checkout_is_taken_as_it_is() throws Exception {
    Path checkout = Files.createDirectory(folder.resolve("checkout"));
    launcher(checkout, "exit 0");
    try (OtherRevision other = open(checkout.toString())) {
      assertThat(other.title()).isEqualTo(checkout.toString());
      assertThat(other.command(List.of("serve")))
          .endsWith(checkout.resolve("sluice").toString(), "serve");
    }
    assertThat(checkout).isNotEmptyDirectory();
    nothing_is_left();
  }

  @Test
  void what_is_neither_is_named() throws Exception {
    for (String asked : List.of("no-such-branch", "", "--all", folder.toString())) {
      assertThatIOException()
          .isThrownBy(() -> open(asked))
          .withMessage(
              "'%s' is neither a revision of the repository %s nor a folder that holds a checkout",
              asked, repository);
    }
    nothing_is_left();
  }

  @Test
  void an_interrupt_ends_the_build_and_leaves_nothing() throws Exception {
    Path waits = folder.resolve("waits");
    launcher(repository, "touch " + waits + "; while :; do sleep 1; done");
    commit();
    Thread build =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (OtherRevision other = open("HEAD")) {
                    other.build();
                    throw new AssertionError(other.title() + " was built");
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    await().atMost(Duration.ofSeconds(60)).until(() -> !build.isAlive() || Files.exists(waits));
    build.interrupt();
    build.join();
    nothing_is_left();
  }
}
