package dev.sluice.cli.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.admin.AdminUrl;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.TokenWords;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks a gateway's admin listener about accounts. A refusal is its message, in one line.
///
/// @param token what is shown to the listener
record AccountsClient(URI base, AdminTls tls, Optional<String> token) {
  private static final String NEXT = "x-sluice-next";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int GOOD = 300;

  /// Reads the JSON at a path of the admin listener.
  JsonNode get(String path) throws CannotStart, InterruptedException {
    return send("GET", path, "");
  }

  /// Reads a list, all its pages.
  ///
  /// @param filter what is asked of the list, as further parts of the query
  /// @param name the member that holds a page's entries
  List<JsonNode> all(String path, String filter, String name)
      throws CannotStart, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = get(path + "?limit=1000&after=" + part(after) + filter);
      page.path(name).forEach(all::add);
      after = page.path("next").asText("");
    } while (!after.isEmpty() && !after.equals("null"));
    return all;
  }

  /// A table for a spreadsheet.
  ///
  /// @param next where the next one begins; empty for the last one
  record Table(String text, Optional<String> next) {}

  /// Reads the table at a path of the admin listener.
  Table table(String path) throws CannotStart, InterruptedException {
    HttpResponse<String> answer = answer("GET", path, "");
    if (answer.statusCode() >= GOOD) {
      throw refused(answer, json(answer.body()));
    }
    return new Table(answer.body(), answer.headers().firstValue(NEXT));
  }

  /// Posts a request for a change to the admin listener.
  ///
  /// @param body JSON
  JsonNode post(String path, JsonNode body) throws CannotStart, InterruptedException {
    return send("POST", path, body.toString());
  }

  /// Asks for a change of what there is.
  ///
  /// @param body JSON, which names what is to be changed
  JsonNode patch(String path, JsonNode body) throws CannotStart, InterruptedException {
    return send("PATCH", path, body.toString());
  }

  /// A text as a part of a path or a query.
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// A further parameter of a query; empty where there is no value.
  static String parameter(String name, Optional<String> value) {
    return value.map(text -> "&" + part(name) + "=" + part(text)).orElse("");
  }

  private JsonNode send(String method, String path, String body)
      throws CannotStart, InterruptedException {
    return answered(answer(method, path, body));
  }

  private HttpResponse<String> answer(String method, String path, String body)
      throws CannotStart, InterruptedException {
    HttpRequest request = request(method, path, body);
    try (HttpClient client = tls.client().connectTimeout(PATIENCE).build()) {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw AdminTls.unanswered(base, e);
    }
  }

  private HttpRequest request(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(AdminUrl.at(base, path))
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    token.ifPresent(shown -> request.header("authorization", "Bearer " + shown));
    return request.build();
  }

  private JsonNode answered(HttpResponse<String> answer) throws CannotStart {
    JsonNode json = json(answer.body());
    if (answer.statusCode() < GOOD && json.isObject()) {
      return json;
    }
    throw refused(answer, json);
  }

  private CannotStart refused(HttpResponse<String> answer, JsonNode json) {
    if (answer.statusCode() == 401) {
      return new CannotStart(TokenWords.unknown(base, token.isPresent()));
    }
    if (answer.statusCode() == 403) {
      return new CannotStart(TokenWords.beyond(base, answer.body()));
    }
    String message = json.path("error").path("message").asText();
    return new CannotStart(message.isEmpty() ? plain(answer) : message);
  }

  private String plain(HttpResponse<String> answer) {
    String line = answer.body().lines().findFirst().orElse("");
    return "%s answered %d %s".formatted(base, answer.statusCode(), line);
  }

  private static JsonNode json(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }
}
