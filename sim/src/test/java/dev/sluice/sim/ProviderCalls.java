package dev.sluice.sim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReceivedRequest;
import dev.sluice.sim.wire.ReplyDelivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Requests to a provider without sockets, in virtual time. The lines of a batch are answered as
/// soon as it is made.
final class ProviderCalls implements Clock {
  private static final String BOUNDARY = "xyz";

  private final Provider provider;
  private long now = 1;

  ProviderCalls(Scenario scenario) {
    provider = new Provider(scenario, this, Runnable::run);
  }

  /// An answer as its client gets it.
  ///
  /// @param headers of it
  record Got(int status, List<Header> headers, String text) {
    JsonNode json() throws IOException {
      return HttpCalls.json(text);
    }

    List<String> lines() {
      return text.lines().toList();
    }

    String header(String name) {
      return headers.stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow().value();
    }
  }

  void advance(Duration by) {
    now += by.toNanos();
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant wall() {
    return Instant.parse("2026-12-01T00:00:00Z").plusNanos(now);
  }

  Recorded recorded() {
    return provider.recorded();
  }

  /// Sends a request.
  ///
  /// @param headers names and values in turn
  Got send(String method, String target, String body, String... headers) {
    List<Header> all = new ArrayList<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(new Header(headers[i], headers[i + 1]));
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ReplyDelivery delivery = provider.answer(new ReceivedRequest(method, target, all, bytes));
    HttpReply reply = delivery.reply();
    Bytes content = new Bytes(1024);
    for (Piece piece = reply.body().next(); piece.ending() == null; piece = reply.body().next()) {
      content.put(piece.bytes());
    }
    delivery.ended(ReplyDelivery.Finish.PLAYED);
    return new Got(reply.head().status(), reply.head().headers(), content.toString());
  }

  JsonNode get(String target, String... headers) throws IOException {
    return send("GET", target, "", headers).json();
  }

  JsonNode post(String target, String body, String... headers) throws IOException {
    return send("POST", target, body, headers).json();
  }

  /// Brings a file by a form; the answer.
  Got upload(String path, String purpose, String content, String... headers) {
    String form =
        """
        --%1$s\r
        Content-Disposition: form-data; name="purpose"\r
        \r
        %2$s\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="in.jsonl"\r
        Content-Type: application/octet-stream\r
        \r
        %3$s\r
        --%1$s--\r
        """
            .formatted(BOUNDARY, purpose, content);
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("content-type");
    all.add("multipart/form-data; boundary=" + BOUNDARY);
    return send("POST", path, form, all.toArray(String[]::new));
  }

  /// Makes a batch of OpenAI's of chats; what it is told to be.
  JsonNode batch(int lines, String... headers) throws IOException {
    return batch("m", lines, headers);
  }

  JsonNode batch(String model, int lines, String... headers) throws IOException {
    return create(chats(model, lines), headers).json();
  }

  /// Makes a batch of OpenAI's of this file; the answer.
  Got create(String content, String... headers) throws IOException {
    String file = upload("/v1/files", "batch", content).json().path("id").asText();
    String body =
        """
        {"input_file_id": "%s", "endpoint": "/v1/chat/completions", "completion_window": "24h",
         "metadata": {"ours": "7"}}\
        """
            .formatted(file);
    return send("POST", "/v1/batches", body, headers);
  }

  static String chats(String model, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(chat("c" + i, model)).append('\n');
    }
    return lines.toString();
  }

  static String chat(String customId, String model) {
    return """
    {"custom_id":"%s","method":"POST","url":"/v1/chat/completions",\
    "body":{"model":"%s","messages":[{"role":"user","content":"Hi"}]}}\
    """
        .formatted(customId, model);
  }
}
