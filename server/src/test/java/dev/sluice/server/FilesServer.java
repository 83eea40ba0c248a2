package dev.sluice.server;

import static dev.sluice.accounts.ReadyStores.ready;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.accounts.Accounts;
import dev.sluice.batches.file.FileStore;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A gateway that keeps files, with keys of two teams, and one that may only chat.
final class FilesServer implements AutoCloseable {
  static final String RED = "red-key";
  static final String RED_TOO = "red-key-2";
  static final String BLUE = "blue-key";
  static final String LONE = "lone-key";
  static final String CHAT = "chat-key";
  static final String FILES_ALONE = "files-key";
  static final String BOUNDARY = "the-boundary";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  final GatewayProcess gateway;
  final Path contents;
  private final HttpClient http = HttpClient.newHttpClient();

  FilesServer(Path folder) throws Exception {
    this(folder, "");
  }

  /// @param more of `files`, behind its folder
  FilesServer(Path folder, String more) throws Exception {
    this(
        folder,
        folder.resolve("files"),
        "files: {folder: \"%s\"%s}".formatted(folder.resolve("files"), more));
  }

  private FilesServer(Path folder, Path contents, String files) throws Exception {
    this.contents = contents;
    SluiceConfig config =
        ConfigFile.of(Doc.parse("sluice.yaml", yaml(folder, files), Map.of())).config();
    Accounts accounts = Accounts.open(ready(config.store().orElseThrow()), Clock.SYSTEM);
    Optional<FileStore> store = Optional.empty();
    if (config.files().isPresent()) {
      store =
          Optional.of(
              FileStore.open(config.files().get(), accounts, Clock.SYSTEM, new SecureRandom()));
    }
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
                        store)));
  }

  /// A gateway that keeps none.
  static FilesServer without(Path folder) throws Exception {
    return new FilesServer(folder, folder, "");
  }

  /// A gateway that runs batches, too.
  static FilesServer withBatches(Path folder) throws Exception {
    Path contents = folder.resolve("files");
    return new FilesServer(
        folder, contents, "files: {folder: \"%s\"}\nbatches: {}".formatted(contents));
  }

  private static String yaml(Path folder, String files) {
    return """
    store: {path: "%s"}
    %s
    server: {listen: "127.0.0.1:0", drain: 1s, h2c: true, keys: [
      {name: red, key: red-key, team: red}, {name: red2, key: red-key-2, team: red},
      {name: blue, key: blue-key, team: blue}, {name: lone, key: lone-key},
      {name: chat, key: chat-key, team: red, operations: [chat]},
      {name: files, key: files-key, team: red, operations: [files]}]}
    admin: {listen: "127.0.0.1:0", token: admin-token}
    providers:
      p: {type: compatible, url: "http://127.0.0.1:1/v1", allow_private: true}
    routes:
      any: {models: [m], targets: [{provider: p}]}
    """
        .formatted(folder.resolve("data"), files);
  }

  InetSocketAddress address() {
    return gateway.address();
  }

  /// An answer.
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), UTF_8);
    }

    JsonNode json() {
      try {
        return MAPPER.readTree(response.body());
      } catch (IOException none) {
        throw new AssertionError(text(), none);
      }
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String error() {
      return json().path("error").path("code").asText();
    }
  }

  Answer get(String key, String path, String... headers) throws Exception {
    return send(key, "GET", path, BodyPublishers.noBody(), headers);
  }

  Answer delete(String key, String path) throws Exception {
    return send(key, "DELETE", path, BodyPublishers.noBody());
  }

  Answer post(String key, String path, Object json) throws Exception {
    return send(
        key, "POST", path, BodyPublishers.ofString(text(json)), "content-type", "application/json");
  }

  private static String text(Object json) throws JsonProcessingException {
    return json instanceof String text ? text : MAPPER.writeValueAsString(json);
  }

  Answer send(
      String key, String method, String path, HttpRequest.BodyPublisher body, String... headers)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("authorization", "Bearer " + key));
    all.addAll(List.of(headers));
    return send(URI.create(gateway.url() + path), method, body, all.toArray(String[]::new));
  }

  /// Sends a request without a key.
  Answer send(URI to, String method, HttpRequest.BodyPublisher body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(to).version(HttpClient.Version.HTTP_1_1).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
  }

  /// Sends a form of these parts.
  Answer form(String key, String path, String... parts) throws Exception {
    return send(
        key,
        "POST",
        path,
        BodyPublishers.ofByteArray(formBytes(parts)),
        "content-type",
        "multipart/form-data; boundary=" + BOUNDARY);
  }

  static byte[] formBytes(String... parts) {
    var form = new StringBuilder();
    for (String part : parts) {
      form.append("--").append(BOUNDARY).append("\r\n").append(part).append("\r\n");
    }
    return form.append("--").append(BOUNDARY).append("--\r\n").toString().getBytes(ISO_8859_1);
  }

  static String field(String name, String value) {
    return "Content-Disposition: form-data; name=\"%s\"\r\n\r\n%s".formatted(name, value);
  }

  static String file(String name, String fileName, String content) {
    return "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n%s"
        .formatted(name, fileName, content);
  }

  /// Stores a file for batches.
  JsonNode store(String key, String content) throws Exception {
    Answer answer =
        form(key, "/v1/files", field("purpose", "batch"), file("file", "in.jsonl", content));
    if (answer.status() != 200) {
      throw new AssertionError(answer.text());
    }
    return answer.json();
  }

  /// The names of the contents that are kept, in order.
  List<String> names() throws IOException {
    try (Stream<Path> found = Files.list(contents)) {
      return found
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("lock"))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
