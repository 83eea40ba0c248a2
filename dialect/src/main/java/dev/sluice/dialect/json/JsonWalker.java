package dev.sluice.dialect.json;

import org.jspecify.annotations.Nullable;

/// A walker over one JSON text that arrives in parts, cut anywhere, which reports the values that a
/// [JsonSelector] names. It looks at each byte once and keeps none, but for the values asked for.
///
/// The walker checks the structure (so that it knows whether a text is complete) but not the
/// insides of strings and numbers, which their readers check. A parser that does, such as Jackson's
/// non-blocking one, holds every string whole: 10 MB for a picture that only passes by.
///
/// Confined to one thread.
///
/// @param <T> the type of the tags of values that matter
public final class JsonWalker<T> extends FoundValue<T> {
  /// The most bytes of one value that are kept; a longer value is reported without its text.
  public static final int KEPT_MAX = 64 * 1024;

  /// The most levels that arrays and objects may nest.
  public static final int DEPTH_MAX = 512;

  /// A listener for the values that matter, each when it has ended.
  @FunctionalInterface
  public interface Listener<T> {

    /// Takes a value that has ended; `walker` tells more of the value, until this method returns.
    void found(T tag, JsonWalker<T> walker);
  }

  /// A consumer of the bytes in `a` from `from` to `to`.
  @FunctionalInterface
  public interface Bytes {
    void part(byte[] a, int from, int to);
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

  private final Listener<T> listener;

  private State state = State.VALUE;
  private boolean escaped;

  private final SplitName name = new SplitName();

  private boolean empty;
  private long length;

  private @Nullable T keeping;

  private final CommonBeginning common = new CommonBeginning();

  /// The value found, where it is kept and the text had been read already.
  private @Nullable JsonNode node;

  public JsonWalker(JsonSelector<T> root, Listener<T> listener) {
    super(root, KEPT_MAX);
    this.listener = listener;
  }

  /// Forgets everything, for a new text.
  public void restart() {
    state = State.VALUE;
    escaped = false;
    nesting.clear();
    selector = null;
    keptDepth = -1;
    kept.clear();
    node = null;
    fed = 0;
    common.restart(!root().keeps(JsonKind.OBJECT));
  }

  /// Walks over the next part, `a` from `from` to `to`.
  public void feed(byte[] a, int from, int to) {
    if (keptDepth >= 0) {
      kept.resume(a, from);
    }
    shift = fed - from;
    int i = fed == 0 ? begin(a, from, to) : from;
    fed += to - from;
    while (i < to && state != State.BROKEN) {
      if (state == State.IN_STRING || state == State.IN_NAME) {
        i = inString(a, i, to);
      } else if (state == State.IN_SCALAR) {
        i = inScalar(a, i, to);
      } else {
        structure(a, i++);
      }
    }
    if (keptDepth >= 0) {
      kept.suspend(to);
    }
    common.suspend();
  }

  /// Walks over a whole text that has been read already: what the walker reports of it is the same,
  /// and no byte is looked at again but in what the reader has passed over.
  public void walk(JsonNode text) {
    restart();
    TreeWalk.visit(this, root(), text);
    state = text.isContainer() ? State.DONE : State.BROKEN;
  }

  /// Takes a value of a text that has been read already.
  ///
  /// @param keeps whether the value is kept
  void found(T tag, JsonNode value, boolean keeps) {
    node = keeps ? value : null;
    kind = value.kind();
    empty = value.isEmpty();
    start = value.start();
    end = value.end();
    length = end - start - 2;
    if (keeps) {
      kept.begin(value.source(), value.start());
      kept.end(value.end());
    }
    listener.found(tag, this);
  }

  /// Walks over the bytes of a value that the reader has passed over.
  void walkOver(JsonSelector<T> values, JsonNode value) {
    var inside = new JsonWalker<>(values, listener);
    inside.fed = value.start();
    inside.feed(value.source(), value.start(), value.end());
  }

  /// Begins a text: passes over what it has in common with the last text.
  private int begin(byte[] a, int from, int to) {
    int length = common.begin(a, from, to);
    if (length > 0) {
      nesting.push(root(), true, common.brace());
      state = State.NAME;
    }
    return from + length;
  }

  /// Whether one whole array or object has been read, with nothing behind it.
  public boolean complete() {
    return state == State.DONE;
  }

  /// Whether what was read cannot become JSON any more.
  public boolean broken() {
    return state == State.BROKEN;
  }

  /// Whether the value found is a string, an array or an object with nothing in it.
  public boolean empty() {
    return empty;
  }

  /// The bytes between the quotes of the string found.
  public long length() {
    return length;
  }

  /// Shows the value found as it was written, in one part or two, by the rules of [#raw]; copies
  /// nothing.
  public void show(Bytes to) {
    kept.show(to);
  }

  /// Lets `other` walk over the value found, by the rules of [#raw].
  public void show(JsonWalker<?> other) {
    other.restart();
    JsonNode read = node;
    if (read == null || read.isPassedOver() || kept.tooLong()) {
      show(other::feed);
    } else {
      other.walk(read);
    }
  }

  /// The tag of the value that is kept and has not ended; null where there is none, and where the
  /// value is a `null`.
  public @Nullable T keeping() {
    return keptDepth < 0 ? null : keeping;
  }

  /// The string found without its quotes, its escapes as they are; by the rules of [#raw].
  public String text() {
    JsonNode read = node;
    return read != null && read.isTextAsWritten() && !kept.tooLong() ? read.text() : kept.text(1);
  }

