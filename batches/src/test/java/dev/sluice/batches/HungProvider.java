package dev.sluice.batches;

import dev.sluice.batches.delegate.RemoteBatch;
import dev.sluice.batches.delegate.RemoteBatches;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteFailure.Kind;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider's batch API that answers no request before a test says so.
final class HungProvider implements RemoteBatches {
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();

  /// How many requests have come.
  int waiting() {
    return waiting.get();
  }

  /// Lets all requests fail.
  void release() {
    released.countDown();
  }

  private RemoteFailure failure() throws InterruptedException {
    int _ = waiting.incrementAndGet();
    released.await();
    return new RemoteFailure(Kind.LATER, "played", Optional.empty());
  }

  @Override
  public byte[] line(String id, String endpoint, byte[] body) {
    return body;
  }

  @Override
  public String upload(String name, byte[] lines) throws RemoteFailure, InterruptedException {
    throw failure();
  }

  @Override
  public RemoteBatch create(String file, String endpoint, String mark, Lines lines)
      throws RemoteFailure, InterruptedException {
    throw failure();
  }

  @Override
  public Optional<RemoteBatch> find(String mark, int lines, long since)
      throws RemoteFailure, InterruptedException {
    throw failure();
  }

  @Override
  public RemoteBatch get(String id) throws RemoteFailure, InterruptedException {
    throw failure();
  }

  @Override
  public void cancel(String id) throws RemoteFailure, InterruptedException {
    throw failure();
  }

  @Override
  public void read(String file, ResultReceiver to) throws RemoteFailure, InterruptedException {
    throw failure();
  }

  @Override
  public void remove(String file) throws RemoteFailure, InterruptedException {
    throw failure();
  }
}
