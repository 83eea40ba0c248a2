package dev.sluice.provider.json;

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

  /// The beginning of a name that is cut by the end of a part; longer than `name` for one that is
  /// too long to be one of ours.
  private final byte[] name = new byte[NAME_MAX];

  private int nameLength;

  /// The shape of the property that was named last, and of the value at hand.
  private @Nullable Shape<T> member;

  private @Nullable Shape<T> shape;
  private JsonKind kind = JsonKind.NULL;
  private boolean empty;
  private long length;

  /// The value that is kept, and how deep it is; -1 when none is.
  private final KeptValue kept = new KeptValue();

  private int keptDepth = -1;

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
    if (keptDepth >= 0) {
      kept.resume(a, from);
    }
    int i = from;
    while (i < to && state != State.BROKEN) {
      if (state == State.IN_STRING || state == State.IN_NAME) {
        i = string(a, i, to);
      } else if (state == State.IN_SCALAR) {
        i = scalar(a, i, to);
      } else {
        structure(a, i++);
      }
    }
    if (keptDepth >= 0) {
      kept.suspend(to);
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

  private void structure(byte[] a, int i) {
    switch (a[i]) {
      case ' ', '\t', '\n', '\r' -> {}
      case '"' -> quote(a, i);
      case ',' -> move(State.COMMA_OR_END, inObject() ? State.NAME : State.VALUE);
      case ':' -> move(State.COLON, State.VALUE);
      case '{' -> open(a, i, JsonKind.OBJECT, State.NAME_OR_END);
      case '[' -> open(a, i, JsonKind.ARRAY, State.VALUE_OR_END);
      case '}' -> close(i, JsonKind.OBJECT, State.NAME_OR_END);
      case ']' -> close(i, JsonKind.ARRAY, State.VALUE_OR_END);
      case 't', 'f' -> startScalar(a, i, JsonKind.BOOLEAN);
      case 'n' -> startScalar(a, i, JsonKind.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          startScalar(a, i, JsonKind.NUMBER);
      default -> state = State.BROKEN;
    }
  }

  private void move(State from, State to) {
    state = state == from ? to : State.BROKEN;
  }

  private void quote(byte[] a, int i) {
    length = 0;
    if (state == State.NAME || state == State.NAME_OR_END) {
      nameLength = 0;
      state = State.IN_NAME;
    } else {
      begin(a, i, JsonKind.STRING, State.IN_STRING);
    }
  }

  private void startScalar(byte[] a, int i, JsonKind what) {
    if (depth == 0) {
      state = State.BROKEN;
    } else {
      begin(a, i, what, State.IN_SCALAR);
    }
  }

  private void open(byte[] a, int i, JsonKind what, State inside) {
    begin(a, i, what, inside);
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

  private void close(int i, JsonKind what, State nothingYet) {
    boolean fits = depth > 0 && inObject() == (what == JsonKind.OBJECT);
    if (!fits || (state != nothingYet && state != State.COMMA_OR_END)) {
      state = State.BROKEN;
      return;
    }
    empty = state == nothingYet;
    shape = shapes[--depth];
    kind = what;
    end(i + 1);
  }

  /// A value begins at `i`.
  private void begin(byte[] a, int i, JsonKind what, State inside) {
    if (state != State.VALUE && state != State.VALUE_OR_END) {
      state = State.BROKEN;
      return;
    }
    state = inside;
    shape = child();
    kind = what;
    if (shape != null && keptDepth < 0 && shape.keeps(what)) {
      keptDepth = depth;
      kept.begin(a, i);
    }
  }

  private @Nullable Shape<T> child() {
    if (depth == 0) {
      return root;
    }
    if (inObject()) {
      return member;
    }
    Shape<T> parent = shapes[depth - 1];
    return parent == null ? null : parent.element();
  }

  /// The value at hand ends before `end`.
  private void end(int end) {
    state = depth == 0 ? State.DONE : State.COMMA_OR_END;
    boolean whole = keptDepth == depth;
    if (whole) {
      kept.end(end);
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
    while (i < to && !Delimiters.ends(a[i])) {
      i++;
    }
    if (i < to) {
      empty = false;
      end(i);
    }
    return i;
  }

  private int string(byte[] a, int from, int to) {
    int i = from;
    while (true) {
      if (escaped && i < to) {
        escaped = false;
        i++;
      }
      i = Delimiters.quoteOrBackslash(a, i, to);
      if (i >= to) {
        inString(a, from, to);
        return to;
      }
      if (a[i] == '"') {
        endString(a, from, i);
        return i + 1;
      }
      escaped = true;
      i++;
    }
  }

  private void inString(byte[] a, int from, int to) {
    length += to - from;
    if (state == State.IN_NAME) {
      cutName(a, from, to);
    }
  }

  private void endString(byte[] a, int from, int to) {
    length += to - from;
    if (state == State.IN_STRING) {
      empty = length == 0;
      end(to + 1);
    } else {
      state = State.COLON;
      member = named(a, from, to);
    }
  }

  private @Nullable Shape<T> named(byte[] a, int from, int to) {
    Shape<T> parent = shapes[depth - 1];
    if (parent == null || !parent.named()) {
      return null;
    }
    if (nameLength == 0) {
      return parent.field(a, from, to);
    }
    cutName(a, from, to);
    return nameLength <= NAME_MAX ? parent.field(name, 0, nameLength) : null;
  }

  private void cutName(byte[] a, int from, int to) {
    int more = to - from;
    if (nameLength + more <= NAME_MAX) {
      System.arraycopy(a, from, name, nameLength, more);
      nameLength += more;
    } else {
      nameLength = NAME_MAX + 1;
    }
  }

  private boolean inObject() {
    return depth > 0 && objects[depth - 1];
  }

  // An array of a generic type cannot be made otherwise, and never leaves this class.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> @Nullable Shape<T>[] stack(int size) {
    return new Shape[size];
  }
}
