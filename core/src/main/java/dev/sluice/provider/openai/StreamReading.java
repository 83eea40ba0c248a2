package dev.sluice.provider.openai;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Sink;
import io.netty.buffer.ByteBuf;
import java.util.function.Function;

/// Reads a streamed answer, and passes it on in whole events, in the buffers that they came in:
/// what has arrived of an incomplete one is kept back, up to [#EVENT_HELD_MAX].
final class StreamReading extends Reading {
  /// One event larger than this passes in parts.
  static final int EVENT_HELD_MAX = 64 * 1024;

  /// One event larger than this is no event.
  static final int EVENT_MAX = 8 * 1024 * 1024;

  private final Sink sink;
  private final UsageMeter meter;
  private final Verdict verdict;
  private final StreamEvents events;
  private final HeldBytes held = new HeldBytes();

  /// All bytes of the incomplete event, held or passed on.
  private long pending;

  /// Whether the incomplete event has begun to be passed on.
  private boolean through;

  /// Where the complete events end in the buffer at hand; -1 when none does.
  private int complete;

  StreamReading(Sink sink, UsageMeter meter, Function<String, Failed> classify, Verdict verdict) {
    this.sink = sink;
    this.meter = meter;
    this.verdict = verdict;
    this.events = new StreamEvents(sink, meter, classify, verdict);
  }

  @Override
  void body(ByteBuf bytes) {
    complete = -1;
    boolean good = read(bytes);
    pending = complete < 0 ? pending + bytes.readableBytes() : bytes.writerIndex() - complete;
    if (!good) {
      passComplete(bytes);
      bytes.release();
    } else if (pending > EVENT_MAX) {
      passComplete(bytes);
      bytes.release();
      verdict.failed(
          new BadAnswer(Flaw.TOO_LARGE, "one event is larger than " + EVENT_MAX + " bytes"));
    } else {
      pass(bytes);
    }
  }

  @Override
  boolean block(byte[] a, int from, int to, int shift) {
    int boundary = events.feed(a, from, to);
    if (boundary >= 0) {
      complete = boundary + shift;
    }
    return !events.failed();
  }

  private void pass(ByteBuf bytes) {
    through &= complete < 0;
    if (through) {
      sink.body(bytes);
    } else if (complete == bytes.writerIndex()) {
      held.passTo(sink);
      sink.body(bytes);
    } else {
      passComplete(bytes);
      held.add(bytes);
      passWhatIsTooMuch();
    }
  }

  private void passComplete(ByteBuf bytes) {
    if (complete >= 0) {
      held.passTo(sink);
      sink.body(bytes.readRetainedSlice(complete - bytes.readerIndex()));
    }
  }

  private void passWhatIsTooMuch() {
    if (held.length() > EVENT_HELD_MAX) {
      through = true;
      events.tellEarly();
      held.passTo(sink);
    }
  }

  @Override
  void end() {
    events.end();
    if (events.failed()) {
      return;
    }
    boolean cutInside = through && !events.whole();
    if (!events.terminated() || cutInside) {
      verdict.failed(new BadAnswer(Flaw.TRUNCATED, "the stream ended without its terminator"));
      return;
    }
    if (events.whole()) {
      held.passTo(sink);
    }
    meter.settle();
    sink.end();
  }
}
