package dev.sluice.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/// A client of all dialects, as simple as an application's could be.
final class Http {
  static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Http() {}

  static String chat(String model, String text, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, stream, text);
  }

  static HttpResponse<String> post(String url, String json, String... headers)
      throws IOException, InterruptedException {
    return CLIENT.send(request(url, json, headers), BodyHandlers.ofString());
  }

  static CompletableFuture<HttpResponse<String>> start(String url, String json) {
    return CLIENT.sendAsync(request(url, json), BodyHandlers.ofString());
  }

  static HttpRequest request(String url, String json, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).header("content-type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.POST(BodyPublishers.ofString(json)).build();
  }

  /// Returns the texts that stand behind `member` in a body, one after the other, whatever is
  /// around them.
  static String texts(String body, String member) {
    StringBuilder all = new StringBuilder();
    var found = Pattern.compile("\"" + member + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(body);
    while (found.find()) {
      all.append(found.group(1));
    }
    return all.toString();
  }
}
