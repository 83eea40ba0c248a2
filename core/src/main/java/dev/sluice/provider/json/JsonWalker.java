package dev.sluice.provider.json;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks over one JSON text that arrives in parts, cut anywhere, and tells the values that a
/// [Shape] names. Looks at each byte once and keeps none, but for the values asked for.
///
/// It checks the structure (so that it knows whether a text is complete) but not the insides of
/// strings and numbers, which are somebody else's to read. A parser that does, such as Jackson's
/// non-blocking one, holds every string whole: 10 MB for a picture that only passes by.
///
/// Confined to one thread.
///
/// @param <T> what a value that matters is called
public final class JsonWalker<T> {
  /// How many bytes of one value are kept, at most; a longer one is told without its text.
  public static final int KEPT_MAX = 64 * 1024;

  /// How deep arrays and objects may nest.
  public static final int DEPTH_MAX = 512;

  private static final int NAME_MAX = 64;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  /// Is told the values that matter, each when it has ended.
  @FunctionalInterface
  public interface Listener<T> {

    /// `walker` knows more of the value, until this returns.
    void found(T tag, JsonWalker<T> walker);
  }

  private enum State {
    VALUE,
    VALUE_OR_END,
    NAME,
    NAME_OR_END,
    COLON,
    COMMA_OR_END,
    IN_NAME,
    IN_STRING,
    IN_SCALAR,
    DONE,
    BROKEN
  }

  private final Shape<T> root;
  private final Listener<T> listener;

  private State state = State.VALUE;
  private boolean escaped;

  /// What encloses the current place: shapes (null: nothing in there matters), and whether each is
  /// an object.
  private @Nullable Shape<T>[] shapes = stack(8);

  private boolean[] objects = new boolean[8];
  private int depth;

  private final byte[] name = new byte[NAME_MAX];
  private int nameLength;

  /// The value at hand.
  private @Nullable Shape<T> shape;

  private JsonKind kind = JsonKind.NULL;
  private boolean empty;
  private long length;

  /// Where the value that is kept began in the part at hand, and how deep; -1 when none is.
  private int keptFrom;

  private int keptDepth = -1;
  private final Kept kept = new Kept();

  public JsonWalker(Shape<T> root, Listener<T> listener) {
    this.root = root;
    this.listener = listener;
  }

  /// Forgets everything, for a new text.
  public void restart() {
    state = State.VALUE;
    escaped = false;
    depth = 0;
    shape = null;
    keptDepth = -1;
    kept.clear();
  }

  /// Walks over the next part, `a` from `from` to `to`.
  public void feed(byte[] a, int from, int to) {
    keptFrom = from;
    int i = from;
    while (i < to) {
      i =
          switch (state) {
            case IN_STRING, IN_NAME -> string(a, i, to);
            case IN_SCALAR -> scalar(a, i, to);
            case BROKEN -> to;
            default -> structure(a, i);
          };
    }
    if (keptDepth >= 0) {
      kept.add(a, keptFrom, to);
    }
  }

  /// Whether one whole array or object has been read, with nothing behind it.
  public boolean complete() {
    return state == State.DONE;
  }

  /// Whether what was read cannot become JSON any more.
  public boolean broken() {
    return state == State.BROKEN;
  }

  /// What the value found is.
  public JsonKind kind() {
    return kind;
  }

  /// Whether the value found is a string, an array or an object with nothing in it.
  public boolean empty() {
    return empty;
  }

  /// The bytes between the quotes of the string found.
  public long length() {
    return length;
  }

  /// The value found as it was written, if its shape is kept and it is no longer than [#KEPT_MAX];
  /// else empty.
  public String raw() {
    return kept.text();
  }

  /// The string found without its quotes, its escapes as they are; by the rules of [#raw].
  public String text() {
    String raw = raw();
    return raw.length() >= 2 ? raw.substring(1, raw.length() - 1) : "";
  }

  private int structure(byte[] a, int i) {
    switch (a[i]) {
      case ' ', '\t', '\n', '\r' -> {}
      case '"' -> quote(i);
      case ',' -> comma();
      case ':' -> move(State.COLON, State.VALUE);
      case '{' -> open(i, JsonKind.OBJECT, State.NAME_OR_END);
      case '[' -> open(i, JsonKind.ARRAY, State.VALUE_OR_END);
      case '}' -> close(a, i, true, State.NAME_OR_END);
      case ']' -> close(a, i, false, State.VALUE_OR_END);
      default -> {
        return startScalar(a[i], i);
      }
    }
    return i + 1;
  }

  private void move(State from, State to) {
    state = state == from ? to : State.BROKEN;
  }

  private void comma() {
    move(State.COMMA_OR_END, inObject() ? State.NAME : State.VALUE);
  }

  private void quote(int i) {
    if (state == State.NAME || state == State.NAME_OR_END) {
      nameLength = 0;
      state = State.IN_NAME;
    } else {
      begin(i, JsonKind.STRING, State.IN_STRING);
    }
    length = 0;
  }

