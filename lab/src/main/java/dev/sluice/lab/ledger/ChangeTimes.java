package dev.sluice.lab.ledger;

import dev.sluice.accounts.store.StoreException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// How long it takes until a change at one node holds at all of them.
record ChangeTimes(StoredNodes nodes, HttpClient http) {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();
  private static final long LOOK_MS = 10;

  /// How long one change took.
  ///
  /// @param made from its request to its answer, in milliseconds
  /// @param holds from its request on until calls that begin are answered otherwise at all nodes
  record ChangeTime(long made, long holds) {}

  /// Makes a kind of change as often as it says, one after another.
  List<ChangeTime> of(NodeChange change) throws IOException, InterruptedException, StoreException {
    var times = new ArrayList<ChangeTime>();
    for (int i = 0; i < change.times(); i++) {
      NodeChange.Prepared prepared = change.maker().prepare(i);
      long _ = await(prepared.secrets(), prepared.before());
      long begun = System.nanoTime();
      prepared.step().run();
      long made = System.nanoTime();
      long holds = await(prepared.secrets(), prepared.after());
      times.add(new ChangeTime(millis(made - begun), millis(holds - begun)));
    }
    return times;
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /// Calls at all nodes at a time, with each key, until all are answered so.
  ///
  /// @return when the last of the calls began that were the first to be answered so. A call that
  ///   was answered otherwise began before, however long its answer took
  private long await(List<String> secrets, int status) throws IOException, InterruptedException {
    List<Callable<Long>> waits = new ArrayList<>();
    for (int i = 0; i < StoredNodes.NODES; i++) {
      int node = i;
      secrets.forEach(secret -> waits.add(() -> firstCall(node, secret, status)));
    }
    long last = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> first : threads.invokeAll(waits)) {
        long begun = first.get();
        last = begun - last > 0 ? begun : last;
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return last;
  }

  private long firstCall(int node, String secret, int status)
      throws IOException, InterruptedException {
    long from = System.nanoTime();
    long begun = from;
    while (status(node, secret) != status) {
      if (System.nanoTime() - from > PATIENCE) {
        throw new IOException(
            "node %d does not answer %d to a key in 20 s".formatted(node, status));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      begun = System.nanoTime();
    }
    return begun;
  }

  private int status(int node, String secret) throws IOException, InterruptedException {
    HttpRequest request = ClosedLoopCallers.request(nodes.at(node).api(), secret, "call-0").build();
    return http.send(request, BodyHandlers.ofString()).statusCode();
  }
}
