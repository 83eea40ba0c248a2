package dev.sluice.dist.publish;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
  @TempDir private Path folder;
  private Path repository;
  private Targets targets;

  @BeforeEach
  void a_library_and_a_bom() throws IOException {
    repository = folder.resolve("repository");
    targets = new Targets(folder.resolve("modules"));
  }

  private void publish() throws IOException {
    new Publication(repository, Instant.parse("2026-11-24T00:00:00Z"), new Signer(""))
        .publish(List.of(targets.library(), targets.bom()));
  }

  @Test
  void a_repository_has_what_the_central_one_asks_for() throws IOException {
    publish();
    assertThat(RepositoryCheck.problems(repository, "dev.sluice", "1.0")).isEmpty();
    assertThat(content().keySet())
        .contains(
            "dev/sluice/sluice-call/1.0/sluice-call-1.0.pom.sha1",
            "dev/sluice/sluice-call/1.0/sluice-call-1.0-sources.jar.md5",
            "dev/sluice/sluice-call/1.0/sluice-call-1.0-javadoc.jar.sha256",
            "dev/sluice/sluice-call/1.0/sluice-call-1.0.jar.sha512",
            "dev/sluice/sluice-call/maven-metadata.xml.sha1",
            "dev/sluice/sluice-bom/1.0/sluice-bom-1.0.pom")
        .hasSize(4 * 5 + 5 + 2 * 5);
  }

  @Test
  void a_second_time_changes_nothing() throws IOException {
    publish();
    Map<String, String> before = content();
    publish();
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void a_release_does_not_change() throws IOException {
    publish();
    Map<String, String> before = content();
    targets.jar("sluice-call", "sluice-call-1.0.jar", "dev/sluice/Other.class");
    assertThatThrownBy(this::publish)
        .isInstanceOf(CannotPublishException.class)
        .hasMessageContainingAll("sluice-call-1.0.jar", "raise the version");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void versions_stand_in_their_order() throws IOException {
    Files.createDirectories(repository.resolve("dev/sluice/sluice-call/0.9"));
    Files.createDirectories(repository.resolve("dev/sluice/sluice-call/0.10"));
    publish();
    assertThat(repository.resolve("dev/sluice/sluice-call/maven-metadata.xml"))
        .content()
        .containsSubsequence(
            "<release>1.0</release>",
            "<version>0.9<",
            "<version>0.10<",
            "<version>1.0<",
            "<lastUpdated>20261124000000<");
  }

  @Test
  void what_the_build_has_not_made_is_named() throws IOException {
    Files.delete(targets.library().resolve("sluice-call-1.0-javadoc.jar"));
    assertThatThrownBy(this::publish)
        .isInstanceOf(CannotPublishException.class)
        .hasMessageContaining("sluice-call-1.0-javadoc.jar is missing");
    assertThat(repository).doesNotExist();
  }

  @Test
  void a_snapshot_is_refused() throws IOException {
    Path pom = targets.library().resolve("published-pom.xml");
    Files.writeString(
        pom, Files.readString(pom).replace("1.0</version>", "1.0-SNAPSHOT</version>"));
    assertThatThrownBy(this::publish)
        .isInstanceOf(CannotPublishException.class)
        .hasMessageContaining("1.0-SNAPSHOT");
  }

  /// The files by their names, each with its bytes as text.
  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(repository)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            repository.relativize(file).toString(),
            new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return content;
  }
}
