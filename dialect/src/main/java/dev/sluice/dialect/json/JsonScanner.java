package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A scanner that proves that a text which arrives in pieces, cut anywhere, is one well-formed JSON
/// object, and reports the values that a [JsonSelector] names. It looks at each byte once, and is
/// done with a piece when [#feed] returns. It keeps no bytes but those of values that are asked for
/// and of names that have to differ, within bounds.
///
/// Beyond the grammar (RFC 8259) the scanner refuses what readers disagree about: malformed UTF-8,
/// half a surrogate pair, numbers that fit no double; and what nests deeper than
/// [ValueScan#DEPTH_MAX].
///
/// Confined to one thread.
///
/// @param <T> the type of the tags of values that matter
/// @param <E> the exception by which a text is refused
public final class JsonScanner<T, E extends Exception> extends FoundValue<T> {
  /// The most bytes of a value that are kept; a longer value is reported without its text.
  public static final int KEPT_MAX = 8 * 1024;

  /// A listener for the values that matter. The listener ends the pass with an exception; the
  /// scanner is of no use then.
  public interface Listener<T, E extends Exception> {

    /// Takes a value that has ended; `scanner` tells more of the value, until this method returns.
    void found(T tag, JsonScanner<T, E> scanner) throws E;

    /// Takes the name of a property that the selector does not have, in an object whose names have
    /// to differ.
    default void unknown(String name, JsonScanner<T, E> scanner) throws E {}

    /// Returns the exception by which a text with this flaw is refused.
    ///
    /// @param position the position of the flaw, in bytes from the beginning
    E refused(JsonFlaw flaw, long position, JsonScanner<T, E> scanner);
  }

  private enum State {
    START,
    VALUE,
    VALUE_OR_END,
    NAME,
    NAME_OR_END,
    COLON,
    COMMA_OR_END,
    IN_NAME,
    /// The position within a value in which nothing matters.
    IN_VALUE,
    DONE
  }

  private final Listener<T, E> listener;

  private State state = State.START;
  private final ValueScan value = new ValueScan();

  /// The names of the objects around the current position whose names have to differ.
  private final List<PropertyNames> names = new ArrayList<>(2);

  private boolean isTrue;

  /// The scan of the current name.
  private final StringScan nameScan = new StringScan();

  private final KeptValue name = new KeptValue(PropertyNames.CHARS_MAX);

  public JsonScanner(JsonSelector<T> root, Listener<T, E> listener) {
    super(root, KEPT_MAX);
    this.listener = listener;
  }

  /// Passes over the next piece, `a` from `from` to `to`.
  public void feed(byte[] a, int from, int to) throws E {
    resume(a, from);
    shift = fed - from;
    fed += to - from;
    for (int i = from; i < to; ) {
      i = advance(a, i, to);
    }
    suspend(to);
  }

  private void resume(byte[] a, int from) {
    if (keptDepth >= 0) {
      kept.resume(a, from);
    }
    if (state == State.IN_NAME) {
      name.resume(a, from);
    }
  }

  private void suspend(int to) {
    if (keptDepth >= 0) {
      kept.suspend(to);
    }
    if (state == State.IN_NAME) {
      name.suspend(to);
    }
  }

  /// Ends the text, whose last piece has been fed.
  public void finish() throws E {
    if (state != State.DONE) {
      throw refused(state == State.START ? JsonFlaw.EMPTY : JsonFlaw.CUT_SHORT, fed);
    }
  }

  /// The most bytes of memory that the scanner has taken for what it keeps.
  public int capacity() {
    return kept.capacity() + name.capacity() + nesting.capacity() + PropertyNames.capacity(names);
  }

  /// The number of bytes that have been fed.
  public long size() {
    return fed;
  }

  /// Whether the value found is `true`.
  public boolean isTrue() {
    return isTrue;
  }

  /// Whether the number found has neither a fraction nor an exponent.
  public boolean isWhole() {
    return kind == JsonKind.NUMBER && value.whole();
  }

  /// The text of the string found, by the rules of [#raw].
  public String text() {
    return JsonStrings.decode(kept.text(1));
  }

  /// The name of the current property, behind the names of the objects around it whose names have
  /// to differ.
  public String path() {
    return names.stream().map(PropertyNames::last).collect(Collectors.joining("."));
  }

  private int advance(byte[] a, int i, int to) throws E {
    return switch (state) {
      case IN_NAME -> inName(a, i, to);
      case IN_VALUE -> inValue(a, i, to);
      default -> token(a, i);
    };
  }

