package dev.sluice.lab.ledger;

import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Clients of a gateway, each with one call at a time, until it is killed.
final class ClosedLoopCallers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_MS = 2;

  private final AtomicLong numbers = new AtomicLong();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final int clients;

  ClosedLoopCallers(int clients) {
    this.clients = clients;
  }

  /// Returns the calls whose whole answer has come.
  Set<String> answered() {
    return answered;
  }

  /// Starts threads that call until the gateway is gone.
  List<Thread> start(URI api) {
    var threads = new ArrayList<Thread>();
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; i < clients; i++) {
      threads.add(Thread.ofVirtual().start(() -> call(http, api)));
    }
    return threads;
  }

  /// Waits until one more call has been answered, so that a gateway is under load from then on: a
  /// busy machine takes long for its first one.
  void awaitAnswer() throws IOException, InterruptedException {
    int before = answered.size();
    long until = Clock.SYSTEM.nanos() + PATIENCE.toNanos();
    while (answered.size() == before) {
      if (Clock.SYSTEM.nanos() - until > 0) {
        throw new IOException("no call is answered within " + PATIENCE.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  private void call(HttpClient http, URI api) {
    try {
      while (true) {
        callOnce(http, api);
      }
    } catch (IOException _) {
      // The gateway was killed.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void callOnce(HttpClient http, URI api) throws IOException, InterruptedException {
    String name = "call-" + numbers.incrementAndGet();
    HttpRequest request = request(api, LedgerLab.KEY, name).build();
    if (http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
      answered.add(name);
    }
  }

  /// Makes the request of a call of this name.
  static HttpRequest.Builder request(URI api, String key, String name) {
    return HttpRequest.newBuilder(api.resolve("/v1/chat/completions"))
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + key)
        .header("x-request-id", name)
        .POST(HttpRequest.BodyPublishers.ofString(body(name)));
  }

  private static String body(String name) {
    return """
    {"model":"m","max_tokens":100,"messages":[{"role":"user","content":"%s"}]}\
    """
        .formatted(name);
  }
}
