package dev.sluice.provider.openai;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Progress;
import dev.sluice.call.Sink;
import dev.sluice.provider.json.JsonWalker;
import dev.sluice.provider.sse.EventScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/// Reads a streamed answer, and passes it on in whole events: what has arrived of an incomplete one
/// is kept back, up to [#EVENT_HELD_MAX].
///
/// The bytes that are kept back are copied to the heap. A slice would pin the whole buffer of its
/// read, for many streams at once and for long; and an attempt that just stops has nothing to give
/// back.
final class StreamReading extends Reading implements EventScanner.Listener {
  /// One event larger than this passes in parts.
  static final int EVENT_HELD_MAX = 64 * 1024;

  /// One event larger than this is no event.
  static final int EVENT_MAX = 8 * 1024 * 1024;

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};

  private final Sink sink;
  private final UsageMeter meter;
  private final Function<String, Failed> classify;
  private final Verdict verdict;

  private final Findings findings = new Findings();
  private final JsonWalker<Finding> json = new JsonWalker<>(Finding.ANSWER, findings);
  private final EventScanner events = new EventScanner(this);

  /// How much of the event's data is `[DONE]` so far; -1 when it is something else.
  private int done;

  private boolean terminated;

  /// The first bytes of an incomplete event.
  private byte[] held = NOTHING;

  private int heldLength;

  /// All bytes of the incomplete event, held or passed on.
  private long pending;

  /// Whether the incomplete event has begun to be passed on.
  private boolean through;

  /// Where the complete events end in the buffer at hand; -1 when none does.
  private int complete;

  private int shift;

  /// Whether the event that [EventScanner#end] completed lacked nothing but its blank line.
  private boolean whole;

  StreamReading(Sink sink, UsageMeter meter, Function<String, Failed> classify, Verdict verdict) {
    this.sink = sink;
    this.meter = meter;
    this.classify = classify;
    this.verdict = verdict;
  }

  @Override
  void body(ByteBuf bytes) {
    complete = -1;
    boolean good = read(bytes);
    pending = complete < 0 ? pending + bytes.readableBytes() : bytes.writerIndex() - complete;
    if (!good) {
      passBefore(bytes);
    } else if (pending > EVENT_MAX) {
      passBefore(bytes);
      verdict.failed(
          new Failed.BadAnswer(Flaw.TOO_LARGE, "one event is larger than " + EVENT_MAX + " bytes"));
    } else {
      pass(bytes);
    }
  }

  @Override
  boolean block(byte[] a, int from, int to, int blockShift) {
    shift = blockShift;
    int boundary = events.feed(a, from, to);
    if (boundary >= 0) {
      complete = boundary + blockShift;
    }
    return !stopped;
  }

  private boolean stopped;

  @Override
  public void data(byte[] a, int from, int to) {
    for (int i = from; done >= 0 && i < to; i++) {
      done = done < DONE.length && a[i] == DONE[done] ? done + 1 : -1;
    }
    json.feed(a, from, to);
  }

  @Override
  public boolean event(int end) {
    whole = !events.hasData() || done == DONE.length || json.complete();
    stopped = events.hasData() && !understood();
    if (stopped) {
      return false;
    }
    complete = end + shift;
    through = false;
    done = 0;
    json.restart();
    findings.clear();
    return true;
  }

  /// Tells what the event at hand says; false when it ends the answer with an error.
  private boolean understood() {
    if (done == DONE.length) {
      terminate();
      return true;
    }
    String error = findings.error(events.named("error"));
    if (!error.isEmpty() && refused(error)) {
      return false;
    }
    meter.said(findings.contentBytes());
    meter.reported(findings.usage());
    if (findings.meaningful() && !through) {
      sink.progress(Progress.MEANINGFUL);
    }
    if (findings.terminated()) {
      terminate();
    }
    return true;
  }

  /// A response that failed by the client's own fault has ended as the dialect demands, and passes.
  private boolean refused(String error) {
    Failed why = classify.apply(error);
    if (findings.failedResponse() && why instanceof Failed.Refused) {
      return false;
    }
    verdict.failed(why);
    return true;
  }

  private void terminate() {
    if (!terminated) {
      terminated = true;
      sink.progress(Progress.TERMINATED);
    }
  }

  /// Passes the complete events on and keeps the rest.
  private void pass(ByteBuf bytes) {
    if (complete >= 0) {
      passHeld();
    }
    if (complete == bytes.writerIndex() || (complete < 0 && through)) {
      sink.body(bytes);
      return;
    }
    if (complete > bytes.readerIndex()) {
      sink.body(bytes.readRetainedSlice(complete - bytes.readerIndex()));
    }
    hold(bytes);
    if (heldLength > EVENT_HELD_MAX) {
      through = true;
      sink.progress(Progress.MEANINGFUL);
      passHeld();
    }
  }

  /// Passes on what came before an event that must not pass.
  private void passBefore(ByteBuf bytes) {
    if (complete >= 0) {
      passHeld();
      sink.body(bytes.readRetainedSlice(complete - bytes.readerIndex()));
    }
    bytes.release();
  }

  private void passHeld() {
    if (heldLength > 0) {
      sink.body(Unpooled.wrappedBuffer(held, 0, heldLength));
      held = NOTHING;
      heldLength = 0;
    }
  }

  private void hold(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (heldLength + length > held.length) {
      held = Arrays.copyOf(held, Math.max(heldLength + length, heldLength * 2));
    }
    bytes.readBytes(held, heldLength, length);
    heldLength += length;
    bytes.release();
  }

  @Override
  void end() {
    boolean cutInside = through;
    whole = true;
    events.end();
    if (stopped) {
      return;
    }
    if (!terminated || (cutInside && !whole)) {
      verdict.failed(
          new Failed.BadAnswer(Flaw.TRUNCATED, "the stream ended without its terminator"));
      return;
    }
    if (whole) {
      passHeld();
    }
    meter.settle();
    sink.end();
  }
}
