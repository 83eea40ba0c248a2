package dev.sluice.server.edge;

import dev.sluice.call.Exit;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Operation;
import dev.sluice.call.Trail;
import dev.sluice.server.openai.ErrorBody;
import dev.sluice.server.openai.Faults;
import dev.sluice.server.wire.AnswerWriter;
import dev.sluice.server.wire.HeadWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Through here an answer leaves to a client's connection. Confined to the loop. Once the client
/// has gone, everything that still comes is dropped.
final class ClientExit implements Exit {
  /// What becomes of the connection when the answer has ended.
  interface Ended {
    /// It is complete.
    void answered(boolean reusable);

    /// It is not, and has said so; the connection cannot be used again.
    void abandoned();
  }

  private final Channel channel;
  private final Asked asked;
  private final Operation operation;
  private final Ended ended;
  private final AnswerWriter writer;
  private boolean events;
  private byte last;
  private byte lastButOne;
  private boolean gone;
  private @Nullable Runnable resume;

  ClientExit(Channel channel, Asked asked, Operation operation, Ended ended) {
    this.channel = channel;
    this.asked = asked;
    this.operation = operation;
    this.ended = ended;
    this.writer = new AnswerWriter(channel, asked.terms());
  }

  /// The client has gone.
  void gone() {
    gone = true;
    resume = null;
  }

  /// The client takes more again.
  void writableAgain() {
    Runnable waiting = resume;
    resume = null;
    if (waiting != null) {
      waiting.run();
    }
  }

  @Override
  public void start(Head head, long length, Trail trail) {
    if (gone) {
      return;
    }
    events = head.mediaType().equals("text/event-stream");
    HeadWriter out = writer.head(head.status());
    head.headers()
        .forEach(
            (name, value) -> {
              if (!Names.OURS.contains(name)) {
                out.header(name, value);
              }
            });
    out.header(Names.REQUEST_ID, asked.id());
    Reply.trail(out, trail);
    if (!head.headers().containsKey(Names.CACHE.toString())) {
      out.header(Names.CACHE, "off");
    }
    writer.start(out, length);
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
    writer.write(bytes);
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
    if (!gone) {
      writer.finish();
      ended.answered(writer.reusable());
    }
  }

  @Override
  public void refuse(Failed why, Trail trail) {
    if (!gone) {
      ended.answered(tell(why, trail));
    }
  }

  private boolean tell(Failed why, Trail trail) {
    // Who calls again is to reach another server.
    boolean stopping = why instanceof Failed.Shed shed && shed.reason() == Failed.Reason.DRAINING;
    var reply = new Reply(channel, stopping ? asked.closing() : asked);
    if (why instanceof Failed.Refused refused && json(refused)) {
      return reply.verbatim(refused.status(), refused.contentType(), refused.body(), trail);
    }
    return reply.fault(Faults.of(why), trail, Optional.empty());
  }

  /// Whether a provider's words are meant for programs; pages meant for people are not passed on.
  private static boolean json(Failed.Refused refused) {
    return refused.contentType().startsWith("application/json")
        && refused.body().stripLeading().startsWith("{");
  }

  @Override
  public void cut(Failed why) {
    if (gone) {
      return;
    }
    if (events) {
      // Half an event must not swallow ours.
      String between = last == '\n' && lastButOne == '\n' ? "" : "\n\n";
      String event = between + ErrorBody.event(Faults.of(why), operation);
      writer.write(ByteBufUtil.writeUtf8(channel.alloc(), event));
      writer.flush();
      ended.abandoned();
    } else {
      writer.breakOff();
    }
  }

  @Override
  public boolean writable() {
    return gone || channel.isWritable();
  }

  @Override
  public void onWritable(Runnable resume) {
    if (writable()) {
      channel.eventLoop().execute(resume);
    } else {
      this.resume = resume;
    }
  }
}
