package dev.sluice.dialect.multipart;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// A scanner that divides a form into its parts, which arrives in pieces, cut anywhere. It looks at
/// each byte once at most, keeps the head of one part and nothing else, and is done with a piece
/// when [#feed] returns.
///
/// ```text
/// start ──> behind a delimiter ──> head of a part ──> part ──┐
///                  │  ^──────────────────────────────────────┘
///                  └──> end, behind which only blanks and ends of lines may stand
/// ```
///
/// Readers of forms disagree about what is a delimiter: some let a line end with a line feed alone,
/// some take one directly behind a part's head, or go on behind the end. So a form must begin with
/// its first delimiter and end with its last, and its boundary must stand in no other place, at
/// which one reader would find a part where another finds content. RFC 2046 lets texts stand in
/// front and behind, and blanks behind a boundary, which no client writes.
///
/// Confined to one thread.
public final class MultipartScanner {
  /// The most parts of a form. No operation has more than a few dozen.
  public static final int PARTS_MAX = 256;

  /// The most bytes of a part's head.
  public static final int HEAD_MAX = 4 * 1024;

  private static final int FIRST_HEAD = 256;

  /// The bytes of the end of the line in front of a boundary.
  private static final int LINE_END = 2;

  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(US_ASCII);

  /// A listener for parts.
  public interface Listener {
    /// Takes the head of the next part.
    void begins(PartHead head) throws MultipartFlaw;

    /// Takes some of the content of the current part, `a` from `from` to `to`.
    void content(byte[] a, int from, int to) throws MultipartFlaw;

    /// Takes the end of the current part.
    ///
    /// @param start the position of its content, in bytes from the beginning of the form
    /// @param end the position behind its content
    void ends(long start, long end) throws MultipartFlaw;
  }

  private enum State {
    START,
    BEHIND_DELIMITER,
    HEAD,
    PART,
    END
  }

  private final Listener listener;
  private final Delimiter delimiter;
  private final Delimiter bare;
  private final BytePairs pairs;

  private State state = State.START;

  /// How many bytes the pieces before the current one have had, and how many of the current one
  /// have been passed.
  private long position;

  private long offset;

  private int parts;
  private long partStart;
  private byte[] head = new byte[FIRST_HEAD];
  private int headLength;

  /// @param boundary as the form's media type says; of 1 to 70 characters (RFC 2046, section 5.1.1)
  public MultipartScanner(String boundary, Listener listener) {
    this.listener = listener;
    this.delimiter = Delimiter.line(boundary);
    this.bare = Delimiter.bare(boundary);
    this.pairs = new BytePairs(bare.line());
  }

  /// Passes over the next piece, `a` from `from` to `to`.
  public void feed(byte[] a, int from, int to) throws MultipartFlaw {
    for (int i = from; i < to; ) {
      i =
          switch (state) {
            case START -> start(a, i, to);
            case BEHIND_DELIMITER -> behind(a, i);
            case HEAD -> head(a, i);
            case PART -> part(a, i, to);
            case END -> behindEnd(a, i, to);
          };
    }
    position += to - from;
    offset = 0;
  }

  /// Ends the form, whose last piece has been fed.
  public void finish() throws MultipartFlaw {
    switch (state) {
      case START ->
          throw new MultipartFlaw(
              "the body is no form: it must begin with the boundary that Content-Type says");
      case END -> {}
      default ->
          throw new MultipartFlaw(
              "the form has no end behind part " + parts + ": its last line must be --BOUNDARY--");
    }
  }

  /// The bytes of memory that the scanner has taken.
  public int capacity() {
    return head.length
        + 4 * delimiter.line().length * Integer.BYTES
        + 2 * Delimiter.BYTES
        + BytePairs.SIZE;
  }

  private int start(byte[] a, int from, int to) throws MultipartFlaw {
    for (int i = from; i < to; i++) {
      offset++;
      int before = delimiter.matched();
      if (delimiter.add(a[i]) > 0 || delimiter.matched() == before) {
        throw new MultipartFlaw(
            "the body is no form: it must begin with the boundary that Content-Type says");
      }
      if (delimiter.found()) {
        behindDelimiter();
        return i + 1;
      }
    }
    return to;
  }

  private void behindDelimiter() {
    state = State.BEHIND_DELIMITER;
    delimiter.restart();
    headLength = 0;
  }

