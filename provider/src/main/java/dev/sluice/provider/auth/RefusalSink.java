package dev.sluice.provider.auth;

import dev.sluice.call.Head;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.transport.AnswerSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sink that holds back an error, by which a credential may have been refused, and which may
/// repeat it; every other answer is passed on as it comes, but for secrets in its headers. Confined
/// to the loop; [#refusal] is for the call's thread, after the exchange has returned.
final class RefusalSink extends ForwardingSink implements AnswerSink {
  /// The most bytes of a refusal, as much as is ever read of an error.
  private static final int MOST = 64 * 1024;

  private static final int ERROR = 400;

  private final AnswerSink answer;
  private final SentSecrets secrets;
  private final KeptBody request;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable Head held;
  private boolean ended;

  /// @param request closed where an answer begins that is passed on
  RefusalSink(AnswerSink answer, SentSecrets secrets, KeptBody request) {
    super(answer);
    this.request = request;
    this.secrets = secrets;
    this.answer = answer;
  }

  /// An answer that was held back.
  ///
  /// @param text its body
  /// @param ended whether it came to its end
  /// @param cut whether more of it may have followed
  record Refusal(Head head, String text, boolean ended, boolean cut) {

    /// Passes the answer on to where it would have gone, without secrets. On the loop.
    void passTo(AnswerSink sink, SentSecrets secrets) {
      sink.head(secrets.without(head));
      sink.body(Unpooled.copiedBuffer(secrets.without(shown(secrets)), StandardCharsets.UTF_8));
      sink.flush();
      if (ended) {
        sink.end();
      }
    }

    /// The part of a body that is shown. Where it was cut off, a secret may have been cut off with
    /// it.
    private String shown(SentSecrets secrets) {
      return cut ? text.substring(0, Math.max(0, text.length() - secrets.longest())) : text;
    }
  }

  /// The answer that was held back; null where none was.
  @Nullable Refusal refusal() {
    return held == null
        ? null
        : new Refusal(held, body.toString(StandardCharsets.UTF_8), ended, body.size() == MOST);
  }

  /// Headers are copied, since the transport's are views.
  @Override
  public void head(Head head) {
    if (head.status() >= ERROR) {
      held = new Head(head.status(), Map.copyOf(head.headers()));
    } else {
      request.close();
      answer.head(secrets.viewed(head));
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

  /// No more of an error is waited for than is kept.
  @Override
  public boolean complete() {
    return held == null ? answer.complete() : body.size() == MOST;
  }

  @Override
  public void end() {
    ended = true;
    if (held == null) {
      answer.end();
    }
  }
}
