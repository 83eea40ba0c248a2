package dev.sluice.lab.prove;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.lab.prove.CallResult.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes attempts as an SDK does: HTTP/1.1, the key, the client's own timeout in a header. Safe for
/// any number of threads; blocks the calling one, which an interrupt ends.
final class Http implements AutoCloseable {
  private static final String DATA = "data: ";
  private static final String DONE = DATA + "[DONE]";
  private static final String ERROR = DATA + "{\"error\"";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Duration deadline;

  /// @param deadline how long an application waits for an answer
  Http(Duration deadline) {
    this.deadline = deadline;
  }

  /// The result of one attempt.
  ///
  /// @param status 0 where there was no answer
  /// @param code the stable word of its error; empty for none
  record Attempt(End end, int status, String code, HttpHeaders headers) {
    private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (_, _) -> true);

    static Attempt broken() {
      return new Attempt(End.FAILED, 0, "broken", NONE);
    }
  }

  /// Makes one, and waits until its answer has ended.
  ///
  /// @param base such as `http://127.0.0.1:8080/v1`
  Attempt send(URI base, PlannedCall call) throws InterruptedException {
    try {
      HttpResponse<Stream<String>> answer =
          client.send(request(base, call), BodyHandlers.ofLines());
      try (Stream<String> lines = answer.body()) {
        return call.streamed() && answer.statusCode() == OK
            ? stream(answer, lines.iterator())
            : whole(answer, lines);
      }
    } catch (IOException | UncheckedIOException _) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return Attempt.broken();
    }
  }

  /// Breaks off what is under way.
  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest request(URI base, PlannedCall call) {
    return HttpRequest.newBuilder(URI.create(base + call.model().path()))
        .header("authorization", "Bearer sk-sim")
        .header("content-type", "application/json")
        .header("x-stainless-timeout", Long.toString(deadline.toSeconds()))
        .POST(BodyPublishers.ofString(call.body()))
        .build();
  }

  private static Attempt stream(HttpResponse<?> answer, Iterator<String> lines) {
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.equals(DONE)) {
        return new Attempt(End.ANSWERED, OK, "", answer.headers());
      }
      if (line.startsWith(ERROR)) {
        String code = code(line.substring(DATA.length()));
        return new Attempt(End.FAILED, OK, "begun, " + code, answer.headers());
      }
    }
    return new Attempt(End.FAILED, OK, "begun, cut", answer.headers());
  }

  private static Attempt whole(HttpResponse<?> answer, Stream<String> lines) {
    int status = answer.statusCode();
    String body = lines.collect(Collectors.joining("\n"));
    String code = status == OK ? "" : status + " " + code(body);
    return new Attempt(end(status), status, code, answer.headers());
  }

  /// The stable word for what went wrong, in OpenAI's envelope.
  private static String code(String envelope) {
    try {
      JsonNode error = JSON.readTree(envelope).path("error");
      return error.path("code").asText(error.path("type").asText("error"));
    } catch (JsonProcessingException _) {
      return "error";
    }
  }

  private static End end(int status) {
    return switch (status) {
      case OK -> End.ANSWERED;
      case 429 -> End.LIMITED;
      case 504 -> End.TIMED_OUT;
      default -> End.FAILED;
    };
  }
}
