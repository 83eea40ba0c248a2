package dev.sluice.internal.translate;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.dialect.EventTranslator;
import dev.sluice.dialect.json.HeapMeter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sink that translates the events of one attempt's answer as they pass. An answer that cannot be
/// translated ends the attempt, and no end is passed on. Confined to the loop; [#verdict] is for
/// the call's thread, after the attempt.
final class TranslatedEvents extends ForwardingSink {
  private static final byte[] NOTHING = {};

  private final EventTranslator events;
  private final TranslatedHeads heads;
  private final AnswerRoom room;
  private final TargetDialect dialect;
  private @Nullable AttemptHandle attempt;
  private @Nullable Failed failed;

  /// @param room the memory for what the translation holds and builds
  TranslatedEvents(
      Sink next,
      EventTranslator events,
      TranslatedHeads heads,
      AnswerRoom room,
      TargetDialect dialect) {
    super(next);
    this.events = events;
    this.heads = heads;
    this.room = room;
    this.dialect = dialect;
  }

  @Override
  public void attach(AttemptHandle attempt) {
    this.attempt = attempt;
    super.attach(attempt);
  }

  @Override
  public void head(Head head) {
    next.head(heads.of(head));
  }

  @Override
  public void body(ByteBuf bytes) {
    byte[] part = ByteBufUtil.getBytes(bytes);
    bytes.release();
    if (failed == null) {
      write(translated(() -> events.feed(part, 0, part.length)));
      check();
    }
  }

  /// Returns what a step makes of the answer; nothing where the answer fails in it.
  private byte[] translated(Supplier<byte[]> step) {
    try {
      return step.get();
    } catch (HeapMeter.NoRoomException full) {
      fail(new Failed.OutOfMemory());
      return NOTHING;
    }
  }

  private void write(byte[] translated) {
    if (translated.length > 0) {
      next.body(Unpooled.wrappedBuffer(translated));
    }
  }

  private void check() {
    if (failed != null) {
      return;
    }
    if (events.fault().isPresent()) {
      fail(dialect.failure(events.fault().get()));
    } else if (!room.holds(events.held())) {
      fail(new Failed.OutOfMemory());
    }
  }

  /// Returns false: a failure that the provider states is the attempt's outcome, told in the
  /// client's words.
  @Override
  public boolean takesFailure() {
    return false;
  }

  @Override
  public void end() {
    if (failed != null) {
      return;
    }
    byte[] last = translated(events::end);
    check();
    if (failed == null) {
      write(last);
      next.end();
    }
  }

  private void fail(Failed why) {
    failed = why;
    if (attempt != null) {
      attempt.abort(why);
    }
  }

  /// Returns the outcome of the attempt, given what the provider's scanner says of it.
  Outcome verdict(Outcome provider) {
    return failed == null ? provider : failed;
  }
}
