package dev.sluice.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.NotFoundException;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import dev.sluice.accounts.Accounts;
import dev.sluice.batches.file.FileStore;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.it.installed.Installed;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official clients of OpenAI bring files, list them, read them and delete them, unchanged but
/// for base URL and key. Needs Python, Node and npm, and fails without them.
class FilesClientsTest {
  private static final String OTHER = "key-of-another-team-1";

  @TempDir private static Path folder;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    SluiceConfig config = ConfigFile.of(Doc.parse("sluice.yaml", yaml(), Map.of())).config();
    Accounts accounts = Accounts.open(config.store().orElseThrow(), Clock.SYSTEM);
    FileStore files =
        FileStore.open(config.files().orElseThrow(), accounts, Clock.SYSTEM, new SecureRandom());
    gateway =
        GatewayProcess.start(
            config,
            ProcessOptions.defaults()
                .parts(
                    new ProcessParts(
                        Optional.empty(),
                        Optional.of(accounts),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(files))));
  }

  private static String yaml() {
    return """
    store: {path: "%s"}
    files: {key: "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}
    server: {listen: "127.0.0.1:0", drain: 1ms, keys: [
      {name: python, key: key-of-python-01, team: python},
      {name: node, key: key-of-node-0001, team: node},
      {name: java, key: key-of-java-0001, team: java}, {name: other, key: %s, team: other}]}
    admin: {listen: "127.0.0.1:0"}
    providers:
      p: {type: compatible, url: "http://127.0.0.1:1/v1", allow_private: true}
    routes:
      all: {models: [m], targets: [{provider: p}]}
    """
        .formatted(folder.resolve("data"), OTHER);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.drainAndClose();
  }

  @Test
  void the_client_for_python_keeps_files() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Installed.python("openai-3"), "files.py", gateway.url(), "key-of-python-01", OTHER)
            .directory(Installed.PYTHON.toFile());
    Installed.compileOnce(builder);
    JsonNode seen = new ObjectMapper().readTree(run(builder));
    assertThat(seen.toString())
        .isEqualTo(
            "{\"bytes\":36,\"kept\":3600,\"same\":true,\"listed\":true,\"content\":true,"
                + "\"stranger\":\"not_found\",\"strangers\":0,\"purpose\":\"purpose\","
                + "\"upload\":\"completed\",\"parts\":true,\"pages\":true,"
                + "\"deleted\":[true,true],\"left\":0}");
  }

  @Test
  void the_client_for_node_keeps_files() throws Exception {
    var builder =
        new ProcessBuilder(Installed.node(), "files.mjs", gateway.url() + "/v1", "key-of-node-0001")
            .directory(Installed.npm("").toFile());
    Installed.compileOnce(builder);
    assertThat(run(builder)).isEqualTo("passed\n");
  }

  private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void the_client_for_java_keeps_files() throws Exception {
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(gateway.url() + "/v1")
            .apiKey("key-of-java-0001")
            .maxRetries(0)
            .build();
    String lines = "{\"custom_id\":\"a\"}\n".repeat(1_000);
    Path input = Files.writeString(folder.resolve("input.jsonl"), lines);
    FileObject made =
        client
            .files()
            .create(FileCreateParams.builder().file(input).purpose(FilePurpose.BATCH).build());
    assertThat(made.bytes()).isEqualTo(lines.length());
    assertThat(made.filename()).isEqualTo("input.jsonl");
    assertThat(client.files().retrieve(made.id())).isEqualTo(made);
    List<FileObject> all =
        client.files().list(FileListParams.builder().purpose("batch").build()).autoPager().stream()
            .toList();
    assertThat(all).containsExactly(made);
    try (HttpResponse content = client.files().content(made.id())) {
      assertThat(new String(content.body().readAllBytes(), UTF_8)).isEqualTo(lines);
    }
    assertThat(client.files().delete(made.id()).deleted()).isTrue();
    assertThatThrownBy(() -> client.files().retrieve(made.id()))
        .isInstanceOf(NotFoundException.class);
  }
}
