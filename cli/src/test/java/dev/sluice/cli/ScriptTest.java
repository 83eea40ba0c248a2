package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script at the root, in a tree of its own, with a JDK and a Maven that only say that they
/// were called.
class ScriptTest {
  private static final String BUILDS =
      "echo \"mvn $*\" >> \"$ROOT/calls\"; mkdir -p cli/target; touch cli/target/sluice.jar";

  @TempDir private Path root;
  private Path jdk;

  @BeforeEach
  void lay_out_a_tree() throws IOException {
    Files.copy(Path.of("../sluice"), root.resolve("sluice"));
    for (String folder : List.of("core/src/main", "cli/src/main", ".mvn", "bin")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (String file : List.of("pom.xml", "core/pom.xml", "cli/pom.xml", "core/src/main/A.java")) {
      Files.writeString(root.resolve(file), "");
    }
    Files.writeString(root.resolve("cli/jvm.options"), "-Xmx1m\n");
    jdk = jdk("jdk", "25.0.1");
    program("bin/mvn", BUILDS);
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = root.resolve("jdks").resolve(name);
    program("jdks/" + name + "/bin/java", "echo " + name + " \"$@\"; exit ${EXIT:-0}");
    program("jdks/" + name + "/bin/javac", "echo javac " + version);
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private void program(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void built() throws IOException {
    Path target = Files.createDirectories(root.resolve("cli/target"));
    Files.writeString(target.resolve("sluice.jar"), "");
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(Files.writeString(target.resolve("built"), ""), later);
  }

  private record Result(int code, String out, String err) {}

  private Result run(Map<String, String> env, Path script, String... args) {
    try {
      List<String> command = new ArrayList<>(List.of("bash", script.toString()));
      command.addAll(List.of(args));
      ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
      builder.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
      builder.environment().put("ROOT", root.toString());
      builder.environment().put("JAVA_HOME", jdk.toString());
      builder.environment().putAll(env);
      Path err = root.resolve("err");
      Process process = builder.redirectError(err.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), out, Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Result run(String... args) {
    return run(Map.of(), root.resolve("sluice"), args);
  }

  private String calls() throws IOException {
    Path calls = root.resolve("calls");
    return Files.exists(calls) ? Files.readString(calls) : "";
  }

  @Test
  void what_is_built_starts_at_once_with_its_arguments() throws IOException {
    built();
    Result result = run("serve", "a b", "--port", "1");
    assertThat(result.out()).startsWith("jdk @" + root + "/cli/jvm.options");
    assertThat(result.out())
        .endsWith("-jar " + root + "/cli/target/sluice.jar serve a b --port 1\n");
    assertThat(result.err()).isEmpty();
    assertThat(calls()).isEmpty();
  }

  private void takesNotes() throws IOException {
    program(
        "jdks/jdk/bin/java",
        """
        echo "$*" >> "$ROOT/calls"
        for option; do
          case $option in -XX:AOTCacheOutput=*) echo noted > "${option#*=}" ;; esac
        done""");
  }

  /// The JVM takes no notes of other jars than those that it runs.
  @Test
  void a_start_is_rehearsed_again_when_a_library_was_built() throws IOException {
    built();
    takesNotes();
    run("x");
    Path lib = Files.createDirectories(root.resolve("cli/target/lib"));
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(Files.writeString(lib.resolve("core.jar"), ""), later);
    run("y");
    assertThat(calls().lines().filter(call -> call.endsWith(" rehearse"))).hasSize(2);
  }

  @Test
  void a_start_is_rehearsed_once_and_what_was_noted_is_used() throws IOException {
    built();
    takesNotes();
    run("x");
    run("y");
    assertThat(calls().lines())
        .satisfiesExactly(
            rehearsal -> assertThat(rehearsal).contains("AOTCacheOutput").endsWith(" rehearse"),
            first -> assertThat(first).contains("-XX:AOTCache=" + root).endsWith(" x"),
            second -> assertThat(second).contains("-XX:AOTCache=" + root).endsWith(" y"));
  }

  @Test
  void exit_codes_are_passed_through() throws IOException {
    built();
    assertThat(run(Map.of("EXIT", "7"), root.resolve("sluice")).code()).isEqualTo(7);
  }

  @Test
  void it_is_found_through_symbolic_links() throws IOException {
    built();
    Files.createSymbolicLink(root.resolve("bin/once"), Path.of("../sluice"));
    Path twice = Files.createSymbolicLink(root.resolve("twice"), root.resolve("bin/once"));
    assertThat(run(Map.of(), twice, "x").out()).endsWith(root + "/cli/target/sluice.jar x\n");
  }

  @Test
  void a_jdk_of_another_version_is_passed_over() throws IOException {
    built();
    Path old = jdk("old", "17.0.9");
    String path = jdk.resolve("bin") + ":" + System.getenv("PATH");
    Map<String, String> env = Map.of("JAVA_HOME", old.toString(), "PATH", path);
    assertThat(run(env, root.resolve("sluice")).out()).startsWith("jdk ");
  }

  @Test
  void a_jdk_without_a_release_file_is_asked() throws IOException {
    built();
    Files.delete(jdk.resolve("release"));
    assertThat(run().out()).startsWith("jdk ");
  }

  @Test
  void a_fresh_tree_is_built_once() throws IOException {
    assertThat(run("x").err()).isEqualTo("sluice: building\n");
    assertThat(run("x").err()).isEmpty();
    assertThat(calls()).hasLineCount(1).contains("package", "test.skip");
  }

  @Test
  void a_newer_source_is_built() throws IOException {
    run();
    Path source = root.resolve("core/src/main/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    run();
    assertThat(calls()).hasLineCount(2);
  }

  @Test
  void a_deleted_source_is_noticed() throws IOException {
    built();
    Path folder = root.resolve("core/src/main");
    Files.delete(folder.resolve("A.java"));
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().plusSeconds(120)));
    run();
    assertThat(calls()).hasLineCount(1);
  }

  @Test
  void a_failed_build_shows_what_it_said() throws IOException {
    program("bin/mvn", "echo it is broken; exit 1");
    Result result = run("x");
    assertThat(result.err()).contains("it is broken", "sluice: the build has failed");
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(3);
  }

  @Test
  void tests_run_from_a_clean_tree_and_decide_the_exit_code() throws IOException {
    program("bin/npm", "");
    program("bin/mvn", "echo Tests run: 1; echo \"mvn $*\" >> \"$ROOT/calls\"; exit 1");
    Result result = run("test", "-pl", "core");
    assertThat(result.out()).isEqualTo("Tests run: 1\n");
    assertThat(result.code()).isEqualTo(1);
    assertThat(calls()).endsWith("clean verify -pl core\n");
  }

  @Test
  void two_at_a_time_build_once() throws Exception {
    program("bin/mvn", "sleep 0.3; " + BUILDS);
    Thread other = Thread.ofPlatform().start(() -> run("x"));
    run("x");
    other.join();
    assertThat(calls()).hasLineCount(1);
  }
}
