package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `./sluice publish` and `./sluice samples` take, what they build, and what they refuse.
class PublishScriptTest {
  private static final String PUBLISHED = "<maven.deploy.skip>false</maven.deploy.skip>\n";

  @TempDir private Path folder;
  private ScriptTree tree;
  private Path repository;

  @BeforeEach
  void a_tree_with_one_published_module() throws IOException {
    tree = new ScriptTree(folder);
    version("1.2");
    Files.writeString(tree.root().resolve("core/pom.xml"), PUBLISHED);
    Path sample = Files.createDirectories(tree.root().resolve("samples/plain"));
    Files.writeString(sample.resolve("pom.xml"), PUBLISHED);
    repository = folder.resolve("repository");
  }

  private void version(String version) throws IOException {
    Files.writeString(
        tree.root().resolve("pom.xml"),
        """
        <artifactId>sluice-parent</artifactId>
        <version>%s</version>
        <project.build.outputTimestamp>2026-11-24T00:00:00Z</project.build.outputTimestamp>
        """
            .formatted(version));
  }

  private void assertRefuses(String reason, String... args) throws IOException {
    ScriptTree.Result result = tree.run(args);
    assertThat(result.err()).startsWith("sluice: " + reason);
    assertThat(result.code()).isEqualTo(3);
    assertThat(tree.calls()).isEmpty();
  }

  @Test
  void the_modules_whose_poms_say_so_are_built_and_put_into_the_folder() throws IOException {
    ScriptTree.Result result = tree.run("publish", "--to", repository.toString());
    assertThat(tree.calls()).hasLineCount(1).contains("-Prelease verify -pl core,dist -am");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith(repository + ": version 1.2 of ")
        .contains("publish " + repository + " 2026-11-24T00:00:00Z " + tree.root())
        .endsWith("/core/target\n");
    assertThat(result.err()).contains("there are no signatures", "SLUICE_SIGNING_KEY");
  }

  @Test
  void a_folder_is_one_of_where_it_is_called() throws IOException {
    ScriptTree.Result result = tree.run("publish", "--to", "tmp/x");
    assertThat(result.out()).startsWith("//tmp/x: version 1.2");
  }

  @Test
  void a_release_to_compare_with_turns_japicmp_on() throws IOException {
    Files.createDirectories(repository.resolve("dev/sluice/sluice-engine/1.1"));
    tree.run("publish", "--to", repository.toString(), "--against", "1.1");
    assertThat(tree.calls())
        .contains("-Prelease,against", "-Dsluice.against=1.1", "-Dsluice.releases=" + repository);
  }

  @Test
  void a_release_that_is_not_there_cannot_be_compared_with() throws IOException {
    assertRefuses(
        repository + " holds no sluice-engine of version 1.1",
        "publish",
        "--to",
        repository.toString(),
        "--against",
        "1.1");
  }

  @Test
  void a_snapshot_is_no_release() throws IOException {
    version("1.2-SNAPSHOT");
    assertRefuses(
        "the version in " + tree.root() + "/pom.xml is 1.2-SNAPSHOT",
        "publish",
        "--to",
        repository.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "publish, 'publish needs --to FOLDER, which becomes a Maven repository'",
    "publish --to, --to needs a value",
    "publish x, 'publish takes --to FOLDER, --against VERSION and --check, and this is \"x\"'",
    "samples other, there is no sample other: plain",
  })
  void what_it_does_not_take_is_said(String line, String reason) throws IOException {
    tree.built();
    assertRefuses(reason, line.split(" "));
  }

  @Test
  void what_the_build_says_is_the_reason() throws IOException {
    tree.failingMaven("[ERROR] There is at least one incompatibility: a.B.c():METHOD_REMOVED");
    ScriptTree.Result result = tree.run("publish", "--to", repository.toString());
    assertThat(result.err()).startsWith("sluice: There is at least one incompatibility: a.B.c()");
    assertThat(result.code()).isEqualTo(3);
  }
}
