package dev.sluice.dist.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryCheckTest {
  @TempDir private Path folder;
  private Path repository;
  private Targets targets;

  @BeforeEach
  void a_library_and_a_bom() throws IOException {
    repository = folder.resolve("repository");
    targets = new Targets(folder.resolve("modules"));
  }

  private List<String> problems() throws IOException {
    return RepositoryCheck.problems(repository, "dev.sluice", "1.0");
  }

  private void publish() throws IOException {
    new Publication(repository, Instant.EPOCH, new Signer(""))
        .publish(List.of(targets.library(), targets.bom()));
  }

  @Test
  void an_empty_folder_is_a_problem() throws IOException {
    assertThat(problems()).hasSize(1).first().asString().endsWith("holds nothing of version 1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "<name>A library</name>, name",
    "<description>What it is.</description>, description",
    "<organization>Us</organization>, developers/developer/organization",
    "<connection>scm:git:x</connection>, scm/connection",
  })
  void an_element_that_is_missing_is_named(String element, String path) throws IOException {
    Path pom = targets.library().resolve("published-pom.xml");
    Files.writeString(pom, Files.readString(pom).replace(element, ""));
    publish();
    assertThat(problems()).containsExactly("sluice-call: its pom has no " + path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<artifactId>x</artifactId>; has no version",
        "<artifactId>x</artifactId><version>1-SNAPSHOT</version>; has a SNAPSHOT version",
        "<artifactId>x</artifactId><version>1</version><scope>test</scope>; is of the tests",
      })
  void a_dependency_that_no_application_can_have_is_named(String dependency, String problem)
      throws IOException {
    targets.pom(
        "sluice-call",
        "jar",
        "<dependencies><dependency><groupId>g</groupId>"
            + dependency
            + "</dependency></dependencies>");
    publish();
    assertThat(problems()).containsExactly("sluice-call: its dependency g:x " + problem);
  }

  @Test
  void a_dependency_of_ours_has_to_be_published_too() throws IOException {
    String accounts =
        Targets.DEPENDENCY.replace("io.netty", "dev.sluice").replace("netty-buffer", "accounts");
    targets.pom("sluice-call", "jar", accounts);
    publish();
    assertThat(problems())
        .containsExactly("sluice-call: its dependency dev.sluice:accounts is not published");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<parent/>", "<repositories/>", "<profiles/>", "<build/>"})
  void what_concerns_the_build_alone_is_named(String element) throws IOException {
    targets.pom("sluice-call", "jar", element);
    publish();
    assertThat(problems()).hasSize(1).first().asString().contains("concerns the build alone");
  }

  @Test
  void a_bom_manages_every_artifact() throws IOException {
    targets.pom("sluice-bom", "pom", "");
    publish();
    assertThat(problems()).containsExactly("sluice-bom: it does not manage sluice-call");
  }

  @Test
  void a_changed_file_has_another_sum() throws IOException {
    publish();
    Path pom = repository.resolve("dev/sluice/sluice-call/1.0/sluice-call-1.0.pom");
    Files.writeString(pom, Files.readString(pom) + "\n");
    assertThat(problems())
        .hasSize(4)
        .contains("sluice-call: sluice-call-1.0.pom.sha1 is not the sum of sluice-call-1.0.pom");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sluice-call-1.0-sources.jar", "sluice-call-1.0.jar", "sluice-call-1.0.jar.md5"})
  void a_file_that_is_missing_is_named(String name) throws IOException {
    publish();
    Files.delete(repository.resolve("dev/sluice/sluice-call/1.0").resolve(name));
    assertThat(problems()).containsExactly("sluice-call: " + name + " is missing");
  }

  @Test
  void an_empty_jar_of_javadoc_is_none() throws IOException {
    targets.jar("sluice-call", "sluice-call-1.0-javadoc.jar", "README");
    publish();
    assertThat(problems()).containsExactly("sluice-call: its jar of javadoc has no index.html");
  }

  @Test
  void a_signature_beside_one_file_asks_for_one_beside_each() throws IOException {
    publish();
    Files.writeString(
        repository.resolve("dev/sluice/sluice-bom/1.0/sluice-bom-1.0.pom.asc"), "no signature");
    assertThat(problems())
        .containsExactly("sluice-bom: sluice-bom-1.0.pom has no signature that gpg can prove");
  }
}
