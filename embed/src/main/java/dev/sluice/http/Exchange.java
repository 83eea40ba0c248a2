package dev.sluice.http;

import dev.sluice.GatewayEdge.UnreadAnswer;
import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.ClientDialect;
import dev.sluice.api.RetryHint;
import dev.sluice.api.answer.ClientAnswer;
import dev.sluice.api.answer.HeadWriter;
import dev.sluice.api.answer.Reply;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.BytePipe;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.runtime.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request and its answer. The loop of its call writes the answer, one thread reads it, and any
/// may leave. What waits to be read are copies, so that an answer which is forgotten holds nothing
/// of the transport's. Nothing here holds the answer's body once the answer has begun.
final class Exchange implements Reply.Carrier, UnreadAnswer {
  private final BytePipe pipe;
  private final Reply reply;
  private final String id;
  private final ClientDialect dialect;
  // Written by the thread that writes the answer.
  private volatile @Nullable HeaderMap head;
  private volatile @Nullable Failed cut;

  /// Called when the answer has a head, and dropped then: it leads to what the application holds.
  private volatile @Nullable Consumer<Exchange> begun;

  // Written by the thread that starts the call, or leaves it.
  private volatile @Nullable CallHandle running;
  private volatile boolean left;

  /// What watches over the answer: held as long as the call knows this exchange, read by nobody.
  @SuppressWarnings("UnusedVariable")
  private volatile @Nullable Object watch;

  /// @param loop the loop of the call
  /// @param id the request's identifier
  /// @param begun called once, when the answer has a head; on the loop, or on the thread that sends
  Exchange(
      Loop loop, String id, ClientDialect dialect, RetryHint comeBack, Consumer<Exchange> begun) {
    this.pipe = new BytePipe(loop);
    this.id = id;
    this.dialect = dialect;
    this.begun = begun;
    this.reply = new Reply(this, id, dialect, comeBack);
  }

  /// The identifier of the request.
  String id() {
    return id;
  }

  ClientDialect dialect() {
    return dialect;
  }

  /// The writer of the gateway's own answers.
  Reply reply() {
    return reply;
  }

  /// Makes the way by which the answer of `call` leaves the engine.
  ClientResponse response(Call call) {
    return new Response(call);
  }

  /// Takes what cancels the exchange; cancels it where its client has left meanwhile.
  void runs(CallHandle handle) {
    running = handle;
    if (left) {
      handle.leave();
    }
  }

  /// Waits for the head of the answer.
  void await() throws InterruptedException {
    pipe.await(() -> head != null);
  }

  /// The head of the answer, once it has begun.
  HeaderMap head() {
    HeaderMap begin = head;
    if (begin == null) {
      throw new IllegalStateException("the answer has not begun");
    }
    return begin;
  }

  /// Makes the body of the answer, which is read once.
  AnswerBody body() {
    return new AnswerBody(pipe, this);
  }

  @Override
  public boolean isOver() {
    return left || pipe.isEnded();
  }

  @Override
  public void keep(Object overAnswer) {
    watch = overAnswer;
  }

  /// Leaves the exchange: whatever still comes is dropped, and the call is cancelled if it runs.
  @Override
  public void leave() {
    left = true;
    pipe.close();
    CallHandle handle = running;
    if (handle != null) {
      handle.leave();
    }
  }

  /// Checks that a body which has ended is whole.
  void checkWhole() throws IOException {
    Failed why = cut;
    if (why != null) {
      ApiError error = ApiErrors.of(why);
      throw new IOException("the answer was cut: " + error.message() + " (" + error.code() + ")");
    }
  }

  private void begin(HeaderMap with) {
    head = with;
    pipe.wake();
    Consumer<Exchange> told = begun;
    begun = null;
    if (told != null) {
      told.accept(this);
    }
  }

  @Override
  public HeadWriter head(int status) {
    return new HeaderMap(status);
  }

  @Override
  public boolean send(HeadWriter whole, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    whole.header("content-length", bytes.length);
    pipe.write(Unpooled.wrappedBuffer(bytes));
    pipe.end();
    begin((HeaderMap) whole);
    return true;
  }

  /// The answer of a call. On its loop.
  private final class Response implements ClientResponse {
    private final Call call;
    private final ClientAnswer answer;

    Response(Call call) {
      this.call = call;
      this.answer = new ClientAnswer(call, dialect, id, ByteBufAllocator.DEFAULT);
    }

    @Override
    public void start(Head from, long length, AttemptHistory history) {
      var out = new HeaderMap(from.status());
      answer.start(from, history, out);
      if (length >= 0 && !answer.changesLength()) {
        out.header("content-length", length);
      }
      begin(out);
    }

    @Override
    public void write(ByteBuf bytes) {
      if (left) {
        bytes.release();
      } else {
        put(answer.next(bytes));
      }
    }

    private void put(ByteBuf bytes) {
      try {
        if (bytes.isReadable()) {
          pipe.write(Unpooled.wrappedBuffer(ByteBufUtil.getBytes(bytes)));
        }
      } finally {
        bytes.release();
      }
    }

    @Override
    public void flush() {
      pipe.wake();
    }

    @Override
    public void finish() {
      put(answer.end());
      pipe.end();
    }

    @Override
    public void finishFailed(Failed why) {
      finish();
    }

    @Override
    public void refuse(Failed why, AttemptHistory history) {
      var _ = reply.failure(why, history, call.hints().clientRetries());
    }

    @Override
    public void cut(Failed why) {
      put(answer.lastWords(why));
      if (!answer.endsWell(why)) {
        cut = why;
      }
      pipe.end();
    }

    @Override
    public boolean writable() {
      return left || pipe.writable();
    }

    @Override
    public void onWritable(Runnable resume) {
      pipe.onWritable(resume);
    }
  }
}
