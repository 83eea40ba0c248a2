package dev.sluice.internal.translate;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.internal.dialect.EventTranslator;
import dev.sluice.internal.dialect.hub.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// Translates the events of one attempt's answer as they pass. An answer that cannot be translated
/// ends the attempt, and nothing of an end is passed on. Confined to the loop; [#verdict] is for
/// the call's thread, after the attempt.
final class TranslatedEvents extends ForwardingSink {
  /// Memory is counted in steps of this many bytes.
  private static final long STEP = 4096;

  private final EventTranslator events;
  private final TranslatedHeads heads;
  private final Reservation room;
  private long reserved;
  private @Nullable AttemptHandle attempt;
  private @Nullable Failed failed;

  /// @param room for what the translation holds; stays the caller's
  TranslatedEvents(Sink next, EventTranslator events, TranslatedHeads heads, Reservation room) {
    super(next);
    this.events = events;
    this.heads = heads;
    this.room = room;
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
      write(events.feed(part, 0, part.length));
      check();
    }
  }

  private void write(byte[] translated) {
    if (translated.length > 0) {
      next.body(Unpooled.wrappedBuffer(translated));
    }
  }

  private void check() {
    if (events.fault().isPresent()) {
      fail(failure(events.fault().get()));
    } else if (!counted(events.held())) {
      fail(new Failed.OutOfMemory());
    }
  }

  private boolean counted(long held) {
    if (held <= reserved) {
      return true;
    }
    reserved = (held + STEP - 1) / STEP * STEP;
    return room.resize(reserved);
  }

  /// What the provider says of a failure is the attempt's outcome, told in the client's words.
  @Override
  public boolean takesFailure() {
    return false;
  }

  @Override
  public void end() {
    if (failed != null) {
      return;
    }
    byte[] last = events.end();
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

  /// The outcome of the attempt, given what the provider's scanner says of it.
  Outcome verdict(Outcome provider) {
    return failed == null ? provider : failed;
  }

  /// Why an answer that cannot be translated is none.
  static Failed failure(Fault fault) {
    Failed.Flaw flaw =
        fault.kind() == Fault.Kind.CUT ? Failed.Flaw.TRUNCATED : Failed.Flaw.MALFORMED;
    return new Failed.BadAnswer(flaw, fault.message());
  }
}
