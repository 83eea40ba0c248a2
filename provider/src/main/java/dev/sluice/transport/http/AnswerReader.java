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

/// A reader of one answer after the other from what the decoder makes of a connection's bytes; it
/// skips interim answers, and passes each other one on to its exchange. Confined to the loop.
final class AnswerReader {
  // A server may send any number of interim answers; the gateway uses none of them.
  private static final int MAX_INTERIM = 16;

  /// The receiver of an answer.
  interface Receiver {
    /// Takes the answer's head, once.
    void head(HttpResponse head);

    /// Takes a part of the body, and the ownership of its buffer.
    void body(ByteBuf bytes);
  }

  private boolean interim;
  private int interims;
  private boolean keepAlive;
  private boolean complete;

  /// Prepares for the next answer, which begins with the next message.
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

  /// Takes one message of the decoder, and its ownership.
  ///
  /// @return the flaw in the message; null when there is none
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
