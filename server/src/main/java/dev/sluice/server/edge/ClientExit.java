package dev.sluice.server.edge;

import dev.sluice.api.RetryHint;
import dev.sluice.api.answer.ClientAnswer;
import dev.sluice.api.answer.HeadWriter;
import dev.sluice.api.head.Names;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.text.Dollars;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.WriteStall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/// The exit through which a call's answer leaves to a client's connection. Confined to the loop.
/// Once the client has gone, everything that still comes is dropped.
final class ClientExit implements ClientResponse {
  /// The listener for the end of the answer, which decides about the connection.
  public interface Ended {
    /// Notes that the answer is complete; `reusable` connections may serve another request.
    void answered(boolean reusable);

    /// Notes that the answer ended early and has told so; the connection cannot be used again.
    void abandoned();
  }

  private static final int NO_CONTENT = 204;

  private final Channel channel;
  private final RequestContext context;
  private final Call call;
  private final RetryHint comeBack;
  private final MemoryBudget memory;
  private final Ended ended;
  private final AnswerWriter writer;
  private final ClientAnswer answer;

  /// Whether the answer has its head.
  private boolean begun;

  /// Whether the cost is to stand behind the answer.
  private boolean priced;

  private boolean gone;
  private @Nullable Runnable resume;

  /// The memory for bytes that the client has not taken; null while the client keeps up.
  private @Nullable Reservation unsent;

  /// Whether the answer has ended or the client has gone, so that nothing is reserved any more.
  private boolean over;

  /// @param memory for what the client has not taken while it does not keep up
  public ClientExit(
      Channel channel,
      RequestContext context,
      Call call,
      RetryHint comeBack,
      MemoryBudget memory,
      Ended ended) {
    this.channel = channel;
    this.context = context;
    this.call = call;
    this.comeBack = comeBack;
    this.memory = memory;
    this.ended = ended;
    this.writer = context.framing().writer(channel);
    this.answer = new ClientAnswer(call, context.dialect(), context.id(), channel.alloc());
  }

  /// Drops everything that still comes, since the client has gone.
  public void gone() {
    gone = true;
    resume = null;
    giveBack();
  }

  /// Goes on with the answer, since the client takes more again.
  public void writableAgain() {
    Runnable waiting = resume;
    resume = null;
    if (unsent != null) {
      unsent.resize(0);
    }
    if (waiting != null) {
      waiting.run();
    }
  }

  @Override
  public void start(Head head, long length, AttemptHistory history) {
    if (gone) {
      return;
    }
    writer.frame(context.framing());
    HeadWriter out = writer.head(head.status());
    answer.start(head, history, out);
    long framed = head.status() == NO_CONTENT ? 0 : answer.changesLength() ? -1 : length;
    priced = call.payer().pays() && history.cost().isEmpty() && writer.takesTrailer(framed);
    if (priced) {
      out.header(HttpHeaderNames.TRAILER, Names.COST);
    }
    writer.start(out, framed);
    begun = true;
  }

  @Override
  public void cost(long nanos) {
    if (priced) {
      writer.trailer(Names.COST, Dollars.text(nanos));
    }
  }

  @Override
  public boolean takesCost() {
    return priced;
  }

  @Override
  public void write(ByteBuf bytes) {
    if (gone) {
      bytes.release();
      return;
    }
    send(answer.next(bytes));
  }

  private void send(ByteBuf bytes) {
    if (bytes.isReadable()) {
      writer.write(bytes);
    } else {
      bytes.release();
    }
  }

  @Override
  public void flush() {
    if (!gone) {
      writer.flush();
    }
  }

  @Override
  public void finish() {
    giveBack();
    if (!gone) {
      orReset(
          () -> {
            send(answer.end());
            writer.finish();
            ended.answered(writer.reusable());
          });
    }
  }

  /// Takes the last step of an answer. Where that fails, as for want of memory, nobody would end
  /// the answer any more: the connection is broken rather than left open.
  private void orReset(Runnable step) {
    boolean taken = false;
    try {
      step.run();
      taken = true;
    } finally {
      if (!taken) {
        AnswerWriter.reset(channel);
      }
    }
  }

  @Override
  public void finishFailed(Failed why) {
    finish();
  }

  /// Sends the error of a call.
  @Override
  public void refuse(Failed why, AttemptHistory history) {
    giveBack();
    if (gone) {
      return;
    }
    orReset(() -> ended.answered(sendError(why, history)));
  }

  private boolean sendError(Failed why, AttemptHistory history) {
    // A client that calls again is to reach another server.
    boolean stopping = why instanceof Failed.Shed shed && shed.reason() == Failed.Reason.DRAINING;
    RequestContext ending = stopping ? context.closing() : context;
    return ReplyCarrier.reply(channel, ending, comeBack)
        .failure(why, history, call.hints().clientRetries());
  }

  /// Ends an answer that has failed, by its last words where it can have some.
  @Override
  public void cut(Failed why) {
    giveBack();
    if (gone) {
      return;
    }
    orReset(
        () -> {
          ByteBuf words = begun ? answer.lastWords(why) : Unpooled.EMPTY_BUFFER;
          if (!words.isReadable()) {
            writer.breakOff();
          } else {
            writer.write(words);
            endBehind(why);
          }
        });
  }

  private void endBehind(Failed why) {
    if (answer.endsWell(why)) {
      writer.finish();
      ended.answered(writer.reusable());
    } else {
      writer.flush();
      ended.abandoned();
    }
  }

  @Override
  public boolean writable() {
    return gone || channel.isWritable();
  }

  /// Runs `resume` once the client takes more. A client that does not keep up while all clients
  /// leave too much of direct memory unsent is cut, as one that takes nothing is.
  @Override
  public void onWritable(Runnable resume) {
    if (writable()) {
      channel.eventLoop().execute(resume);
    } else if (reserve(WriteStall.pending(channel))) {
      this.resume = resume;
    } else {
      AnswerWriter.reset(channel);
    }
  }

  private boolean reserve(long bytes) {
    if (over) {
      return false;
    }
    if (unsent == null) {
      unsent = memory.reserve(MemoryBudget.Use.ANSWER, call.hints().caller());
    }
    return unsent.resize(bytes);
  }

  private void giveBack() {
    over = true;
    if (unsent != null) {
      unsent.close();
    }
  }
}
