package dev.sluice.provider.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.dialect.AnswerEvents;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reader of a streamed answer that is translated: it reports the meaning of each event, and
/// hands the event on, with the edits of [EventFields#edits]. The stream is taken apart once for
/// both, and each event parsed once, by the translation, when it is whole. Of an event that is
/// larger than a failure may be the meaning is read as it comes, since it may be a failure.
final class TranslatedBodyReader extends BodyReader implements EventListener {
  /// The least room for an event, and the most that is kept for the next one: some streams begin
  /// with an event that repeats the request, and go on for long.
  private static final int LEAST = 256;

  private static final int KEPT_MOST = 1024;
  private static final byte[] NOTHING = {};

  private final AnswerContext context;
  private final AnswerEvents translation;
  private final EventFields fields;
  private final StreamEvents events;

  /// The data of the incomplete event.
  private byte[] data = NOTHING;

  private int length;

  /// How many of the data have been read for their meaning before the event is whole.
  private int fed;

  /// The current event, as the translation has parsed it; null where it has not.
  private @Nullable JsonNode event;

  /// All bytes of the incomplete event.
  private long pending;

  private boolean failed;

  /// @param fields the reader of each event
  TranslatedBodyReader(AnswerContext context, AnswerEvents translation, EventFields fields) {
    this.context = context;
    this.translation = translation;
    this.fields = fields;
    this.events = new StreamEvents(context, this, fields);
  }

  @Override
  public void body(ByteBuf bytes) {
    var _ = read(bytes);
    bytes.release();
    if (!ended() && !events.complete()) {
      bound();
    }
    translation.read();
  }

  private void bound() {
    if (pending > StreamBodyReader.EVENT_MAX) {
      String what = "one event is larger than " + StreamBodyReader.EVENT_MAX + " bytes";
      var _ = fail(new BadAnswer(Flaw.TOO_LARGE, what));
    } else if (pending > StreamBodyReader.FAILURE_HELD_MAX) {
      feed();
      if (events.fails()) {
        // Not TOO_LARGE, by which an answer counts as served: this is none.
        var _ = fail(new BadAnswer(Flaw.MALFORMED, "the event of a failure is too large"));
      }
    }
  }

  private void feed() {
    fields.feed(data, fed, length);
    fed = length;
  }

  @Override
  protected boolean block(byte[] a, int from, int to, int shift) {
    int boundary = events.feed(a, from, to);
    pending = boundary < 0 ? pending + to - from : to - boundary;
    return !ended();
  }

  @Override
  public void data(EventFields fields, byte[] a, int from, int to) {
    int more = to - from;
    if (failed || !hasRoom(more)) {
      return;
    }
    System.arraycopy(a, from, data, length, more);
    length += more;
  }

  private boolean hasRoom(int more) {
    if (length + more <= data.length) {
      return true;
    }
    int size = Math.max(LEAST, Math.max(2 * data.length, length + more));
    if (size > StreamBodyReader.EVENT_HELD_MAX && !context.memory().resize(size)) {
      return fail(new Failed.OutOfMemory(context.memory().shareIsFull()));
    }
    data = Arrays.copyOf(data, size);
    return true;
  }

  private boolean fail(Failed why) {
    failed = true;
    context.fail(why);
    return false;
  }

  @Override
  public boolean dataEnds(EventFields fields) {
    if (failed) {
      return false;
    }
    if (fed > 0) {
      feed();
      return true;
    }
    try {
      event = translation.parse(data, length);
    } catch (HeapMeter.NoRoomException full) {
      return fail(new Failed.OutOfMemory());
    }
    if (event != null) {
      fields.read(event);
    }
    return true;
  }

  /// Whether an event by which a response says that it has failed passes: never, since the client
  /// is told of the failure in its own dialect.
  @Override
  public boolean passes(Failed why) {
    return false;
  }

  /// Hands an event on. What is left of one at the end of a cut stream is none.
  @Override
  public void event(int end, Kind kind) {
    if (!failed && length > 0 && events.whole()) {
      hand(fields.edits());
    }
    event = null;
    fed = 0;
    length = 0;
    letGo();
  }

  private void letGo() {
    int had = data.length;
    if (had > KEPT_MOST) {
      data = NOTHING;
    }
    if (had > StreamBodyReader.EVENT_HELD_MAX) {
      var _ = context.memory().resize(0);
    }
  }

  private void hand(List<DataEdit> edits) {
    if (edits.isEmpty()) {
      translation.event(event, data, length);
    } else {
      byte[] edited = DataEdit.in(edits, data, length);
      translation.event(null, edited, edited.length);
    }
  }

  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public boolean complete() {
    return events.complete() && !failed;
  }

  private boolean ended() {
    return failed || events.failed();
  }

  @Override
  public void end() {
    events.end();
    translation.read();
    if (ended()) {
      return;
    }
    if (!events.terminated()) {
      var _ = fail(new BadAnswer(Flaw.TRUNCATED, events.lack()));
      return;
    }
    context.meter().settle();
    context.sink().end();
  }
}
