package dev.sluice.cluster.link;

import io.lettuce.core.api.StatefulConnection;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection that is dialled again whenever it has ended, at first after 50 ms, then ever less
/// often, each second at last. Safe for any thread.
///
/// @param <C> what is dialled
final class Redial<C> {
  private static final long FIRST_MS = 50;
  private static final long LAST_MS = 1_000;

  private final Supplier<? extends CompletionStage<C>> dial;
  private final Function<C, StatefulConnection<?, ?>> connection;
  private final Consumer<C> ready;
  private final EventExecutor timer;
  private volatile @Nullable C current;
  private volatile RedisReply why = new RedisReply.Down("not connected yet");

  // Confined to the timer.
  private long delay = FIRST_MS;
  private boolean dialling;
  private volatile boolean closed;

  /// @param ready called with each connection, before it is used
  Redial(
      Supplier<? extends CompletionStage<C>> dial,
      Function<C, StatefulConnection<?, ?>> connection,
      Consumer<C> ready,
      EventExecutor timer) {
    this.dial = dial;
    this.connection = connection;
    this.ready = ready;
    this.timer = timer;
  }

  void start() {
    run(this::dial);
  }

  /// Returns the connection; null while there is none.
  @Nullable C current() {
    return current;
  }

  /// Has `action` called with the connection, on the timer, if there is one then. One that is
  /// dialled later was not ready before: what `action` is about has to be known to `ready` by now.
  void ifThere(Consumer<C> action) {
    run(
        () -> {
          C is = current;
          if (is != null) {
            action.accept(is);
          }
        });
  }

  /// Returns why there is no connection.
  RedisReply why() {
    return why;
  }

  /// Notes that a connection has ended, if it is this one.
  @SuppressWarnings("ReferenceEquality") // it is this one, or another
  void ended(Object which) {
    C is = current;
    if (is != null && connection.apply(is) == which) {
      renew(is, new RedisReply.Down("the connection broke"));
    }
  }

  /// Gives a connection up for a new one.
  @SuppressWarnings("ReferenceEquality") // unless it was given up already
  void renew(C broken, RedisReply reason) {
    run(
        () -> {
          if (current == broken) {
            current = null;
            why = reason;
            close(broken);
            later();
          }
        });
  }

  private void dial() {
    if (dialling || closed || current != null) {
      return;
    }
    dialling = true;
    CompletionStage<C> dialled;
    try {
      dialled = dial.get();
    } catch (RuntimeException refused) {
      dialled(null, refused);
      return;
    }
    dialled.whenComplete((made, failure) -> run(() -> dialled(made, failure)));
  }

  private void dialled(@Nullable C made, @Nullable Throwable failure) {
    dialling = false;
    if (made == null) {
      why = Replies.of(failure == null ? new CompletionException("no connection", null) : failure);
      later();
    } else if (closed) {
      close(made);
    } else {
      take(made);
    }
  }

  private void take(C made) {
    try {
      ready.accept(made);
    } catch (RuntimeException broken) {
      why = Replies.of(broken);
      close(made);
      later();
      return;
    }
    delay = FIRST_MS;
    current = made;
    if (!connection.apply(made).isOpen()) {
      ended(connection.apply(made));
    }
  }

  private void close(C made) {
    StatefulConnection<?, ?> line = connection.apply(made);
    if (line.isOpen()) {
      var _ = line.closeAsync();
    }
  }

  private void later() {
    long wait = delay / 2 + ThreadLocalRandom.current().nextLong(delay / 2 + 1);
    delay = Math.min(LAST_MS, delay * 2);
    if (!closed) {
      var _ = timer.schedule(this::dial, wait, TimeUnit.MILLISECONDS);
    }
  }

  private void run(Runnable task) {
    try {
      timer.execute(task);
    } catch (RejectedExecutionException ended) {
      closed = true;
    }
  }

  /// Dials no more.
  void close() {
    closed = true;
  }
}
