package dev.sluice.lab.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A client that makes attempts as an SDK of OpenAI does: with a key, and with whole answers,
/// streams and errors in OpenAI's forms. It reads each answer to its end, so that the connection
/// can carry the next call; it repeats nothing ([SdkRetryPolicy]). Safe for any number of threads;
/// an attempt blocks the calling thread until its answer has ended or the thread is interrupted.
public final class SdkClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data: ";
  private static final String DONE = DATA + "[DONE]";
  private static final String ERROR = DATA + "{\"error\"";
  private static final String CONTENT = "\"content\":\"";
  private static final int OK = 200;

  /// Speaks HTTP/1.1 alone: without TLS, the JDK's client would first ask for an upgrade to HTTP/2.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Map<String, String> headers;

  /// @param headers sent with each request, beside the key and the content's type
  public SdkClient(Map<String, String> headers) {
    this.headers = Map.copyOf(headers);
  }

  /// The way in which an attempt ended.
  public enum Ending {
    /// The attempt ended with a whole answer.
    ANSWERED,
    /// The attempt ended with an error, as an answer or as an event of a stream.
    ERROR,
    /// The attempt ended with an answer that looks whole to HTTP, and lacks its `[DONE]`.
    CUT,
    /// The attempt ended with a broken connection.
    BROKEN
  }

  /// The result of an attempt.
  ///
  /// @param status 0 where the connection broke
  /// @param code the stable word for what went wrong; empty where nothing did
  public record Attempt(Ending ending, int status, String code, HttpHeaders headers) {
    private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (_, _) -> true);

    static Attempt broken() {
      return new Attempt(Ending.BROKEN, 0, "broken", NONE);
    }

    static Attempt of(Ending ending, String code, HttpResponse<?> answer) {
      return new Attempt(ending, answer.statusCode(), code, answer.headers());
    }

    /// Returns whether SDKs make another attempt after this one; not after an answer that has
    /// begun, whose status is 200.
    public boolean isRetried() {
      return ending == Ending.BROKEN || SdkRetryPolicy.isRetried(status);
    }
  }

  /// Makes an attempt, without a timeout of its own.
  ///
  /// @param stream whether the body asks for a stream
  /// @param content runs on the calling thread at each event that has content, or once for a whole
  ///   answer
  public Attempt send(URI uri, String body, boolean stream, Runnable content)
      throws InterruptedException {
    try {
      HttpResponse<Stream<String>> answer = client.send(request(uri, body), BodyHandlers.ofLines());
      try (Stream<String> lines = answer.body()) {
        return stream && answer.statusCode() == OK
            ? stream(answer, lines.iterator(), content)
            : whole(answer, lines.collect(Collectors.joining("\n")), content);
      }
    } catch (IOException | UncheckedIOException _) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return Attempt.broken();
    }
  }

  /// Breaks off the attempts that are under way.
  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest request(URI uri, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("authorization", "Bearer sk-sim")
            .header("content-type", "application/json");
    headers.forEach(request::header);
    return request.POST(BodyPublishers.ofString(body)).build();
  }

  private static Attempt stream(HttpResponse<?> answer, Iterator<String> lines, Runnable content) {
    boolean done = false;
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith(ERROR)) {
        return Attempt.of(Ending.ERROR, code(line.substring(DATA.length())), answer);
      }
      if (hasContent(line)) {
        content.run();
      }
      done |= line.equals(DONE);
    }
    return done ? Attempt.of(Ending.ANSWERED, "", answer) : Attempt.of(Ending.CUT, "cut", answer);
  }

  private static Attempt whole(HttpResponse<?> answer, String body, Runnable content) {
    if (answer.statusCode() != OK) {
      return Attempt.of(Ending.ERROR, code(body), answer);
    }
    content.run();
    return Attempt.of(Ending.ANSWERED, "", answer);
  }

  private static boolean hasContent(String line) {
    int content = line.indexOf(CONTENT);
    return content >= 0 && line.charAt(content + CONTENT.length()) != '"';
  }

  /// Returns the code of an error in OpenAI's envelope, else its type.
  private static String code(String envelope) {
    try {
      JsonNode error = JSON.readTree(envelope).path("error");
      return error.path("code").asText(error.path("type").asText("error"));
    } catch (JsonProcessingException _) {
      return "error";
    }
  }
}
