package dev.sluice.provider.auth;

import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.runtime.Loop;
import dev.sluice.transport.AnswerSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sink for the answer of an endpoint that gives credentials: small, and soon. Confined to the
/// loop; [#answer] is for the thread that asked, after the exchange has returned.
final class TokenSink extends DiscardingSink implements AnswerSink, AutoCloseable {
  private static final int MOST = 256 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration CONNECT_TO_MACHINE = Duration.ofSeconds(1);
  private static final Duration WHOLE = Duration.ofSeconds(10);

  private final Loop loop;
  private final Duration connect;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable AttemptInfo attempt;
  private @Nullable Head head;

  /// The timers that end the exchange. Set on the loop, read by the thread that asked.
  private volatile List<Loop.Timer> timers = List.of();

  private boolean connected;

  /// @param local whether the endpoint is the machine's own, which is there at once or not at all
  TokenSink(Loop loop, boolean local) {
    this.loop = loop;
    this.connect = local ? CONNECT_TO_MACHINE : CONNECT;
  }

  @Override
  public void attach(AttemptInfo attempt) {
    this.attempt = attempt;
    var set = new ArrayList<Loop.Timer>();
    set.add(loop.schedule(connect, this::late));
    set.add(loop.schedule(WHOLE, () -> attempt.abort(new TimedOut(Phase.TOTAL, WHOLE))));
    timers = List.copyOf(set);
  }

  private void late() {
    if (!connected && attempt != null) {
      attempt.abort(new TimedOut(Phase.CONNECT, connect));
    }
  }

  @Override
  public void progress(Progress progress) {
    connected = true;
  }

  @Override
  public void head(Head said) {
    head = new Head(said.status(), Map.copyOf(said.headers()));
  }

  @Override
  public void body(ByteBuf bytes) {
    byte[] part = ByteBufUtil.getBytes(bytes);
    bytes.release();
    if (body.size() + part.length > MOST && attempt != null) {
      attempt.abort(new BadAnswer(Flaw.TOO_LARGE, "the answer is larger than 256 KiB"));
    } else {
      body.write(part, 0, part.length);
    }
  }

  /// The answer; null where none has begun.
  @Nullable TokenAnswer answer() {
    Head said = head;
    return said == null
        ? null
        : new TokenAnswer(said.status(), said.headers(), body.toString(StandardCharsets.UTF_8));
  }

  /// Cancels the timers. Safe for any thread.
  @Override
  public void close() {
    timers.forEach(Loop.Timer::cancel);
  }
}
