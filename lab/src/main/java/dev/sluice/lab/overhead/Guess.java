package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Payload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A call in one of the dialects, with a key that is not good.
enum Guess {
  CHAT("/v1/chat/completions", "{\"error\":{", "\"type\":\"authentication_error\""),
  MESSAGES("/v1/messages", "{\"type\":\"error\",\"error\":{", "\"type\":\"authentication_error\""),
  GENERATE(
      "/v1beta/models/mock:generateContent",
      "{\"error\":{\"code\":401,",
      "\"status\":\"UNAUTHENTICATED\"");

  private static final int UNAUTHORIZED = 401;

  private final String path;
  private final String start;
  private final String kind;

  /// @param start how the body of its refusal begins
  /// @param kind what stands in it
  Guess(String path, String start, String kind) {
    this.path = path;
    this.start = start;
    this.kind = kind;
  }

  /// Returns each wrong key of `contender` in each dialect, with bodies of `size` bytes.
  static List<Payload> all(Contender contender, int size) {
    Payload plain = Bench.call(contender, false, size);
    return Stream.of(values())
        .flatMap(
            guess ->
                contender.wrongKeys().stream()
                    .map(key -> new Payload(plain.host(), guess.path, plain.body(), false, key)))
        .toList();
  }

  /// Sends each once, and says which was not refused in its dialect.
  static List<String> complaints(Contender contender) throws InterruptedException {
    List<String> complaints = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Guess guess : values()) {
        for (String key : contender.wrongKeys()) {
          String answer = guess.answer(client, contender, key);
          if (!guess.isRefusal(answer)) {
            complaints.add(
                "%s, a wrong key at %s: %s".formatted(contender.name(), guess.path, answer));
          }
        }
      }
    }
    return complaints;
  }

  private boolean isRefusal(String answer) {
    return answer.startsWith(UNAUTHORIZED + " " + start) && answer.contains(kind);
  }

  /// Returns the status and the body of the answer to a key.
  private String answer(HttpClient client, Contender contender, String key)
      throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + contender.address().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException e) {
      return "no answer: " + e;
    }
  }
}
