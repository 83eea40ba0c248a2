package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the script at the root starts, and when it builds.
class ScriptTest {
  @TempDir private Path folder;
  private ScriptTree tree;

  @BeforeEach
  void lay_out_a_tree() throws IOException {
    tree = new ScriptTree(folder);
  }

  @Test
  void what_is_built_starts_at_once_with_its_arguments() throws IOException {
    tree.built();
    ScriptTree.Result result = tree.run("serve", "a b", "--port", "1");
    assertThat(result.out()).startsWith("jdk @" + tree.root() + "/cli/jvm.options");
    assertThat(result.out())
        .endsWith("-jar " + tree.root() + "/cli/target/sluice.jar serve a b --port 1\n");
    assertThat(result.err()).isEmpty();
    assertThat(tree.calls()).isEmpty();
  }

  /// The JVM takes no notes of other jars than those that it runs.
  @Test
  void a_start_is_rehearsed_again_when_a_library_was_built() throws IOException {
    tree.built();
    tree.takesNotes();
    tree.run("x");
    Path lib = Files.createDirectories(tree.root().resolve("cli/target/lib"));
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(Files.writeString(lib.resolve("core.jar"), ""), later);
    tree.run("y");
    assertThat(tree.calls().lines().filter(call -> call.endsWith(" rehearse"))).hasSize(2);
  }

  @Test
  void a_start_is_rehearsed_again_when_its_options_have_changed() throws IOException {
    tree.built();
    tree.takesNotes();
    tree.run("x");
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(tree.root().resolve("cli/rehearsal.options"), later);
    tree.run("y");
    assertThat(tree.calls().lines().filter(call -> call.endsWith(" rehearse"))).hasSize(2);
  }

  @Test
  void a_start_is_rehearsed_once_and_what_was_noted_is_used() throws IOException {
    tree.built();
    tree.takesNotes();
    tree.run("x");
    tree.run("y");
    assertThat(tree.calls().lines())
        .satisfiesExactly(
            rehearsal ->
                assertThat(rehearsal)
                    .contains("AOTCacheOutput", "/cli/jvm.options", "/cli/rehearsal.options")
                    .endsWith(" rehearse"),
            first ->
                assertThat(first)
                    .contains("-XX:AOTCache=" + tree.root())
                    .doesNotContain("rehearsal.options")
                    .endsWith(" x"),
            second -> assertThat(second).contains("-XX:AOTCache=" + tree.root()).endsWith(" y"));
  }

  @Test
  void exit_codes_are_passed_through() throws IOException {
    tree.built();
    assertThat(tree.run(Map.of("EXIT", "7"), tree.root().resolve("sluice")).code()).isEqualTo(7);
  }

  @Test
  void it_is_found_through_symbolic_links() throws IOException {
    tree.built();
    Files.createSymbolicLink(tree.root().resolve("bin/once"), Path.of("../sluice"));
    Path twice =
        Files.createSymbolicLink(tree.root().resolve("twice"), tree.root().resolve("bin/once"));
    assertThat(tree.run(Map.of(), twice, "x").out())
        .endsWith(tree.root() + "/cli/target/sluice.jar x\n");
  }

  @Test
  void a_jdk_of_another_version_is_passed_over() throws IOException {
    tree.built();
    Path old = tree.jdk("old", "17.0.9");
    String path = tree.jdk().resolve("bin") + ":" + System.getenv("PATH");
    Map<String, String> env = Map.of("JAVA_HOME", old.toString(), "PATH", path);
    assertThat(tree.run(env, tree.root().resolve("sluice")).out()).startsWith("jdk ");
  }

  @Test
  void a_jdk_without_a_release_file_is_asked() throws IOException {
    tree.built();
    Files.delete(tree.jdk().resolve("release"));
    assertThat(tree.run().out()).startsWith("jdk ");
  }

  @Test
  void a_fresh_tree_is_built_once() throws IOException {
    assertThat(tree.run("x").err()).isEmpty();
    assertThat(tree.run("x").err()).isEmpty();
    assertThat(tree.calls()).hasLineCount(1).contains("package", "test.skip");
  }

  @Test
  void a_newer_source_is_built() throws IOException {
    tree.run();
    Path source = tree.root().resolve("core/src/main/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    tree.run();
    assertThat(tree.calls()).hasLineCount(2);
  }

  @Test
  void a_deleted_source_is_noticed() throws IOException {
    tree.built();
    Path folder = tree.root().resolve("core/src/main");
    Files.delete(folder.resolve("A.java"));
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().plusSeconds(120)));
    tree.run();
    assertThat(tree.calls()).hasLineCount(1);
  }

  @Test
  void tests_run_from_a_clean_tree_and_decide_the_exit_code() throws IOException {
    tree.program("bin/npm", "");
    tree.maven("3.9.0", "echo Tests run: 1; echo \"mvn $*\" >> \"$ROOT/calls\"; exit 1");
    ScriptTree.Result result = tree.run("test", "-pl", "core");
    assertThat(result.out()).isEqualTo("Tests run: 1\n");
    assertThat(result.code()).isEqualTo(1);
    assertThat(tree.calls())
        .endsWith("clean verify org.cyclonedx:cyclonedx-maven-plugin:makeBom -pl core\n");
  }

  @Test
  void two_at_a_time_build_once() throws Exception {
    tree.maven("3.9.0", "sleep 0.3; " + ScriptTree.BUILDS);
    Thread other = Thread.ofPlatform().start(() -> tree.run("x"));
    tree.run("x");
    other.join();
    assertThat(tree.calls()).hasLineCount(1);
  }
}
