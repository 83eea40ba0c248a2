package dev.sluice.provider.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.OutOfMemory;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A reader that passes a streamed answer on in whole events, in the buffers that they came in: the
/// bytes of an incomplete event are held, up to [#EVENT_HELD_MAX]. The usage that the gateway asked
/// for and the client did not is left out, and the edits of [EventFields#edits] are made.
///
/// Nothing is passed on from behind the last event of the dialect.
///
/// The event by which an answer says that it has failed passes redacted, and is held for that; it
/// ends the answer here where it is larger than [#FAILURE_HELD_MAX], or has begun to pass before it
/// was known for a failure.
///
/// Limitations: an event larger than [#EVENT_HELD_MAX] passes with its own numbers where they show
/// behind so many bytes only.
final class StreamBodyReader extends BodyReader implements EventListener {
  /// The most bytes of an event that are held until it is complete; a larger one passes in parts.
  static final int EVENT_HELD_MAX = 64 * 1024;

  /// The most bytes of an event by which an answer says that it has failed. Such an event repeats
  /// the request's instructions and tools, so it may be large.
  static final int FAILURE_HELD_MAX = 256 * 1024;

  /// The most bytes of an event, unless the operation has larger ones; beyond, the answer is
  /// malformed.
  static final int EVENT_MAX = 8 * 1024 * 1024;

  private final AnswerContext context;
  private final StreamEvents events;
  private final boolean hideUsage;
  private final int eventMax;
  private final EventFields fields;
  private final HeldBytes held = new HeldBytes();

  /// All bytes of the incomplete event, held or passed on.
  private long pending;

  /// Whether the incomplete event has begun to be passed on.
  private boolean through;

  /// The end of the complete events in the current buffer; -1 when none ends there.
  private int complete;

  /// The current buffer, and the difference between an index of the current array and one of its
  /// own.
  private @Nullable ByteBuf buffer;

  private int shift;

  /// Whether the omitted bytes ended in a carriage return, to which a line feed may belong.
  private boolean afterReturn;

  /// Whether what was passed on ended in a carriage return.
  private boolean passedReturn;

  /// @param fields the reader of each event
  /// @param hideUsage whether the client asked for no usage
  /// @param eventMax the most bytes of an event
  StreamBodyReader(AnswerContext context, EventFields fields, boolean hideUsage, int eventMax) {
    this.context = context;
    this.hideUsage = hideUsage;
    this.eventMax = eventMax;
    this.fields = fields;
    this.events = new StreamEvents(context, this, fields);
  }

  @Override
  public void body(ByteBuf bytes) {
    if (events.complete()) {
      passLineFeed(bytes);
      return;
    }
    skipLineFeed(bytes);
    boolean rest = passedReturn && bytes.isReadable() && isLineFeed(bytes, bytes.readerIndex());
    complete = rest ? bytes.readerIndex() + 1 : -1;
    buffer = bytes;
    boolean good = read(bytes);
    buffer = null;
    passedReturn = complete == bytes.writerIndex() && bytes.getByte(complete - 1) == '\r';
    pending = complete < 0 ? pending + bytes.readableBytes() : bytes.writerIndex() - complete;
    if (!good || events.complete()) {
      passComplete(bytes);
      bytes.release();
    } else if (pending > eventMax) {
      end(bytes, Flaw.TOO_LARGE, "one event is larger than " + eventMax + " bytes");
    } else if (events.fails() && (pending > FAILURE_HELD_MAX || (through && complete < 0))) {
      // Not TOO_LARGE, by which an answer counts as served: this is none.
      end(bytes, Flaw.MALFORMED, "the event of a failure is too large");
    } else {
      pass(bytes);
      reserve();
    }
  }

  private void end(ByteBuf bytes, Flaw flaw, String detail) {
    passComplete(bytes);
    bytes.release();
    context.fail(new BadAnswer(flaw, detail));
  }

  @Override
  protected boolean block(byte[] a, int from, int to, int shift) {
    this.shift = shift;
    int boundary = events.feed(a, from, to);
    if (buffer != null
        && !events.complete()
        && boundary >= 0
        && boundary + shift > buffer.readerIndex()) {
      complete = boundary + shift;
    }
    return !events.failed();
  }