  private void structure(byte[] a, int i) {
    switch (a[i]) {
      case ' ', '\t', '\n', '\r' -> {}
      case '"' -> quote(a, i);
      case ',' -> move(State.COMMA_OR_END, nesting.inObject() ? State.NAME : State.VALUE);
      case ':' -> move(State.COLON, State.VALUE);
      case '{' -> open(a, i, JsonKind.OBJECT, State.NAME_OR_END);
      case '[' -> open(a, i, JsonKind.ARRAY, State.VALUE_OR_END);
      case '}' -> close(i, JsonKind.OBJECT, State.NAME_OR_END);
      case ']' -> close(i, JsonKind.ARRAY, State.VALUE_OR_END);
      case 't', 'f' -> scalar(a, i, JsonKind.BOOLEAN, State.IN_SCALAR);
      case 'n' -> scalar(a, i, JsonKind.NULL, State.IN_SCALAR);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          scalar(a, i, JsonKind.NUMBER, State.IN_SCALAR);
      default -> state = State.BROKEN;
    }
  }

  private void move(State from, State to) {
    state = state == from ? to : State.BROKEN;
  }

  private void quote(byte[] a, int i) {
    length = 0;
    if (state == State.NAME || state == State.NAME_OR_END) {
      name.begin();
      state = State.IN_NAME;
    } else {
      scalar(a, i, JsonKind.STRING, State.IN_STRING);
    }
  }

  /// Begins a string, a number or a literal, none of which can be the outermost value.
  private void scalar(byte[] a, int i, JsonKind what, State inside) {
    if (nesting.depth() == 0) {
      state = State.BROKEN;
    } else {
      begin(a, i, what, inside);
    }
  }

  private void open(byte[] a, int i, JsonKind what, State inside) {
    begin(a, i, what, inside);
    if (state == State.BROKEN || nesting.depth() == DEPTH_MAX) {
      state = State.BROKEN;
    } else {
      nesting.push(selector, what == JsonKind.OBJECT, start);
    }
  }

  private void close(int i, JsonKind what, State nothingYet) {
    boolean fits = nesting.depth() > 0 && nesting.inObject() == (what == JsonKind.OBJECT);
    if (!fits || (state != nothingYet && state != State.COMMA_OR_END)) {
      state = State.BROKEN;
      return;
    }
    empty = state == nothingYet;
    start = nesting.start();
    selector = nesting.pop();
    kind = what;
    end(i + 1);
  }

  /// Begins a value at `i`.
  private void begin(byte[] a, int i, JsonKind what, State inside) {
    if (state != State.VALUE && state != State.VALUE_OR_END) {
      state = State.BROKEN;
      return;
    }
    state = inside;
    start = shift + i;
    selector = child();
    kind = what;
    if (selector != null && keptDepth < 0 && selector.keeps(what)) {
      keptDepth = nesting.depth();
      kept.begin(a, i);
      keeping = what == JsonKind.NULL ? null : selector.tag(what);
    }
  }

  /// Whether no element of the current list matters.
  private boolean plain() {
    JsonSelector<T> list = nesting.innermost();
    return list == null || list.element() == null;
  }

  /// Ends the current value before `index`.
  private void end(int index) {
    end = shift + index;
    state = nesting.depth() == 0 ? State.DONE : State.COMMA_OR_END;
    boolean whole = keptDepth == nesting.depth();
    if (whole) {
      kept.end(index);
      keptDepth = -1;
    }
    T tag = selector == null ? null : selector.tag(kind);
    if (tag != null) {
      listener.found(tag, this);
    }
    if (whole) {
      kept.clear();
    }
  }

  private int inScalar(byte[] a, int from, int to) {
    int i = from;
    while (i < to && !Delimiters.ends(a[i])) {
      i++;
    }
    if (i < to) {
      empty = false;
      end(i);
      return behind(a, i, to);
    }
    return i;
  }

  private int inString(byte[] a, int from, int to) {
    int i = from;
    while (true) {
      if (escaped && i < to) {
        escaped = false;
        i++;
      }
      i = Delimiters.quoteOrBackslash(a, i, to);
      if (i >= to) {
        suspendString(a, from, to);
        return to;
      }
      if (a[i] == '"') {
        return endString(a, from, i, to);
      }
      escaped = true;
      i++;
    }
  }

  private void suspendString(byte[] a, int from, int to) {
    length += to - from;
    if (state == State.IN_NAME) {
      name.suspend(a, from, to);
    }
  }

  private int endString(byte[] a, int from, int quote, int to) {
    length += quote - from;
    if (state == State.IN_STRING) {
      empty = length == 0;
      end(quote + 1);
      return behind(a, quote + 1, to);
    }
    member = name.end(nesting.innermost(), a, from, quote);
    if (nesting.depth() == 1) {
      common.named(a, from - 1, member != null);
    }
    if (quote + 1 < to && a[quote + 1] == ':') {
      state = State.VALUE;
      return quote + 2;
    }
    state = State.COLON;
    return quote + 1;
  }

  /// Takes what stands behind a value: most often a comma, and then a name.
  private int behind(byte[] a, int i, int to) {
    if (i >= to - 1 || a[i] != ',' || state != State.COMMA_OR_END) {
      return i;
    }
    if (!nesting.inObject()) {
      state = State.VALUE;
      return plain() ? Delimiters.numbers(a, i + 1, to) : i + 1;
    }
    if (a[i + 1] != '"') {
      state = State.NAME;
      return i + 1;
    }
    length = 0;
    name.begin();
    state = State.IN_NAME;
    return i + 2;
  }
}
