package dev.sluice.server;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A pipeline whose answers the test gives: each model name stands for a behaviour.
public final class FakePipeline implements Service {
  static final String WHOLE = "{\"object\":\"whole\"}";

  /// The calls for `live` models, each under the test's control.
  final BlockingQueue<Live> live = new LinkedBlockingQueue<>();

  /// What calls for `fail` end with.
  volatile Failed failure = new Failed.Exhausted("used up");

  /// The calls that came in.
  final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    calls.add(call);
    return switch (call.model()) {
      case "whole" -> whole(call, sink, WHOLE);
      case "echo" -> whole(call, sink, call.body().bytes().toString(StandardCharsets.UTF_8));
      case "fail" -> failure;
      case "bug" -> throw new IllegalStateException("a bug, on purpose");
      default -> live(call, sink);
    };
  }

  private static Outcome whole(Call call, Sink sink, String json) throws InterruptedException {
    var answer = new Live(call, sink, "application/json");
    answer.write(json);
    answer.end();
    return answer.outcome();
  }

  private Outcome live(Call call, Sink sink) throws InterruptedException {
    var answer =
        new Live(call, sink, call.facts().stream() ? "text/event-stream" : "application/json");
    live.add(answer);
    return answer.outcome();
  }

  /// The next call for a `live` model.
  Live next() throws InterruptedException {
    Live next = live.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no call has come");
    }
    return next;
  }

  /// One answer, given bit by bit.
  static final class Live implements AttemptHandle {
    final Call call;
    final CountDownLatch cancelled = new CountDownLatch(1);
    private final Sink sink;
    private final AttemptInfo info;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    Live(Call call, Sink sink, String contentType) {
      this.call = call;
      this.sink = sink;
      this.info = new AttemptInfo("fake/" + call.model(), Call.Trace.NONE, Clock.SYSTEM);
      call.loop()
          .execute(
              () -> {
                info.begin(this);
                sink.attach(info);
                sink.head(new Head(200, Map.of("content-type", contentType)));
              });
    }

    /// Writes a meaningful part of the answer.
    void write(String text) {
      call.loop()
          .execute(
              () -> {
                info.progress(Progress.MEANINGFUL);
                sink.progress(Progress.MEANINGFUL);
                sink.body(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
                sink.flush();
              });
    }

    void end() {
      call.loop()
          .execute(
              () -> {
                sink.end();
                outcome.complete(new Answered());
              });
    }

    /// Fails behind a last event that says so itself.
    void sayFailure(String event, Failed why) {
      write(event);
      call.loop()
          .execute(
              () -> {
                info.saidFailure();
                outcome.complete(why);
              });
    }

    void fail(Failed why) {
      outcome.complete(why);
    }

    /// Whether the client keeps up.
    boolean writable() {
      var writable = new CompletableFuture<Boolean>();
      call.loop().execute(() -> writable.complete(sink.writable()));
      return writable.join();
    }

    /// Runs `resume` when it does again.
    void onWritable(Runnable resume) {
      call.loop().execute(() -> sink.onWritable(resume));
    }

    private Outcome outcome() throws InterruptedException {
      try {
        return outcome.get();
      } catch (InterruptedException left) {
        cancelled.countDown();
        throw left;
      } catch (ExecutionException impossible) {
        throw new AssertionError(impossible);
      }
    }

    @Override
    public void abort(Failed why) {
      outcome.complete(why);
    }
  }
}
