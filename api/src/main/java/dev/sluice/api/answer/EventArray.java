package dev.sluice.api.answer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/// A writer that makes one JSON array of the events of a stream: the data of each is an element,
/// written as it arrives. A comment, which shows that the gateway is at work, becomes a line end
/// between elements. Confined to the loop.
final class EventArray implements ByteProcessor {
  /// The kind of the current line.
  private enum Line {
    /// The beginning of a line whose field's name may still be `data:`.
    BEGINNING,
    DATA,
    OTHER
  }

  private static final String NAME = "data:";
  private static final String OPEN = "[";
  private static final String BETWEEN = "\n,\n";
  private static final String CLOSE = "\n]\n";

  private Line line = Line.BEGINNING;

  /// How many bytes of the current line have been read.
  private int read;

  /// Whether an element has been written to the array.
  private boolean any;

  /// Whether an element has begun and not ended.
  private boolean within;

  /// Whether the current line has brought data.
  private boolean data;

  /// Whether the last line has ended in a carriage return, to which a line feed may belong.
  private boolean afterReturn;

  private @Nullable ByteBuf out;

  /// The next part of the array.
  ///
  /// @param events the next part of the stream; given back here
  ByteBuf elements(ByteBuf events, ByteBufAllocator alloc) {
    ByteBuf written = alloc.buffer(events.readableBytes() + BETWEEN.length());
    out = written;
    try {
      events.forEachByte(this);
    } finally {
      out = null;
      events.release();
    }
    return written;
  }

  /// Returns the end of the array of a stream that has ended well.
  ByteBuf end(ByteBufAllocator alloc) {
    return ByteBufUtil.writeAscii(alloc, any ? CLOSE : OPEN + CLOSE);
  }

  /// Returns the end of the array of a stream that has failed.
  ///
  /// @param error the last element
  ByteBuf end(String error, ByteBufAllocator alloc) {
    return ByteBufUtil.writeUtf8(alloc, (any ? BETWEEN : OPEN) + error + CLOSE);
  }

  @Override
  public boolean process(byte value) {
    boolean ended = afterReturn && value == '\n';
    afterReturn = value == '\r';
    if (value == '\n' || value == '\r') {
      if (!ended) {
        endLine();
      }
      return true;
    }
    switch (line) {
      case BEGINNING -> begin(value);
      case DATA -> data(value);
      case OTHER -> {}
    }
    read++;
    return true;
  }

  private void begin(byte value) {
    if (value != NAME.charAt(read)) {
      line = Line.OTHER;
      comment(value);
    } else if (read + 1 == NAME.length()) {
      line = Line.DATA;
    }
  }

  private void comment(byte value) {
    if (read == 0 && value == ':' && !within) {
      write((byte) '\n');
    }
  }

  /// A space behind the colon belongs to the name.
  private void data(byte value) {
    if (read == NAME.length() && value == ' ') {
      return;
    }
    if (!within) {
      within = true;
      String before = any ? BETWEEN : OPEN;
      before.chars().forEach(c -> write((byte) c));
      any = true;
    }
    data = true;
    write(value);
  }

  /// Ends a line; an empty line ends its event.
  private void endLine() {
    if (read == 0) {
      within = false;
    } else if (data) {
      write((byte) '\n');
    }
    data = false;
    read = 0;
    line = Line.BEGINNING;
  }

  private void write(byte value) {
    if (out != null) {
      out.writeByte(value);
    }
  }
}
