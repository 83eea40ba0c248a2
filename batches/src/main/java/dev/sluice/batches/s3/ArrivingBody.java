package dev.sluice.batches.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The body of an answer, as it is read: no more than one piece of the client's buffers waits, and
/// a sender that falls silent midway is given up, which the JDK's own streams never do. Read by one
/// thread.
final class ArrivingBody implements BodySubscriber<ArrivingBody>, AutoCloseable {
  private final Duration silence;
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
  private List<ByteBuffer> piece = List.of();
  private int next;
  private @Nullable Piece end;

  /// @param why why nothing more comes; empty of it at a proper end
  private record Piece(List<ByteBuffer> buffers, boolean last, @Nullable Throwable why) {}

  /// @param silence how long the sender may send nothing
  ArrivingBody(Duration silence) {
    this.silence = silence;
  }

  @Override
  public CompletionStage<ArrivingBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription to) {
    subscription.set(to);
    to.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    pieces.add(new Piece(buffers, false, null));
  }

  @Override
  public void onError(Throwable why) {
    pieces.add(new Piece(List.of(), true, why));
  }

  @Override
  public void onComplete() {
    pieces.add(new Piece(List.of(), true, null));
  }

  /// Reads some bytes.
  ///
  /// @return how many; -1 at the end
  /// @throws IOException if the body ends too early, or nothing comes for too long
  int read(ByteBuffer into) throws IOException {
    while (next == piece.size() || !piece.get(next).hasRemaining()) {
      if (next < piece.size()) {
        next++;
      } else if (!take()) {
        return -1;
      }
    }
    ByteBuffer from = piece.get(next);
    int length = Math.min(from.remaining(), into.remaining());
    into.put(from.slice(from.position(), length));
    from.position(from.position() + length);
    return length;
  }

  /// Takes the next piece.
  ///
  /// @return whether there was one
  private boolean take() throws IOException {
    Piece last = end;
    Piece came = last == null ? await() : last;
    if (came.last) {
      end = came;
      if (came.why != null) {
        throw new IOException("the answer broke off", came.why);
      }
      return false;
    }
    piece = came.buffers;
    next = 0;
    Flow.Subscription from = subscription.get();
    if (from != null) {
      from.request(1);
    }
    return true;
  }

  private Piece await() throws IOException {
    try {
      Piece came = pieces.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
      if (came == null) {
        throw new HttpTimeoutException("nothing came for " + silence.toSeconds() + " s");
      }
      return came;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway ends");
    }
  }

  /// Reads all of it.
  ///
  /// @throws IOException if it has more than `most` bytes
  byte[] all(int most) throws IOException {
    var all = new ByteArrayOutputStream();
    ByteBuffer some = ByteBuffer.allocate(8192);
    while (read(some) >= 0) {
      all.write(some.array(), 0, some.position());
      ByteBuffer _ = some.clear();
      if (all.size() > most) {
        throw new IOException("the answer has more than " + most + " bytes");
      }
    }
    return all.toByteArray();
  }

  /// Lets the rest go; the connection ends with it, unless the body has ended.
  @Override
  public void close() {
    Flow.Subscription from = subscription.get();
    if (from != null) {
      from.cancel();
    }
  }
}