  /// Takes a byte behind a delimiter: the end of the line, or the two dashes of the end.
  private int behind(byte[] a, int at) throws MultipartFlaw {
    offset++;
    put(a[at]);
    if (headLength == 1 && (a[at] == '-' || a[at] == '\r')) {
      return at + 1;
    }
    if (headLength == 2 && head[0] == '-' && a[at] == '-') {
      state = State.END;
    } else if (headLength == 2 && head[0] == '\r' && a[at] == '\n') {
      begin();
    } else {
      throw new MultipartFlaw(
          "something stands behind the boundary in front of part " + (parts + 1));
    }
    return at + 1;
  }

  private int behindEnd(byte[] a, int from, int to) throws MultipartFlaw {
    for (int i = from; i < to; i++) {
      if (a[i] != '\r' && a[i] != '\n' && a[i] != ' ' && a[i] != '\t') {
        throw new MultipartFlaw("something stands behind the form's end");
      }
    }
    offset += to - from;
    return to;
  }

  private void begin() throws MultipartFlaw {
    if (++parts > PARTS_MAX) {
      throw new MultipartFlaw("the form has more than " + PARTS_MAX + " parts");
    }
    state = State.HEAD;
    // A head without a header is an end of a line alone.
    head[0] = '\r';
    head[1] = '\n';
    headLength = 2;
    bare.restart();
  }

  private int head(byte[] a, int at) throws MultipartFlaw {
    offset++;
    put(a[at]);
    refuseBare(a[at]);
    if (headLength > HEAD_MAX) {
      throw new MultipartFlaw(
          "the head of part " + parts + " is larger than " + HEAD_MAX + " bytes");
    }
    int from = headLength - HEAD_END.length;
    if (from >= 0 && Arrays.equals(head, from, headLength, HEAD_END, 0, HEAD_END.length)) {
      listener.begins(PartHeadReader.read(parts, head, headLength));
      state = State.PART;
      partStart = position + offset;
      delimiter.restart();
      bare.restart();
    }
    return at + 1;
  }

  /// Adds a byte to the search for a boundary that stands behind no end of a line.
  private void refuseBare(byte next) throws MultipartFlaw {
    bare.add(next);
    if (bare.found()) {
      throw new MultipartFlaw(
          "the boundary stands inside part " + parts + "; choose one that is in no part");
    }
  }

  private void put(byte next) {
    if (headLength == head.length) {
      head = Arrays.copyOf(head, 2 * head.length);
    }
    head[headLength++] = next;
  }

  /// Passes over the content of a part, up to the delimiter behind it.
  private int part(byte[] a, int from, int to) throws MultipartFlaw {
    int i = from;
    while (i < to) {
      if (delimiter.matched() == 0 && bare.matched() == 0) {
        i = toNext(a, i, to);
        if (i == to) {
          break;
        }
      }
      int before = delimiter.matched();
      int given = delimiter.add(a[i]);
      if (delimiter.found()) {
        return partEnds(a, from, i + 1);
      }
      refuseBare(a[i]);
      report(i - from, before, given);
      i++;
    }
    int held = delimiter.matched();
    content(a, from, to - held);
    offset += to - from;
    return to;
  }

  /// Passes over content, up to where a delimiter may begin.
  private int toNext(byte[] a, int from, int to) {
    int i = from;
    while (i < to) {
      i = Math.max(i, pairs.skip(a, i, to) - LINE_END);
      int until = Math.min(to, i + pairs.window());
      i = toNextByShifts(a, i, until, to);
      if (i < until) {
        return i;
      }
    }
    return i;
  }

  /// Passes over content, up to `until` or where a delimiter may begin. The end of the line in
  /// front of a boundary has to be seen, too.
  private int toNextByShifts(byte[] a, int from, int until, int to) {
    int i = from;
    while (i < until) {
      int shift = bare.shift(a, i, to) - LINE_END;
      if (shift > 0) {
        i += shift;
      } else if (a[i] == '\r' || a[i] == '-') {
        return i;
      } else {
        i++;
      }
    }
    return i;
  }

  /// Reports bytes of earlier pieces that were thought to begin a delimiter and do not.
  ///
  /// @param inPiece how many bytes of this piece stand in front of the one that was added
  /// @param before how much was matched before that
  /// @param given how many of the matched bytes are content
  private void report(int inPiece, int before, int given) throws MultipartFlaw {
    int earlier = Math.min(given, Math.max(0, before - inPiece));
    content(delimiter.line(), 0, earlier);
  }

  private int partEnds(byte[] a, int from, int i) throws MultipartFlaw {
    int end = i - delimiter.line().length;
    content(a, from, end);
    offset += i - from;
    listener.ends(partStart, position + offset - delimiter.line().length);
    behindDelimiter();
    return i;
  }

  private void content(byte[] a, int from, int to) throws MultipartFlaw {
    if (to > from) {
      listener.content(a, from, to);
    }
  }
}
