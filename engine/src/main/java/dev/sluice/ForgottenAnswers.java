package dev.sluice;

import dev.sluice.GatewayEdge.UnreadAnswer;
import dev.sluice.call.runtime.Loop;
import java.lang.System.Logger.Level;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Finds answers that became garbage while their call ran, cancels the calls, and says so: of the
/// first, or of each where the system property [#TRACES] is set, with the place that made the call.
/// The answer of a call that has ended holds nothing, and is not looked for.
///
/// Looks on a loop, where nothing is found as a rule; what is found is ended on a thread apart. Any
/// thread watches.
final class ForgottenAnswers implements AutoCloseable {
  /// The system property that asks for the places.
  static final String TRACES = "sluice.answers.traces";

  private static final System.Logger LOG = System.getLogger("dev.sluice.gateway");
  private static final Duration EACH = Duration.ofSeconds(1);
  private static final String ADVICE =
      "an answer was neither read to its end nor closed, and its call was cancelled: read answers"
          + " in try-with-resources";

  private final Loop loop;
  private final Executor apart;
  private final boolean traces;
  private final ReferenceQueue<Object> garbage = new ReferenceQueue<>();
  private final AtomicBoolean told = new AtomicBoolean();

  // Guarded by this.
  private Loop.@Nullable Timer next;
  private boolean closed;

  /// A watch over one answer. The call holds it as long as it runs.
  private static final class Leash extends PhantomReference<Object> {
    private final UnreadAnswer unread;
    private final @Nullable Throwable place;

    Leash(Object answer, UnreadAnswer unread, ReferenceQueue<Object> garbage, boolean traced) {
      super(answer, garbage);
      this.unread = unread;
      this.place = traced ? new Throwable("the call was made here") : null;
    }
  }

  /// @param loop looks once a second
  /// @param apart ends what is found; without a lock, since it is given that on the loop
  /// @param traces whether the place of each call is noted
  ForgottenAnswers(Loop loop, Executor apart, boolean traces) {
    this.loop = loop;
    this.apart = apart;
    this.traces = traces;
    again();
  }

  /// Watches an answer from now on, unless its call has ended.
  void watch(Object answer, UnreadAnswer unread) {
    if (!unread.isOver()) {
      unread.keep(new Leash(answer, unread, garbage, traces));
    }
  }

  private void look() {
    try {
      Reference<?> found = garbage.poll();
      if (found != null) {
        apart.execute(() -> end(found));
      }
    } finally {
      again();
    }
  }

  private void end(Reference<?> first) {
    for (Reference<?> found = first; found != null; found = garbage.poll()) {
      end((Leash) found);
    }
  }

  private void end(Leash leash) {
    if (leash.unread.isOver()) {
      return;
    }
    leash.unread.leave();
    if (!told.getAndSet(true) || traces) {
      String where =
          traces ? "" : " (-D" + TRACES + "=true says where calls of such answers are made)";
      LOG.log(Level.WARNING, ADVICE + where, leash.place);
    }
  }

  private synchronized void again() {
    if (!closed) {
      next = loop.schedule(EACH, this::look);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
  }
}