  /// Whether a failure that the answer itself reports passes. A failure that the client is to blame
  /// for is its answer; every other failure is the gateway's to report until the client has a part
  /// of the answer, since until then the call may have another.
  @Override
  public boolean passes(Failed why) {
    boolean fits = why instanceof Failed.Refused || context.sink().committed();
    return fits && !through;
  }

  @Override
  public void event(int end, Kind kind) {
    if (kind == Kind.FAILURE && !through) {
      takeOut(withLineFeed(end + shift));
      held.edit(fields.edits());
      held.change(context::clean);
      held.passTo(context.sink());
    } else if (hideUsage && kind == Kind.USAGE_ALONE && !through) {
      takeOut(end + shift);
      held.drop();
      dropLineFeed(end + shift);
    } else if (!fields.edits().isEmpty() && !through) {
      takeOut(end + shift);
      held.edit(fields.edits());
      if (buffer != null) {
        held.passTo(context.sink());
      }
    } else {
      complete = events.complete() ? withLineFeed(end + shift) : end + shift;
    }
  }

  /// Passes on the events before the one that ends at `end`, and holds that event alone.
  private void takeOut(int end) {
    if (buffer == null) {
      return; // it is held already: it lacked its blank line, and the stream has ended
    }
    if (complete >= 0
        && complete < end
        && buffer.getByte(complete - 1) == '\r'
        && isLineFeed(buffer, complete)) {
      complete++;
    }
    passComplete(buffer);
    held.add(buffer.readRetainedSlice(end - buffer.readerIndex()));
    complete = -1;
    pending = 0;
  }

  /// The index just behind the line feed that belongs to a carriage return in front of `end`, if it
  /// is there.
  private int withLineFeed(int end) {
    boolean both =
        buffer != null
            && end < buffer.writerIndex()
            && buffer.getByte(end - 1) == '\r'
            && isLineFeed(buffer, end);
    return both ? end + 1 : end;
  }

  /// Drops the line feed of an event that ended at `end` and was left out.
  private void dropLineFeed(int end) {
    if (buffer != null) {
      afterReturn = buffer.getByte(end - 1) == '\r';
      skipLineFeed(buffer);
    }
  }

  /// Passes on the line feed of the last event alone: nothing else belongs to the answer.
  private void passLineFeed(ByteBuf bytes) {
    boolean rest = passedReturn && bytes.isReadable() && isLineFeed(bytes, bytes.readerIndex());
    if (rest) {
      passedReturn = false;
      context.sink().body(bytes.readRetainedSlice(1));
    }
    bytes.release();
  }

  /// Drops a line feed right behind omitted bytes, which belongs to them.
  private void skipLineFeed(ByteBuf bytes) {
    if (afterReturn && bytes.isReadable()) {
      afterReturn = false;
      if (isLineFeed(bytes, bytes.readerIndex())) {
        bytes.skipBytes(1);
      }
    }
  }

  private static boolean isLineFeed(ByteBuf bytes, int index) {
    return bytes.getByte(index) == '\n';
  }

  private void pass(ByteBuf bytes) {
    through &= complete < 0;
    if (through) {
      context.sink().body(bytes);
    } else if (complete == bytes.writerIndex()) {
      held.passTo(context.sink());
      context.sink().body(bytes);
    } else {
      passComplete(bytes);
      held.add(bytes);
      passWhatIsTooMuch();
    }
  }

  private void passComplete(ByteBuf bytes) {
    if (complete >= 0) {
      held.passTo(context.sink());
      context.sink().body(bytes.readRetainedSlice(complete - bytes.readerIndex()));
    }
  }

  private void passWhatIsTooMuch() {
    if (held.length() > EVENT_HELD_MAX && !fields.mayEdit() && !events.fails()) {
      through = true;
      events.tellEarly();
      held.passTo(context.sink());
    }
  }

  private void reserve() {
    long beyond = held.length() > EVENT_HELD_MAX ? held.capacity() : 0;
    if (!context.memory().resize(beyond)) {
      context.fail(new OutOfMemory(context.memory().shareIsFull()));
    }
  }

  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public boolean complete() {
    return events.complete();
  }

  @Override
  public void end() {
    events.end();
    if (events.failed()) {
      return;
    }
    boolean cutInside = through && !events.whole();
    if (!events.terminated() || cutInside) {
      context.fail(new BadAnswer(Flaw.TRUNCATED, events.lack()));
      return;
    }
    if (events.whole()) {
      held.passTo(context.sink());
    }
    context.meter().settle();
    context.sink().end();
  }
}
