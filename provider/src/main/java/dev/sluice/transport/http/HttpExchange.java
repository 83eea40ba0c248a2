package dev.sluice.transport.http;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Obstacle;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Loop;
import dev.sluice.transport.AnswerSink;
import dev.sluice.transport.WireRequest;
import dev.sluice.transport.loop.Handoff;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// One HTTP exchange, from the loop's side.
///
/// ```
/// new --run--> dialing --connected--> answering --end--> over
///        |        ^                       |
///        |        +------- again ---------+   (a reused connection broke before any answer)
///        +--connected (pooled)--> answering
/// any --fail, abort, crash--> over
/// ```
///
/// Confined to the loop; [#outcome] reports to the call's thread. An exception of the sink is a
/// bug; it ends the exchange, and the call's thread throws it.
final class HttpExchange implements Runnable, AttemptHandle, ServedExchange, Dial.Requester {
  private static final Failed NO_ROOM =
      new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty());

  private final AttemptInfo attempt;
  private final AnswerSink sink;
  private final Pool pool;
  private final Loop loop;
  private final Handoff<Outcome> outcome = new Handoff<>();

  /// The request, until its answer begins: it is not sent again then, and the answer may take long.
  private @Nullable WireRequest request;

  private @Nullable Dial dial;
  private @Nullable Connection connection;
  private boolean connectedTold;
  private boolean sentTold;
  private boolean headTold;
  private boolean unflushed;
  private boolean over;

  HttpExchange(AttemptInfo attempt, WireRequest request, AnswerSink sink, Pool pool, Loop loop) {
    this.attempt = attempt;
    this.request = request;
    this.sink = sink;
    this.pool = pool;
    this.loop = loop;
  }

  /// The outcome, awaited by the thread that made this exchange. Safe for any thread.
  Handoff<Outcome> outcome() {
    return outcome;
  }

  /// Ends the exchange, since nobody waits for it any more. Safe for any thread.
  void cancel() {
    try {
      loop.execute(() -> abort(new Failed.Cancelled()));
    } catch (RejectedExecutionException e) {
      // The loop has ended, and with it the connection.
    }
  }

  @Override
  public void run() {
    guarded(this::start);
  }

  @Override
  public void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable bug) {
      crash(bug);
    }
  }

  @Override
  public void dialing(Dial dial) {
    this.dial = dial;
  }

  /// Sends the request. The sink is told of a connection only once.
  @Override
  public void connected(Connection to, boolean reused) {
    dial = null;
    connection = to;
    to.occupy(this, reused);
    guarded(() -> send(to));
  }

  @Override
  public void sent() {
    if (!sentTold && !over) {
      sentTold = true;
      guarded(() -> progress(Progress.SENT));
    }
  }

  @Override
  public void head(HttpResponse head) {
    headTold = true;
    unflushed = true;
    letGo();
    sink.head(new Head(head.status().code(), new HeaderView(head.headers())));
  }

  @Override
  public void body(ByteBuf bytes) {
    unflushed = true;
    sink.body(bytes);
  }

  @Override
  public void flush() {
    if (unflushed) {
      unflushed = false;
      sink.flush();
    }
  }

  @Override
  public boolean writable() {
    return sink.writable();
  }

  @Override
  public void onWritable(Runnable resume) {
    sink.onWritable(resume);
  }

  @Override
  public boolean complete() {
    return headTold && sink.complete();
  }

  @Override
  public void end() {
    sink.end();
    finish(new Answered());
  }

  @Override
  public void lost(boolean unanswered) {
    connection = null;
    if (complete()) {
      guarded(this::end);
    } else if (headTold) {
      fail(new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "the connection broke in its middle"));
    } else if (unanswered && !isOnce()) {
      guarded(() -> pool.dial(this));
    } else {
      fail(new Failed.Unreachable(Obstacle.RESET, "the connection broke before the answer"));
    }
  }

  @Override
  public void fail(Failed why) {
    connection = null;
    finish(why);
  }

  @Override
  public void abort(Failed why) {
    release();
    finish(why);
  }

  /// Ends the exchange with a bug; a lack of memory is none.
  @Override
  public void crash(Throwable bug) {
    if (Bugs.isLackOfMemory(bug)) {
      Bugs.report("an exchange with a provider found no memory", bug);
      abort(sentTold ? new Failed.OutOfMemory() : NO_ROOM);
      return;
    }
    release();
    if (!over) {
      over = true;
      letGo();
      outcome.crash(bug);
    }
  }

  private void progress(Progress progress) {
    attempt.progress(progress);
    sink.progress(progress);
  }

  private void start() {
    attempt.begin(this);
    sink.attach(attempt);
    if (!over && isOnce()) {
      pool.connectAnew(this);
    } else if (!over) {
      pool.connect(this);
    }
  }

  private void send(Connection to) {
    if (!connectedTold) {
      connectedTold = true;
      progress(Progress.CONNECTED);
    }
    if (!over && request != null) {
      to.send(request);
    }
  }

  private boolean isOnce() {
    return request != null && request.once();
  }

  private void letGo() {
    if (request != null) {
      request.body().release();
      request = null;
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
      letGo();
      outcome.set(result);
    }
  }
}
