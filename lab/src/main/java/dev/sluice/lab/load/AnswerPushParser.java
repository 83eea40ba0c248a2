package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/// Reads HTTP/1.1 answers as they come off the wire, cut anywhere. The reader trusts its peer where
/// a gateway must not: it checks what it needs to find an answer's end, and nothing else. Confined
/// to the loop.
///
/// ```
/// STATUS > HEADER* > LENGTH ----------------------------> STATUS ...
///                  > CHUNK_SIZE > CHUNK > CHUNK_SIZE ... > TRAILER* > STATUS ...
///                  > UNTIL_CLOSE
/// ```
final class AnswerPushParser {
  private static final byte[] HTTP = "http/1.1 ".getBytes(US_ASCII);
  private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(US_ASCII);
  private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(US_ASCII);
  private static final byte[] EVENT_STREAM = "content-type: text/event-stream".getBytes(US_ASCII);
  private static final byte[] CLOSE = "connection: close".getBytes(US_ASCII);

  /// Is told what an answer holds, in the order of the wire.
  interface Listener {

    /// Notes that an answer begins.
    void status(int status);

    /// Notes an event that is no error and not the terminator.
    ///
    /// @param sent when its sender says that it was sent, or -1
    void event(long sent);

    /// Notes an event that is an error.
    void errorEvent();

    /// Notes that the answer has come to its end as its framing demands.
    ///
    /// @param terminated whether it was a stream that ended with its terminator
    /// @param keepAlive whether the connection may be used again
    void end(boolean terminated, boolean keepAlive);

    /// Takes the news that this is not HTTP; nothing more is told.
    void malformed();
  }

  private enum State {
    STATUS,
    HEADER,
    LENGTH,
    CHUNK_SIZE,
    CHUNK,
    TRAILER,
    UNTIL_CLOSE,
    BROKEN
  }

  private final Listener listener;
  private final PartialLine line = new PartialLine(256);
  private final EventCounter events = new EventCounter();
  private State state = State.STATUS;
  private int status;
  private long left;
  private boolean chunked;
  private boolean stream;
  private boolean keepAlive;

  AnswerPushParser(Listener listener) {
    this.listener = listener;
  }

  /// Reads all of `in`; does not release it.
  void read(ByteBuf in) {
    while (in.isReadable() && state != State.BROKEN) {
      switch (state) {
        case LENGTH, CHUNK -> body(in);
        case UNTIL_CLOSE -> pass(in, in.readableBytes());
        default -> head(in);
      }
    }
  }

  private void head(ByteBuf in) {
    if (line.take(in, in.readableBytes())) {
      line();
    }
  }

  /// Notes the end of the connection, which ends an answer without a length of its own.
  void close() {
    if (state == State.UNTIL_CLOSE) {
      keepAlive = false;
      end();
    }
  }

  private void line() {
    switch (state) {
      case STATUS -> statusLine();
      case HEADER -> header();
      case CHUNK_SIZE -> chunkSize();
      case TRAILER -> trailer();
      default -> throw new IllegalStateException("no line is read in " + state);
    }
  }

  private void statusLine() {
    status = line.startsWith(HTTP) ? (int) line.number(HTTP.length, 10) : -1;
    if (status < 100 || status > 599) {
      state = State.BROKEN;
      listener.malformed();
      return;
    }
    beginHeader();
  }

  private void beginHeader() {
    left = -1;
    chunked = false;
    stream = false;
    keepAlive = true;
    state = State.HEADER;
  }

  private void header() {
    if (line.isEmpty()) {
      headEnd();
      return;
    }
    if (line.startsWith(CONTENT_LENGTH)) {
      left = line.number(CONTENT_LENGTH.length, 10);
    }
    chunked |= line.startsWith(CHUNKED);
    stream |= line.startsWith(EVENT_STREAM);
    keepAlive &= !line.startsWith(CLOSE);
  }

  private void headEnd() {
    if (status < 200) {
      state = State.STATUS;
      return;
    }
    listener.status(status);
    if (stream) {
      events.begin();
    }
    if (chunked) {
      state = State.CHUNK_SIZE;
    } else if (left == 0 || status == 204 || status == 304) {
      end();
    } else {
      state = left > 0 ? State.LENGTH : State.UNTIL_CLOSE;
    }
  }

  private void body(ByteBuf in) {
    int part = (int) Math.min(left, in.readableBytes());
    pass(in, part);
    left -= part;
    if (left > 0) {
      return;
    }
    if (state == State.CHUNK) {
      state = State.CHUNK_SIZE;
    } else {
      end();
    }
  }

  private void pass(ByteBuf in, int length) {
    if (stream) {
      events.read(in, length, listener);
    } else {
      in.skipBytes(length);
    }
  }

  /// Reads the line of a chunk's size, or the empty one between a chunk and the next size.
  private void chunkSize() {
    if (line.isEmpty()) {
      return;
    }
    left = line.number(0, 16);
    if (left < 0) {
      state = State.BROKEN;
      listener.malformed();
    } else {
      state = left > 0 ? State.CHUNK : State.TRAILER;
    }
  }

  private void trailer() {
    if (line.isEmpty()) {
      end();
    }
  }

  private void end() {
    state = State.STATUS;
    listener.end(stream && events.done(), keepAlive);
  }
}
