package dev.sluice.internal.translate;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.dialect.AnswerEvents;
import dev.sluice.dialect.EventTranslator;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// Sink that translates the events of one attempt's answer as they pass. An answer that cannot be
/// translated ends the attempt, and no end is passed on. Confined to the loop; [#verdict] is for
/// the call's thread, after the attempt.
final class TranslatedEvents extends ForwardingSink implements AnswerEvents {
  private static final byte[] NOTHING = {};

  private final EventTranslator events;
  private final TranslatedHeads heads;
  private final AnswerRoom room;
  private final TargetDialect dialect;
  private @Nullable AttemptInfo attempt;
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
  public void attach(AttemptInfo attempt) {
    this.attempt = attempt;
    super.attach(attempt);
  }

  @Override
  public void head(Head head) {
    next.head(heads.of(head));
  }

  @Override
  public @Nullable JsonNode parse(byte[] a, int length) {
    return events.parse(a, length);
  }

  @Override
  public void event(@Nullable JsonNode parsed, byte[] a, int length) {
    if (failed == null) {
      try {
        events.event(parsed, a, length);
      } catch (HeapMeter.NoRoomException full) {
        fail(new Failed.OutOfMemory());
      }
    }
  }

  @Override
  public void read() {
    if (failed == null) {
      write(events.take());
      check();
    }
  }

  @Override
  public void body(ByteBuf bytes) {
    bytes.release();
    throw new IllegalStateException("the answer to a translated call came in bytes");
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

  @Override
  public void end() {
    if (failed != null) {
      return;
    }
    byte[] last = last();
    check();
    if (failed == null) {
      write(last);
      next.end();
    }
  }

  private byte[] last() {
    try {
      return events.end();
    } catch (HeapMeter.NoRoomException full) {
      fail(new Failed.OutOfMemory());
      return NOTHING;
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
