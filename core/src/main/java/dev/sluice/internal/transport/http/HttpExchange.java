package dev.sluice.internal.transport.http;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.internal.transport.WireRequest;
import dev.sluice.internal.transport.codec.HeaderView;
import dev.sluice.internal.transport.loop.Handoff;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// One exchange, from the loop's side.
///
/// ```
/// new --run--> dialing --connected--> answering --end--> over
///        |        ^                       |
///        |        +------- again ---------+   (a reused connection broke before any answer)
///        +--connected (pooled)--> answering
/// any --fail, abort, crash--> over
/// ```
///
/// Confined to the loop; [#outcome] is how it reports to the call's thread. An exception of the
/// sink is a bug; it ends the exchange, and the call's thread throws it.
final class HttpExchange implements Runnable, AttemptHandle {
  private final String target;
  private final WireRequest request;
  private final Sink sink;
  private final Pool pool;
  private final Handoff<Outcome> outcome = new Handoff<>();

  private @Nullable Dial dial;
  private @Nullable Connection connection;
  private boolean connectedTold;
  private boolean sentTold;
  private boolean headTold;
  private boolean unflushed;
  private boolean over;

  HttpExchange(String target, WireRequest request, Sink sink, Pool pool) {
    this.target = target;
    this.request = request;
    this.sink = sink;
    this.pool = pool;
  }

  /// The outcome; awaited by the thread that made this exchange. Safe for any thread.
  Handoff<Outcome> outcome() {
    return outcome;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public void run() {
    guarded(this::start);
  }

  /// Runs `step`; an exception ends the exchange.
  void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable bug) {
      crash(bug);
    }
  }

  /// A connection is being made.
  void dialing(Dial dial) {
    this.dial = dial;
  }

  /// There is a connection; sends the request. A reported connection is not reported again.
  void connected(Connection to, boolean reused) {
    dial = null;
    connection = to;
    to.occupy(this, reused);
    guarded(() -> send(to));
  }

  /// The whole request has been written.
  void sent() {
    if (!sentTold && !over) {
      sentTold = true;
      guarded(() -> sink.progress(Progress.SENT));
    }
  }

  void head(HttpResponse head) {
    headTold = true;
    unflushed = true;
    sink.head(new Head(head.status().code(), new HeaderView(head.headers())));
  }

  void body(ByteBuf bytes) {
    unflushed = true;
    sink.body(bytes);
  }

  void flush() {
    if (unflushed) {
      unflushed = false;
      sink.flush();
    }
  }

  boolean writable() {
    return sink.writable();
  }

  void onWritable(Runnable resume) {
    sink.onWritable(resume);
  }

  /// Whether the answer's last event has arrived, so that its framing cannot take anything from it.
  boolean complete() {
    return headTold && sink.complete();
  }

  /// The answer is complete.
  void end() {
    sink.end();
    finish(new Answered());
  }

  /// The connection was lost.
  ///
  /// @param unanswered whether it was a reused one, and not a byte of the answer had come: the peer
  ///   had closed it before it saw the request, so the request may be sent anew, unseen
  void lost(boolean unanswered) {
    connection = null;
    if (complete()) {
      guarded(this::end);
    } else if (headTold) {
      fail(new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "the connection broke in its middle"));
    } else if (unanswered) {
      guarded(() -> pool.dial(this));
    } else {
      fail(new Failed.Unreachable(Obstacle.RESET, "the connection broke before the answer"));
    }
  }

  /// Ends it with `why`; the connection has seen to itself.
  void fail(Failed why) {
    connection = null;
    finish(why);
  }

  @Override
  public void abort(Failed why) {
    release();
    finish(why);
  }

  /// Ends it with a bug.
  void crash(Throwable bug) {
    release();
    if (!over) {
      over = true;
      request.body().release();
      outcome.crash(bug);
    }
  }

  private void start() {
    sink.attach(this);
    if (!over) {
      pool.connect(this);
    }
  }

  private void send(Connection to) {
    if (!connectedTold) {
      connectedTold = true;
      sink.progress(Progress.CONNECTED);
    }
    if (!over) {
      to.send(request);
    }
  }

  private void release() {
    if (over) {
      return;
    }
    if (dial != null) {
      dial.cancel();
      dial = null;
    }
    if (connection != null) {
      connection.abandon();
      connection = null;
    }
  }

  private void finish(Outcome result) {
    if (!over) {
      over = true;
      request.body().release();
      outcome.set(result);
    }
  }
}
