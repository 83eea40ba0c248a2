package dev.sluice.lab.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Keys that are revoked at one node and tried at all of them.
final class Revocations {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();
  private static final long LOOK_MS = 10;

  private final StoredNodes nodes;
  private final HttpClient http;
  private final String team;

  Revocations(StoredNodes nodes, HttpClient http, String team) {
    this.nodes = nodes;
    this.http = http;
    this.team = team;
  }

  /// Makes, tries and revokes so many keys, one after another.
  ///
  /// @return how long after each revocation the last node has refused it, in milliseconds
  List<Long> times(int keys) throws IOException, InterruptedException {
    var times = new ArrayList<Long>();
    for (int i = 0; i < keys; i++) {
      times.add(time(i));
    }
    return times;
  }

  private long time(int number) throws IOException, InterruptedException {
    String body = "{\"name\": \"revoked%d\", \"team\": \"%s\"}".formatted(number, team);
    JsonNode made;
    try (AdminView admin = nodes.admin(number % StoredNodes.NODES)) {
      made = admin.post("/admin/v1/keys", body);
    }
    String secret = made.path("secret").asText();
    await(secret, HttpURLConnection.HTTP_OK);
    String path = "/admin/v1/keys/" + made.path("key").path("id").asText() + "/revoke";
    try (AdminView admin = nodes.admin((number + 1) % StoredNodes.NODES)) {
      long begun = System.nanoTime();
      JsonNode _ = admin.post(path, "{}");
      await(secret, HttpURLConnection.HTTP_UNAUTHORIZED);
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }
  }

  /// Calls at each node until all have answered so.
  private void await(String secret, int status) throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE;
    for (int i = 0; i < StoredNodes.NODES; i++) {
      while (status(i, secret) != status) {
        if (System.nanoTime() - until > 0) {
          throw new IOException("node " + i + " does not answer " + status + " to a key in 20 s");
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
    }
  }

  private int status(int node, String secret) throws IOException, InterruptedException {
    HttpRequest request = ClosedLoopCallers.request(nodes.at(node).api(), secret, "call-0").build();
    return http.send(request, BodyHandlers.ofString()).statusCode();
  }
}
