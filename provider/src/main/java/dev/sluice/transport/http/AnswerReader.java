package dev.sluice.transport.http;

import dev.sluice.call.Failed;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// Reads one answer after the other from what the decoder makes of a connection's bytes, skips the
/// interim ones, and passes each on to its exchange. Confined to the loop.
final class AnswerReader {
  // A server may send any number of interim answers; the gateway uses none of them.
  private static final int MAX_INTERIM = 16;

  /// The receiver of an answer.
  interface Receiver {
    /// The head, once.
    void head(HttpResponse head);

    /// A part of the body, which belongs to the receiver.
    void body(ByteBuf bytes);
  }

  private boolean interim;
  private int interims;
  private boolean keepAlive;
  private boolean complete;

  /// The next answer begins with the next message.
  void expect() {
    interim = false;
    interims = 0;
    keepAlive = false;
    complete = false;
  }

  /// Whether the answer has come to its end.
  boolean complete() {
    return complete;
  }

  /// Whether the peer, by the answer's head, keeps the connection after it.
  boolean keepAlive() {
    return keepAlive;
  }

  /// Takes over one message of the decoder's.
  ///
  /// @return what is wrong with it; null when nothing is
  @Nullable Failed read(Receiver to, Object message) {
    return message instanceof HttpResponse head ? head(to, head) : part(to, (HttpContent) message);
  }

  private @Nullable Failed head(Receiver to, HttpResponse head) {
    if (AnswerCheck.cutShort(head)) {
      ReferenceCountUtil.release(head);
      return null; // the channel is about to say that it is closed
    }
    Failed flaw = AnswerCheck.flaw(head);
    if (flaw != null) {
      ReferenceCountUtil.release(head);
      return flaw;
    }
    interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (interim) {
      return ++interims > MAX_INTERIM
          ? AnswerCheck.malformed("it never comes to its status")
          : null;
    }
    keepAlive = HttpUtil.isKeepAlive(head);
    to.head(head);
    return null;
  }

  private @Nullable Failed part(Receiver to, HttpContent part) {
    Failed flaw = AnswerCheck.flaw(part);
    if (flaw != null || interim) {
      part.release(); // an interim answer has an empty end of its own
      return flaw;
    }
    complete = part instanceof LastHttpContent;
    ByteBuf bytes = part.content();
    if (bytes.isReadable()) {
      to.body(bytes);
    } else {
      bytes.release();
    }
    return null;
  }
}
