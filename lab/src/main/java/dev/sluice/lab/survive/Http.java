package dev.sluice.lab.survive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.survive.CallRecord.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes attempts over HTTP, as an SDK does. Safe for any number of threads; blocks the calling
/// one.
final class Http implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data: ";
  private static final String CONTENT = "\"content\":\"";

  /// Over HTTP/1.1 alone: with no TLS it would first ask for an upgrade to HTTP/2.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Clock clock;

  Http(Clock clock) {
    this.clock = clock;
  }

  /// The result of an attempt.
  ///
  /// @param status 0 where there was no answer
  record Attempt(End end, int status, String code, HttpHeaders headers) {
    private static final HttpHeaders NONE = HttpHeaders.of(java.util.Map.of(), (_, _) -> true);

    static Attempt broken() {
      return new Attempt(End.BROKEN, 0, "broken", NONE);
    }
  }

  /// Makes one, and waits until its answer has ended; SDKs give up after ten minutes, which is
  /// longer than any run.
  ///
  /// @param base such as `http://127.0.0.1:8080/v1`
  Attempt send(URI base, CallRecord call) throws InterruptedException {
    call.begins(clock.nanos());
    try {
      HttpResponse<Stream<String>> answer =
          client.send(request(base, call), BodyHandlers.ofLines());
      return read(answer, call);
    } catch (IOException | UncheckedIOException _) {
      return Attempt.broken();
    }
  }

  private Attempt read(HttpResponse<Stream<String>> answer, CallRecord call) {
    try (Stream<String> lines = answer.body()) {
      return call.isStream() && answer.statusCode() == 200
          ? stream(answer, lines.iterator(), call)
          : whole(answer, lines.collect(Collectors.joining("\n")), call);
    }
  }

  /// Breaks off what is under way.
  @Override
  public void close() {
    client.shutdownNow();
  }

  private static HttpRequest request(URI base, CallRecord call) {
    return HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
        .header("authorization", "Bearer sk-sim")
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body(call)))
        .build();
  }

  private static String body(CallRecord call) {
    return String.format(
        Locale.ROOT,
        """
        {"model": "%s", "stream": %s, "user": "%s", "messages": \
        [{"role": "user", "content": "How does a lock on a canal work?"}]}""",
        Script.MODEL,
        call.isStream(),
        call.name());
  }

  private Attempt stream(HttpResponse<?> answer, Iterator<String> lines, CallRecord call) {
    boolean done = false;
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith(DATA + "{\"error\"")) {
        return attempt(End.ERROR, answer, code(line.substring(DATA.length())));
      }
      if (says(line)) {
        call.token(clock.nanos());
      }
      done |= line.equals(DATA + "[DONE]");
    }
    return done ? attempt(End.ANSWERED, answer, "") : attempt(End.CUT, answer, "cut");
  }

  private Attempt whole(HttpResponse<?> answer, String body, CallRecord call) {
    if (answer.statusCode() != 200) {
      return attempt(End.ERROR, answer, code(body));
    }
    call.token(clock.nanos());
    return attempt(End.ANSWERED, answer, "");
  }

  private static Attempt attempt(End end, HttpResponse<?> answer, String code) {
    return new Attempt(end, answer.statusCode(), code, answer.headers());
  }

  /// Whether an event has content that is not empty.
  private static boolean says(String line) {
    int content = line.indexOf(CONTENT);
    return content >= 0 && line.charAt(content + CONTENT.length()) != '"';
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
}
