package dev.sluice.lab.ledger;

import dev.sluice.accounts.store.StoreException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long it takes until a change at one node holds at all of them.
record ChangeTimes(StoredNodes nodes, HttpClient http) {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();
  private static final long LOOK_MS = 10;

  /// Makes a kind of change as often as it says, one after another.
  ///
  /// @return how long after each the last node has answered otherwise, in milliseconds
  List<Long> of(NodeChange change) throws IOException, InterruptedException, StoreException {
    var times = new ArrayList<Long>();
    for (int i = 0; i < change.times(); i++) {
      NodeChange.Prepared prepared = change.maker().prepare(i);
      await(prepared.secrets(), prepared.before());
      long begun = System.nanoTime();
      prepared.step().run();
      await(prepared.secrets(), prepared.after());
      times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }
    return times;
  }

  /// Calls at each node until all have answered so to each key.
  private void await(List<String> secrets, int status) throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE;
    for (int i = 0; i < StoredNodes.NODES; i++) {
      for (String secret : secrets) {
        while (status(i, secret) != status) {
          if (System.nanoTime() - until > 0) {
            throw new IOException("node " + i + " does not answer " + status + " to a key in 20 s");
          }
          TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
      }
    }
  }

  private int status(int node, String secret) throws IOException, InterruptedException {
    HttpRequest request = ClosedLoopCallers.request(nodes.at(node).api(), secret, "call-0").build();
    return http.send(request, BodyHandlers.ofString()).statusCode();
  }
}
