package dev.sluice.provider.auth;

import dev.sluice.call.Head;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.provider.error.Redaction;
import dev.sluice.transport.AnswerSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sink that holds back an error, by which a credential may have been refused, and which may
/// repeat it; every other answer is passed on as it comes. Confined to the loop; [#refusal] is for
/// the call's thread, after the exchange has returned.
final class RefusalSink extends ForwardingSink implements AnswerSink {
  /// The most bytes of a refusal, as much as is ever read of an error.
  private static final int MOST = 64 * 1024;

  private static final int ERROR = 400;

  private final AnswerSink answer;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable Head held;
  private boolean ended;

  RefusalSink(AnswerSink answer) {
    super(answer);
    this.answer = answer;
  }

  /// An answer that was held back.
  ///
  /// @param text its body
  /// @param ended whether it came to its end
  record Refusal(Head head, String text, boolean ended) {

    /// Passes the answer on to where it would have gone, without these secrets. On the loop.
    void passTo(AnswerSink sink, List<String> secrets) {
      var redaction = new Redaction(secrets.stream());
      Map<String, String> headers = new HashMap<>();
      head.headers().forEach((name, value) -> headers.put(name, redaction.header(value)));
      sink.head(new Head(head.status(), headers));
      sink.body(Unpooled.copiedBuffer(redaction.json(text), StandardCharsets.UTF_8));
      sink.flush();
      if (ended) {
        sink.end();
      }
    }
  }

  /// The answer that was held back; null where none was.
  @Nullable Refusal refusal() {
    return held == null ? null : new Refusal(held, body.toString(StandardCharsets.UTF_8), ended);
  }

  /// Headers are copied, since the transport's are views.
  @Override
  public void head(Head head) {
    if (head.status() >= ERROR) {
      held = new Head(head.status(), Map.copyOf(head.headers()));
    } else {
      answer.head(head);
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    if (held == null) {
      answer.body(bytes);
      return;
    }
    int size = Math.min(bytes.readableBytes(), MOST - body.size());
    byte[] part = new byte[size];
    bytes.readBytes(part).release();
    body.write(part, 0, size);
  }

  @Override
  public void flush() {
    if (held == null) {
      answer.flush();
    }
  }

  @Override
  public boolean complete() {
    return held == null && answer.complete();
  }

  @Override
  public void end() {
    ended = true;
    if (held == null) {
      answer.end();
    }
  }
}
