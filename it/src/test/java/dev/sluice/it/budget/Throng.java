package dev.sluice.it.budget;

import dev.sluice.lab.hostile.RawAnswer;
import dev.sluice.lab.hostile.RawConnection;
import dev.sluice.lab.hostile.Requests;
import dev.sluice.testing.LongForm;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Hundreds of callers, a thousand in the long form, each with a connection and a thread of its
/// own, that begin together once all are connected.
final class Throng implements AutoCloseable {
  static final int SIZE = LongForm.rounds(300, 1_000);
  private static final int PATIENCE_MILLIS = 60_000;

  private final List<RawConnection> connections = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// One caller's calls.
  ///
  /// @param <T> what comes of them
  @FunctionalInterface
  interface Caller<T> {
    /// Calls.
    ///
    /// @param random its own, with a fixed seed
    T call(RawConnection connection, Random random) throws InterruptedException;
  }

  /// Connects all of them.
  Throng(URI gateway) throws IOException {
    for (int i = 0; i < SIZE; i++) {
      connections.add(new RawConnection(gateway).patience(PATIENCE_MILLIS));
    }
  }

  /// Lets all of them begin.
  <T> List<Future<T>> begin(Caller<T> caller) {
    var begun = new CountDownLatch(1);
    List<Future<T>> all = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      RawConnection connection = connections.get(i);
      var random = new Random(i);
      all.add(
          threads.submit(
              () -> {
                begun.await();
                return caller.call(connection, random);
              }));
    }
    begun.countDown();
    return all;
  }

  /// Lets all of them call, and waits.
  <T> List<T> run(Caller<T> caller) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> one : begin(caller)) {
      results.add(one.get());
    }
    return results;
  }

  /// A chat of about so many bytes, with a key.
  static RawAnswer chat(
      RawConnection connection, String key, String model, int bytes, int maxTokens) {
    String text = "The lock keeper said wait and let the water rise. ".repeat(bytes / 50);
    String body = Requests.chat(model, text, ",\"max_tokens\":" + maxTokens);
    return connection.write(Requests.post(body, "Authorization: Bearer " + key)).answer();
  }

  @Override
  public void close() throws IOException {
    for (RawConnection connection : connections) {
      connection.close();
    }
    threads.close();
  }
}
