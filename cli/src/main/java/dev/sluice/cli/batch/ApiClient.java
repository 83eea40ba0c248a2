package dev.sluice.cli.batch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.admin.AdminTls;
import dev.sluice.dialect.multipart.FileUpload;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// A client of OpenAI's Files and Batch APIs, of a gateway or a provider.
final class ApiClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FILES = "/files";
  private static final int GOOD = 300;

  /// So much JSON is read at most: a page of files is some hundred KB.
  private static final long MOST = 16 << 20;

  private static final int MOST_ERROR = 64 << 10;

  private final HttpClient client;
  private final URI base;
  private final Optional<String> key;
  private final ApiWords words;

  /// @param base its address, up to `/v1`
  ApiClient(URI base, Optional<String> key, AdminTls tls) {
    this.client =
        tls.client().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
    this.base = base;
    this.key = key;
    this.words = new ApiWords(base, key.isPresent());
  }

  /// A text as a part of a path or a query.
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Reads the JSON at a path.
  JsonNode get(String path) throws ApiFault, InterruptedException {
    return json(path, request(path).timeout(PATIENCE).GET().build());
  }

  /// Asks for something new, or for a change.
  JsonNode post(String path, JsonNode body) throws ApiFault, InterruptedException {
    BodyPublisher sent =
        body.isMissingNode() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
    return json(
        path,
        request(path)
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .POST(sent)
            .build());
  }

  /// Removes what is at a path.
  JsonNode delete(String path) throws ApiFault, InterruptedException {
    return json(path, request(path).timeout(PATIENCE).DELETE().build());
  }

  /// Brings a file of lines, from the disk.
  ///
  /// @throws FileNotFoundException if it has gone
  JsonNode upload(Path file) throws ApiFault, FileNotFoundException, InterruptedException {
    var form = new FileUpload("sluice-" + UUID.randomUUID());
    return json(
        FILES, request(FILES).header("content-type", form.type()).POST(whole(form, file)).build());
  }

  private static BodyPublisher whole(FileUpload form, Path file) throws FileNotFoundException {
    String name = String.valueOf(file.getFileName());
    return BodyPublishers.concat(
        BodyPublishers.ofByteArray(form.head("purpose", "batch", name, "application/jsonl")),
        BodyPublishers.ofFile(file),
        BodyPublishers.ofByteArray(form.end()));
  }

  /// Writes the content of a file to the disk.
  void download(String file, Path to) throws ApiFault, InterruptedException {
    String path = content(file);
    HttpResponse<String> answer = send(request(path).GET().build(), toFile(to));
    if (answer.statusCode() != 200) {
      throw words.refused(answer.statusCode(), path, answer.body());
    }
  }

  private static String content(String file) {
    return FILES + "/" + part(file) + "/content";
  }

  private static BodyHandler<String> toFile(Path to) {
    BodyHandler<String> error = BodyHandlers.limiting(BodyHandlers.ofString(), MOST);
    return head ->
        head.statusCode() == 200
            ? BodySubscribers.mapping(
                BodySubscribers.ofFile(
                    to,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE),
                Path::toString)
            : error.apply(head);
  }

  /// Writes the content of a file to a stream.
  void copy(String file, OutputStream to) throws ApiFault, IOException, InterruptedException {
    String path = content(file);
    HttpResponse<InputStream> answer =
        send(request(path).GET().build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        String said = new String(body.readNBytes(MOST_ERROR), StandardCharsets.UTF_8);
        throw words.refused(answer.statusCode(), path, said);
      }
      body.transferTo(to);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    key.ifPresent(shown -> request.header("authorization", "Bearer " + shown));
    return request;
  }

  private JsonNode json(String path, HttpRequest request) throws ApiFault, InterruptedException {
    HttpResponse<String> answer =
        send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST));
    if (answer.statusCode() >= GOOD) {
      throw words.refused(answer.statusCode(), path, answer.body());
    }
    try {
      JsonNode json = MAPPER.readTree(answer.body());
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException _) {
      // Said below.
    }
    throw words.noJson(path);
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws ApiFault, InterruptedException {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw words.unanswered(e);
    }
  }

  /// Ends what is under way.
  @Override
  public void close() {
    client.shutdownNow();
  }
}
