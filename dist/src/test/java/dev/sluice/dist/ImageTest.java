package dev.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {
  private static final Instant MOMENT = Instant.parse("2026-11-24T00:00:00Z");

  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void files() throws IOException {
    root = folder.resolve("root");
    for (String location :
        List.of(
            "etc/passwd",
            "opt/sluice/runtime/bin/java",
            "opt/sluice/lib/lib/netty-1.jar",
            "opt/sluice/lib/lib/sluice-call-1.jar",
            "opt/sluice/lib/sluice.jar",
            "opt/sluice/lib/sluice.aot",
            "opt/sluice/sluice")) {
      write(location, location);
    }
    Files.createDirectories(root.resolve("var/lib/sluice"));
    Files.setPosixFilePermissions(
        root.resolve("opt/sluice/sluice"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(root.resolve("opt/sluice/runtime/LICENSE"), Path.of("bin/java"));
  }

  @Test
  void another_start_cache_changes_the_last_layer_alone() throws Exception {
    List<String> first = layers(image("first.tar"));
    Files.setLastModifiedTime(
        root.resolve("etc/passwd"), FileTime.from(MOMENT.plus(Duration.ofDays(1))));
    assertThat(layers(image("same.tar"))).isEqualTo(first).hasSize(5);
    write("opt/sluice/lib/sluice.aot", "another");
    List<String> other = layers(image("other.tar"));
    assertThat(other.subList(0, 4)).isEqualTo(first.subList(0, 4));
    assertThat(other.getLast()).isNotEqualTo(first.getLast());
  }

  @Test
  void what_changes_least_is_in_the_first_layers() throws Exception {
    Tar image = image("image.tar");
    List<List<String>> files = new ArrayList<>();
    for (String layer : layers(image)) {
      files.add(Tar.unzip(image.get(layer).content()).files());
    }
    assertThat(files)
        .containsExactly(
            List.of("etc/passwd"),
            List.of("opt/sluice/runtime/LICENSE", "opt/sluice/runtime/bin/java"),
            List.of("opt/sluice/lib/lib/netty-1.jar"),
            List.of(
                "opt/sluice/lib/lib/sluice-call-1.jar",
                "opt/sluice/lib/sluice.jar",
                "opt/sluice/sluice"),
            List.of("opt/sluice/lib/sluice.aot"));
  }

  @Test
  void it_runs_as_a_user_without_rights_on_its_own_data() throws Exception {
    Tar image = image("image.tar");
    JsonNode config =
        json(image, json(image, "manifest.json").at("/0/Config").asText()).path("config");
    assertThat(config.path("User").asText()).isEqualTo("65532:65532");
    assertThat(config.path("WorkingDir").asText()).isEqualTo("/var/lib/sluice");
    assertThat(config.path("Entrypoint").toString()).isEqualTo("[\"/opt/sluice/sluice\"]");
    List<String> layers = layers(image);
    Tar system = Tar.unzip(image.get(layers.getFirst()).content());
    assertThat(system.get("var/lib/sluice/").head().getLongUserId()).isEqualTo(65532);
    assertThat(system.get("etc/passwd").head().getLongUserId()).isZero();
    Tar.Entry program = Tar.unzip(image.get(layers.get(3)).content()).get("opt/sluice/sluice");
    assertThat(program.mode()).isEqualTo(0755);
    assertThat(program.head().getLastModifiedTime().toInstant()).isEqualTo(MOMENT);
  }

  private Tar image(String name) throws Exception {
    Image.write(root, folder.resolve(name), "sluice:1", MOMENT);
    return Tar.read(Files.newInputStream(folder.resolve(name)));
  }

  private static List<String> layers(Tar image) throws IOException {
    return json(image, "manifest.json")
        .at("/0/Layers")
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  private static JsonNode json(Tar image, String name) throws IOException {
    return new ObjectMapper().readTree(image.get(name).content());
  }

  private void write(String location, String text) throws IOException {
    Path file = root.resolve(location);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
