package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/// Finds the events of a stream, wherever the stream is cut. Finds what the load needs and no more:
/// where an event ends, whether it is the last one, whether it is an error, and when its sender
/// says that it was sent. Confined to the loop.
final class EventCounter {
  /// The mark behind which a sender on the same machine may put
  /// [dev.sluice.call.runtime.Clock#nanos].
  static final String STAMP = "data: {\"sent\":";

  private static final byte[] SENT = STAMP.getBytes(US_ASCII);
  private static final byte[] DATA = "data:".getBytes(US_ASCII);
  private static final byte[] ERROR = "data: {\"error\"".getBytes(US_ASCII);
  private static final byte[] ERROR_NAME = "event: error".getBytes(US_ASCII);
  private static final byte[] DONE = "data: [done]".getBytes(US_ASCII);

  private final PartialLine line = new PartialLine(64);
  private boolean data;
  private boolean error;
  private boolean done;
  private long sent;

  void begin() {
    line.clear();
    done = false;
    nextEvent();
  }

  /// Reads `length` bytes of the stream.
  void read(ByteBuf in, int length, AnswerPushParser.Listener listener) {
    int end = in.readerIndex() + length;
    while (in.readerIndex() < end) {
      if (line.take(in, end - in.readerIndex())) {
        line(listener);
      }
    }
  }

  /// Returns whether the stream's terminator has come.
  boolean done() {
    return done;
  }

  private void line(AnswerPushParser.Listener listener) {
    if (!line.isEmpty()) {
      field();
    } else if (data) {
      report(listener);
      nextEvent();
    }
  }

  private void field() {
    if (line.startsWith(SENT)) {
      sent = line.number(SENT.length, 10);
    }
    done |= line.startsWith(DONE);
    error |= line.startsWith(ERROR) || line.startsWith(ERROR_NAME);
    data |= line.startsWith(DATA);
  }

  private void report(AnswerPushParser.Listener listener) {
    if (error) {
      listener.errorEvent();
    } else if (!done) {
      listener.event(sent);
    }
  }

  private void nextEvent() {
    data = false;
    error = false;
    sent = -1;
  }
}
