package dev.sluice.server.edge;

import dev.sluice.accounts.price.Money;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.RetryHint;
import dev.sluice.api.openai.ErrorBody;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.server.client.Names;
import dev.sluice.server.http.AnswerWriter;
import dev.sluice.server.http.HeadWriter;
import dev.sluice.server.http.WriteStall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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

  private final Channel channel;
  private final RequestContext context;
  private final Call call;
  private final RetryHint comeBack;
  private final MemoryBudget memory;
  private final Ended ended;
  private final AnswerWriter writer;
  private boolean events;

  /// Whether the cost is to stand behind the answer.
  private boolean priced;

  private byte last;
  private byte lastButOne;
  private boolean gone;
  private @Nullable Runnable resume;

  /// The memory for bytes that the client has not taken; null while the client keeps up.
  private @Nullable Reservation unsent;

  /// Whether the answer has ended or the client has gone, so that nothing is reserved any more.
  private boolean over;

  /// Makes an array of a stream's events; null for a client that reads events.
  private @Nullable EventArray array;

  /// Takes out comments; null for a client that knows them.
  private @Nullable CommentFilter comments;

  /// The state of a Responses stream's response; null for everything else.
  private @Nullable ResponseProgress response;

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
    events = head.mediaType().equals("text/event-stream");
    if (events && isResponse(call.operation())) {
      response = new ResponseProgress("resp_" + context.id(), call.model());
    }
    array = events && context.dialect().inArrays() ? new EventArray() : null;
    comments = events && context.dialect().takesNoComments() ? new CommentFilter() : null;
    writer.frame(context.framing());
    HeadWriter out = writer.head(head.status());
    head.headers().forEach((name, value) -> header(out, name, value));
    Reply.names(out, context);
    Reply.history(out, history);
    if (!head.headers().containsKey(Names.CACHE.toString())) {
      out.header(Names.CACHE, "off");
    }
    long framed = array == null ? length : -1;
    priced = call.payer().pays() && history.cost().isEmpty() && writer.takesTrailer(framed);
    if (priced) {
      out.header(HttpHeaderNames.TRAILER, Names.COST);
    }
    writer.start(out, framed);
  }

  @Override
  public void cost(long nanos) {
    if (priced) {
      writer.trailer(Names.COST, Money.dollars(nanos));
    }
  }

  @Override
  public boolean takesCost() {
    return priced;
  }

  private void header(HeadWriter out, String name, String value) {
    if (array != null && name.equals("content-type")) {
      out.header(name, Names.JSON);
    } else if (!Names.OURS.contains(name)) {
      out.header(name, value);
    }
  }

  private static boolean isResponse(Operation operation) {
    return operation == Operation.RESPONSES || operation == Operation.STORED_RESPONSE;
  }

  @Override
  public void write(ByteBuf bytes) {
    if (gone) {
      bytes.release();
      return;
    }
    if (events) {
      remember(bytes);
    }
    if (response != null) {
      response.read(bytes);
    }
    ByteBuf framed = framed(bytes);
    if (framed.isReadable()) {
      writer.write(framed);
    } else {
      framed.release();
    }
  }

  private ByteBuf framed(ByteBuf bytes) {
    if (array != null) {
      return array.elements(bytes, channel.alloc());
    }
    return comments == null ? bytes : comments.without(bytes, channel.alloc());
  }

  private void remember(ByteBuf bytes) {
    int end = bytes.writerIndex();
    int size = bytes.readableBytes();
    if (size > 0) {
      lastButOne = size > 1 ? bytes.getByte(end - 2) : last;
      last = bytes.getByte(end - 1);
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
      if (array != null) {
        writer.write(array.end(channel.alloc()));
      }
      writer.finish();
      ended.answered(writer.reusable());
    }
  }

  @Override
  public void finishFailed(Failed why) {
    finish();
  }

  /// Sends the error of a call. If not even an error can be written, the connection is broken
  /// rather than left open.
  @Override
  public void refuse(Failed why, AttemptHistory history) {
    giveBack();
    if (gone) {
      return;
    }
    boolean sent = false;
    try {
      boolean reusable = sendError(why, history);
      sent = true;
      ended.answered(reusable);
    } finally {
      if (!sent) {
        AnswerWriter.reset(channel);
      }
    }
  }

  private boolean sendError(Failed why, AttemptHistory history) {
    // A client that calls again is to reach another server.
    boolean stopping = why instanceof Failed.Shed shed && shed.reason() == Failed.Reason.DRAINING;
    var reply = new Reply(channel, stopping ? context.closing() : context, comeBack);
    if (why instanceof Failed.Refused refused && ApiErrors.inItsOwnWords(refused)) {
      String body = context.dialect().refusal(refused, context.id());
      return reply.verbatim(refused.status(), refused.contentType(), body, history);
    }
    return reply.fault(ApiErrors.of(why), history, call.hints().clientRetries());
  }

  /// Ends an answer that has failed. A stream of the Responses API whose provider has said an error
  /// ends as the provider's does, with its framing: its clients read on behind the events that say
  /// so, and a connection that breaks would be raised in their place. Clients of the other dialects
  /// stop at an error event.
  @Override
  public void cut(Failed why) {
    giveBack();
    if (gone) {
      return;
    }
    if (array != null) {
      writer.write(array.end(context.dialect().event(why, context.id()), channel.alloc()));
      writer.flush();
      ended.abandoned();
    } else if (events) {
      // Half an event must not swallow the gateway's.
      String between = last == '\n' && lastButOne == '\n' ? "" : "\n\n";
      writer.write(ByteBufUtil.writeUtf8(channel.alloc(), between + lastWords(why)));
      endBehind(why);
    } else {
      writer.breakOff();
    }
  }

  private void endBehind(Failed why) {
    if (response != null && isSaidByProvider(why)) {
      finish();
    } else {
      writer.flush();
      ended.abandoned();
    }
  }

  /// Whether the provider has told the failure, and its answer has ended with that. Of any other an
  /// application that looks for no error is to learn by the connection.
  private static boolean isSaidByProvider(Failed why) {
    return switch (why) {
      case Failed.Throttled _, Failed.AccountThrottled _, Failed.Overloaded _ -> true;
      case Failed.Exhausted _, Failed.CredentialRefused _, Failed.Refused _ -> true;
      case Failed.Invalid _, Failed.LimitReached _, Failed.Shed _ -> false;
      case Failed.Unreachable _, Failed.TimedOut _, Failed.BadAnswer _ -> false;
      case Failed.OutOfMemory _, Failed.Cancelled _, Failed.Internal _ -> false;
    };
  }

  private String lastWords(Failed why) {
    return response == null
        ? context.dialect().event(why, context.id())
        : ErrorBody.responseEvents(why, response.last());
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
