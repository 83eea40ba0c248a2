package dev.sluice.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes calls over HTTP, as an application would. Safe for any number of threads; blocks the
/// calling one.
///
/// @param base the gateway's base address, `http://HOST:PORT/v1`
/// @param keys what calls of each route show as a bearer token
record Caller(HttpClient client, Clock clock, URI base, Map<String, String> keys) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String DATA = "data: ";
  private static final String DONE = "[DONE]";

  /// Makes one call, and waits until its answer has ended.
  CallResult call(DemoRequest ask) throws InterruptedException {
    long start = clock.nanos();
    Reading reading = new Reading(start);
    try {
      HttpResponse<Stream<String>> answer = client.send(request(ask), BodyHandlers.ofLines());
      reading.help = Help.of(answer.headers());
      reading.target = answer.headers().firstValue("x-sluice-target").orElse(reading.kept());
      try (Stream<String> lines = answer.body()) {
        reading.error =
            ask.stream() && answer.statusCode() == 200
                ? stream(lines, reading)
                : whole(answer, lines);
      }
    } catch (IOException | UncheckedIOException e) {
      reading.error = Optional.of("connection broken");
    }
    return new CallResult(
        ask.route(),
        reading.target,
        since(start),
        reading.firstToken,
        reading.error,
        reading.error.isEmpty() ? reading.help : Optional.empty());
  }

  private HttpRequest request(DemoRequest ask) {
    return HttpRequest.newBuilder(URI.create(base + ask.path()))
        .timeout(PATIENCE)
        .header("authorization", "Bearer " + keys.getOrDefault(ask.route(), ""))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(ask.body()))
        .build();
  }

  /// Reads a stream to its end, and returns what went wrong; empty where nothing did.
  private Optional<String> stream(Stream<String> lines, Reading reading) {
    Optional<String> error = Optional.of("stream cut");
    for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
      String line = each.next();
      if (!line.startsWith(DATA)) {
        continue;
      }
      if (reading.firstToken.isEmpty()) {
        reading.firstToken = Optional.of(since(reading.start));
      }
      if (line.startsWith(DATA + "{\"error\"")) {
        return Optional.of(code(line.substring(DATA.length())));
      }
      if (line.equals(DATA + DONE)) {
        error = Optional.empty();
      }
    }
    return error;
  }

  private static Optional<String> whole(HttpResponse<?> answer, Stream<String> lines) {
    String body = lines.collect(Collectors.joining("\n"));
    return answer.statusCode() == 200
        ? Optional.empty()
        : Optional.of(answer.statusCode() + " " + code(body));
  }

  /// The stable word for what went wrong, in OpenAI's envelope.
  static String code(String envelope) {
    try {
      JsonNode error = JSON.readTree(envelope).path("error");
      return error.path("code").asText(error.path("type").asText("error"));
    } catch (JsonProcessingException _) {
      return "error";
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(clock.nanos() - start);
  }

  /// The state of a call so far. Confined to its thread.
  private static final class Reading {
    final long start;
    String target = "";
    Optional<Help> help = Optional.empty();
    Optional<Duration> firstToken = Optional.empty();
    Optional<String> error = Optional.empty();

    Reading(long start) {
      this.start = start;
    }

    String kept() {
      return help.filter(Help.CACHE::equals).map(_ -> "cache").orElse("");
    }
  }
}