  private void open(int i, JsonKind what, State inside) {
    begin(i, what, inside);
    if (state == State.BROKEN || depth == DEPTH_MAX) {
      state = State.BROKEN;
      return;
    }
    if (depth == objects.length) {
      shapes = Arrays.copyOf(shapes, depth * 2);
      objects = Arrays.copyOf(objects, depth * 2);
    }
    shapes[depth] = shape;
    objects[depth++] = what == JsonKind.OBJECT;
  }

  private void close(byte[] a, int i, boolean object, State nothingYet) {
    if (depth == 0 || inObject() != object) {
      state = State.BROKEN;
      return;
    }
    empty = state == nothingYet;
    if (!empty && state != State.COMMA_OR_END) {
      state = State.BROKEN;
      return;
    }
    shape = shapes[--depth];
    kind = object ? JsonKind.OBJECT : JsonKind.ARRAY;
    end(a, i + 1);
  }

  private int startScalar(byte first, int i) {
    JsonKind what =
        switch (first) {
          case 't', 'f' -> JsonKind.BOOLEAN;
          case 'n' -> JsonKind.NULL;
          case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> JsonKind.NUMBER;
          default -> null;
        };
    if (what == null || depth == 0) {
      state = State.BROKEN;
    } else {
      begin(i, what, State.IN_SCALAR);
    }
    return i + 1;
  }

  /// A value begins at `i`.
  private void begin(int i, JsonKind what, State inside) {
    if (state != State.VALUE && state != State.VALUE_OR_END) {
      state = State.BROKEN;
      return;
    }
    state = inside;
    shape = child();
    kind = what;
    if (shape != null && keptDepth < 0 && shape.keeps(what)) {
      keptDepth = depth;
      keptFrom = i;
      kept.clear();
    }
  }

  private @Nullable Shape<T> child() {
    if (depth == 0) {
      return root;
    }
    Shape<T> parent = shapes[depth - 1];
    if (parent == null) {
      return null;
    }
    return inObject() ? parent.field(name, nameLength) : parent.element();
  }

  /// The value at hand ends before `end`.
  private void end(byte[] a, int end) {
    state = depth == 0 ? State.DONE : State.COMMA_OR_END;
    boolean whole = keptDepth == depth;
    if (whole) {
      kept.add(a, keptFrom, end);
      keptDepth = -1;
    }
    T tag = shape == null ? null : shape.tag(kind);
    if (tag != null) {
      listener.found(tag, this);
    }
    if (whole) {
      kept.clear();
    }
  }

  private int scalar(byte[] a, int from, int to) {
    int i = from;
    while (i < to && inScalar(a[i])) {
      i++;
    }
    if (i < to) {
      empty = false;
      end(a, i);
    }
    return i;
  }

  private static boolean inScalar(byte b) {
    return switch (b) {
      case ',', ']', '}', ' ', '\t', '\n', '\r', ':', '"', '[', '{' -> false;
      default -> true;
    };
  }

  private int string(byte[] a, int from, int to) {
    if (escaped) {
      escaped = false;
      take(a, from, from + 1);
      return from + 1;
    }
    int stop = stop(a, from, to);
    take(a, from, stop);
    if (stop == to) {
      return to;
    }
    if (a[stop] == '\\') {
      escaped = true;
      take(a, stop, stop + 1);
    } else if (state == State.IN_NAME) {
      state = State.COLON;
    } else {
      empty = length == 0;
      end(a, stop + 1);
    }
    return stop + 1;
  }

  /// The bytes from `from` to `to` are inside a string. A name that is too long to be one of ours
  /// is cut, and its mark is a length of 0, which no shape has.
  private void take(byte[] a, int from, int to) {
    length += to - from;
    if (state != State.IN_NAME || !names()) {
      return;
    }
    if (length > NAME_MAX) {
      nameLength = 0;
      return;
    }
    System.arraycopy(a, from, name, nameLength, to - from);
    nameLength += to - from;
  }

  private boolean names() {
    Shape<T> parent = shapes[depth - 1];
    return parent != null && parent.named();
  }

  /// The next quote or backslash at or after `i`; `to` when there is none.
  private static int stop(byte[] a, int from, int to) {
    int i = from;
    while (i <= to - 8) {
      long word = (long) LONG.get(a, i);
      long quote = word ^ QUOTES;
      long backslash = word ^ BACKSLASHES;
      long hits = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGH;
      if (hits != 0) {
        return i + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
      i += 8;
    }
    while (i < to && a[i] != '"' && a[i] != '\\') {
      i++;
    }
    return i;
  }

  private boolean inObject() {
    return depth > 0 && objects[depth - 1];
  }

  // An array of a generic type cannot be made otherwise, and never leaves this class.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> @Nullable Shape<T>[] stack(int size) {
    return new Shape[size];
  }

  /// The bytes of the value that is kept.
  private static final class Kept {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private boolean tooLong;

    void clear() {
      bytes.reset();
      tooLong = false;
    }

    void add(byte[] a, int from, int to) {
      tooLong |= bytes.size() + to - from > KEPT_MAX;
      if (!tooLong) {
        bytes.write(a, from, to - from);
      }
    }

    String text() {
      return tooLong ? "" : bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
