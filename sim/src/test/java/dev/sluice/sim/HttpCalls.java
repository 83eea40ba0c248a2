package dev.sluice.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/// Calls of a simulator over HTTP, with answers as JSON.
public final class HttpCalls implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String origin;

  /// @param port of the simulator
  public HttpCalls(int port) {
    origin = "http://127.0.0.1:" + port;
  }

  /// Sends a request.
  ///
  /// @param body empty for none
  /// @param headers names and values in turn
  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(URI.create(origin + path)).method(method, publisher);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Posts a request; the answer's body, whatever its status.
  public JsonNode post(String path, String body, String... headers) throws IOException {
    return JSON.readTree(send("POST", path, body, headers).body());
  }

  /// Gets what is at `path`; the answer's body, whatever its status.
  public JsonNode get(String path, String... headers) throws IOException {
    return JSON.readTree(send("GET", path, "", headers).body());
  }

  /// The JSON in `text`.
  public static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  @Override
  public void close() {
    client.close();
  }
}