  private int token(byte[] a, int i) throws E {
    switch (a[i]) {
      case ' ', '\t', '\n', '\r' -> {}
      case '"' -> quote(a, i);
      case ',' -> move(i, State.COMMA_OR_END, nesting.inObject() ? State.NAME : State.VALUE);
      case ':' -> move(i, State.COLON, State.VALUE);
      case '{' -> begin(a, i, JsonKind.OBJECT);
      case '[' -> begin(a, i, JsonKind.ARRAY);
      case '}' -> close(i, JsonKind.OBJECT, State.NAME_OR_END);
      case ']' -> close(i, JsonKind.ARRAY, State.VALUE_OR_END);
      case 't', 'f' -> begin(a, i, JsonKind.BOOLEAN);
      case 'n' -> begin(a, i, JsonKind.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> begin(a, i, JsonKind.NUMBER);
      default -> throw unexpected(a, i);
    }
    return state == State.IN_VALUE ? i : i + 1;
  }

  private void move(int i, State from, State to) throws E {
    if (state != from) {
      throw unexpected(i);
    }
    state = to;
  }

  private void quote(byte[] a, int i) throws E {
    if (state == State.NAME || state == State.NAME_OR_END) {
      state = State.IN_NAME;
      name.begin(a, i + 1);
    } else {
      begin(a, i, JsonKind.STRING);
    }
  }

  /// Begins a value at `i`. The outermost value has to be an object.
  private void begin(byte[] a, int i, JsonKind what) throws E {
    boolean first = state == State.START && what == JsonKind.OBJECT;
    if (state != State.VALUE && state != State.VALUE_OR_END && !first) {
      throw unexpected(i);
    }
    start = shift + i;
    kind = what;
    isTrue = a[i] == 't';
    selector = child();
    if (selector != null && keptDepth < 0 && selector.keeps(what)) {
      keptDepth = nesting.depth();
      kept.begin(a, i);
    }
    if (selector == null || !selector.isWithin(what)) {
      state = State.IN_VALUE;
      value.begin(nesting.depth());
    } else {
      open(selector, what == JsonKind.OBJECT, i);
    }
  }

  private void open(JsonSelector<T> shape, boolean object, int i) throws E {
    if (nesting.depth() == ValueScan.DEPTH_MAX) {
      throw refused(JsonFlaw.TOO_DEEP, shift + i);
    }
    nesting.push(shape, object, start);
    state = object ? State.NAME_OR_END : State.VALUE_OR_END;
    if (object && shape.isUnique()) {
      names.add(new PropertyNames());
    }
  }

  private void close(int i, JsonKind what, State nothingYet) throws E {
    boolean fits = nesting.depth() > 0 && nesting.inObject() == (what == JsonKind.OBJECT);
    if (!fits || (state != nothingYet && state != State.COMMA_OR_END)) {
      throw unexpected(i);
    }
    start = nesting.start();
    selector = nesting.pop();
    kind = what;
    if (selector != null && selector.isUnique() && what == JsonKind.OBJECT) {
      names.removeLast();
    }
    ended(i + 1);
  }

  /// Ends the current value before `index`.
  private void ended(int index) throws E {
    end = shift + index;
    state = nesting.depth() == 0 ? State.DONE : State.COMMA_OR_END;
    if (selector != null) {
      endSelected(selector, index);
    }
  }

  private void endSelected(JsonSelector<T> found, int index) throws E {
    boolean whole = keptDepth == nesting.depth();
    if (whole) {
      kept.end(index);
      keptDepth = -1;
    }
    T tag = found.tag(kind);
    if (tag != null) {
      listener.found(tag, this);
    }
    if (whole) {
      kept.clear();
    }
  }

  private int inName(byte[] a, int from, int to) throws E {
    int i = nameScan.pass(a, from, to);
    if (i < 0) {
      throw refused(nameScan.flaw(), shift + ~i);
    }
    if (i == to) {
      return to;
    }
    name.end(i);
    state = State.COLON;
    endName(a, i);
    return i + 1;
  }

  private void endName(byte[] a, int quote) throws E {
    JsonSelector<T> object = nesting.innermost();
    if (object == null || !object.named()) {
      member = null;
    } else if (object.isUnique() && name.tooLong()) {
      throw refused(JsonFlaw.TOO_MANY_NAMES, shift + quote);
    } else if (name.split() || name.escaped()) {
      byte[] text = JsonStrings.decode(name.text(0)).getBytes(UTF_8);
      member = member(object, text, 0, text.length);
    } else {
      member = member(object, a, name.from(), quote);
    }
  }

  private @Nullable JsonSelector<T> member(JsonSelector<T> object, byte[] a, int from, int to)
      throws E {
    if (object.isUnique()) {
      String known = object.name(a, from, to);
      note(known == null ? new String(a, from, to - from, UTF_8) : known);
      if (known == null) {
        listener.unknown(names.getLast().last(), this);
      }
    }
    return object.field(a, from, to);
  }

  private void note(String text) throws E {
    PropertyNames seen = names.getLast();
    boolean isNew = seen.add(text);
    if (!isNew || seen.full()) {
      throw refused(isNew ? JsonFlaw.TOO_MANY_NAMES : JsonFlaw.TWICE, end);
    }
  }

  private int inValue(byte[] a, int from, int to) throws E {
    int i = value.pass(a, from, to);
    if (i < 0) {
      throw refused(value.flaw(), shift + ~i);
    }
    if (value.ended()) {
      ended(i);
    }
    return i;
  }

  private E unexpected(byte[] a, int i) {
    boolean encoding = state == State.START && a[i] <= 0;
    return encoding ? refused(JsonFlaw.ENCODING, shift + i) : unexpected(i);
  }

  private E unexpected(int i) {
    JsonFlaw flaw =
        switch (state) {
          case START -> JsonFlaw.NO_OBJECT;
          case NAME, NAME_OR_END -> JsonFlaw.NO_NAME;
          case COLON -> JsonFlaw.NO_COLON;
          case COMMA_OR_END -> JsonFlaw.NO_COMMA;
          case DONE -> JsonFlaw.BEHIND_END;
          default -> JsonFlaw.NO_VALUE;
        };
    return refused(flaw, shift + i);
  }

  private E refused(JsonFlaw flaw, long position) {
    return listener.refused(flaw, position, this);
  }
}
