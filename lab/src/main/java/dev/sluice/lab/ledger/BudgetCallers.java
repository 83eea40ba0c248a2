package dev.sluice.lab.ledger;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Callers that share one key and call, each at a node, or at the next one where that is gone,
/// until they are told that the budget is used up.
final class BudgetCallers implements AutoCloseable {
  static final int CALLERS = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_MS = 50;

  private final StoredNodes nodes;
  private final String secret;
  private final AtomicLong numbers = new AtomicLong();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  BudgetCallers(StoredNodes nodes, String secret) {
    this.nodes = nodes;
    this.secret = secret;
    for (int i = 0; i < CALLERS; i++) {
      int first = i % StoredNodes.NODES;
      threads.add(Thread.ofVirtual().start(() -> spend(first)));
    }
  }

  private void spend(int first) {
    int node = first;
    try {
      while (true) {
        String name = "call-" + numbers.incrementAndGet();
        try {
          if (isUsedUp(node, name)) {
            return;
          }
        } catch (IOException gone) {
          node = (node + 1) % StoredNodes.NODES;
          TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Makes one call, and says whether it was told that the budget is used up.
  private boolean isUsedUp(int node, String name) throws IOException, InterruptedException {
    var request =
        ClosedLoopCallers.request(nodes.at(node).api(), secret, name).timeout(PATIENCE).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() == HttpURLConnection.HTTP_OK) {
      answered.add(name);
      return false;
    }
    if (answer.body().contains("budget_exceeded")) {
      return true;
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    return false;
  }

  /// Returns the calls whose whole answer has come.
  Set<String> answered() {
    return answered;
  }

  /// Returns whether all callers were told that the budget is used up.
  boolean isOver() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    http.close();
  }
}
