package dev.sluice.lab.ledger;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.lab.process.ChildGateway;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;

/// A view of what a gateway says of itself, and to a client whose key it does not know.
///
/// @param stranger such a key
/// @param token shown to the admin listener; empty where that asks for none
record AdminView(ChildGateway gateway, String stranger, String token, HttpClient http)
    implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final String NAME = "stranger";
  private static final int HUNDRED = 100;
  private static final int SUCCESS = 2;

  AdminView(ChildGateway gateway) {
    this(gateway, "");
  }

  AdminView(ChildGateway gateway, String token) {
    this(
        gateway,
        LabKeys.stranger(),
        token,
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  /// Returns whether the gateway takes calls, in words: `200 ready`.
  String ready() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/readyz");
    return answer.statusCode() + " " + answer.body().strip();
  }

  /// Returns what a client is told whose key the gateway does not know: status and code.
  String toStranger() throws IOException, InterruptedException {
    HttpRequest request = ClosedLoopCallers.request(gateway.api(), stranger, NAME).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    JsonNode error = JSON.readTree(answer.body()).path("error");
    return answer.statusCode() + " " + error.path("code").asText();
  }

  /// Returns how many calls the gateway's ledger has in the store.
  long calls() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/admin/v1/spend?from=2000-01-01");
    return JSON.readTree(answer.body()).path("total").path("calls").asLong();
  }

  /// What is spent of each budget, in nano-dollars: of `key:ID`, `team:NAME` and `all:`.
  Map<String, Long> budgets() throws IOException, InterruptedException {
    var spent = new TreeMap<String, Long>();
    for (JsonNode one : JSON.readTree(get("/admin/v1/budgets").body()).path("budgets")) {
      String of = one.path("of").asText();
      spent.put(of + ":" + (of.equals("all") ? "" : one.path("id").asText()), nanos(one));
    }
    return spent;
  }

  private static long nanos(JsonNode budget) throws IOException {
    try {
      return Money.of(budget.path("spent").decimalValue());
    } catch (PriceProblem e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(gateway.admin().resolve(path));
    return token.isEmpty() ? request : request.header("authorization", "Bearer " + token);
  }

  /// Asks for a change.
  ///
  /// @param body JSON
  /// @throws IOException if it is refused
  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return change("POST", path, body);
  }

  /// Asks for a change of a part.
  ///
  /// @param body JSON
  /// @throws IOException if it is refused
  JsonNode patch(String path, String body) throws IOException, InterruptedException {
    return change("PATCH", path, body);
  }

  private JsonNode change(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / HUNDRED != SUCCESS) {
      throw new IOException(path + " was refused: " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
