package dev.sluice.it.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chart as it is handed out.
class ChartArchiveTest {
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>sluice-parent</artifactId>\\s*<version>([^<]+)</version>");

  @TempDir private Path folder;

  @Test
  void its_versions_are_those_of_the_product() throws IOException {
    var version = VERSION.matcher(Files.readString(Path.of("..", "pom.xml")));
    assertThat(version.find()).isTrue();
    JsonNode chart =
        Manifests.documents(Files.readString(Chart.FOLDER.resolve("Chart.yaml"))).getFirst();
    assertThat(chart.path("version").asText()).isEqualTo(version.group(1));
    assertThat(chart.path("appVersion").asText()).isEqualTo(version.group(1));
  }

  @Test
  void helm_has_no_fault_to_find() {
    LintResult result = new Helm(Chart.FOLDER.toAbsolutePath().normalize()).lint().strict().call();
    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  void the_archive_renders_as_the_folder_does_and_has_the_same_bytes_twice() throws Exception {
    Path archive = made(Files.createDirectory(folder.resolve("one")));
    assertThat(Files.readAllBytes(made(Files.createDirectory(folder.resolve("two")))))
        .isEqualTo(Files.readAllBytes(archive));
    assertThat(Chart.render(archive, "sluice", Chart.EXAMPLES.resolve("monitored.yaml")).yaml())
        .isEqualTo(Chart.example("monitored.yaml").yaml());
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
    assertThat(archive.resolveSibling(archive.getFileName() + ".sha256"))
        .content()
        .isEqualTo(HexFormat.of().formatHex(hash) + "  sluice-0.1.0.tgz\n");
  }

  private static Path made(Path into) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("../dist/chart", into.toString()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return into.resolve("sluice-0.1.0.tgz");
  }
}
