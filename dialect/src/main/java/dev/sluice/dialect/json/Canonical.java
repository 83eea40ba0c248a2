package dev.sluice.dialect.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The canonical form of a JSON object: its properties by the order of their names, and no white
/// space between tokens. Everything else stays byte for byte, the order of properties further down
/// too: models write what a schema asks for in the schema's order.
///
/// For an object that is known to be well-formed, and names no property twice.
public final class Canonical {
  private final byte[] a;
  private final Out out;

  /// The output for canonical bytes.
  @FunctionalInterface
  public interface Out {
    /// Takes `length` bytes of `a` from `from`, which stay the caller's.
    void write(byte[] a, int from, int length);
  }

  /// A property: the span of its name without quotes, and the end of its value.
  private record Property(int nameFrom, int nameTo, int to) {}

  private Canonical(byte[] a, Out out) {
    this.a = a;
    this.out = out;
  }

  /// Writes the canonical form of the object in `a` from `from` to `to`.
  public static void of(byte[] a, int from, int to, Out out) {
    new Canonical(a, out).write(from, to);
  }

  private void write(int from, int to) {
    List<Property> properties = properties(from, to);
    properties.sort(
        (x, y) -> Arrays.compare(a, x.nameFrom(), x.nameTo(), a, y.nameFrom(), y.nameTo()));
    for (Property property : properties) {
      dense(property.nameFrom() - 1, property.to());
    }
  }

  private List<Property> properties(int from, int to) {
    var properties = new ArrayList<Property>();
    int i = 1 + skip(from, to, '{');
    while (i < to) {
      int quote = skip(i, to, '"');
      if (quote >= to) {
        break;
      }
      int nameTo = behindString(quote, to) - 1;
      int end = valueEnd(nameTo + 1, to);
      properties.add(new Property(quote + 1, nameTo, end));
      i = end + 1;
    }
    return properties;
  }

  /// The index of the first `b` at or after `from`; nothing but white space lies in between.
  private int skip(int from, int to, char b) {
    int i = from;
    while (i < to && a[i] != b) {
      i++;
    }
    return i;
  }

  /// The index behind the string that begins at `quote`.
  private int behindString(int quote, int to) {
    int i = quote + 1;
    while (true) {
      i = Delimiters.quoteOrBackslash(a, i, to);
      if (i >= to || a[i] == '"') {
        return Math.min(i + 1, to);
      }
      i += 2;
    }
  }

  /// The index of the comma or brace behind a value of the outermost object.
  private int valueEnd(int from, int to) {
    int depth = 0;
    int i = from;
    while (i < to) {
      switch (a[i]) {
        case '"' -> i = behindString(i, to) - 1;
        case '{', '[' -> depth++;
        case ']' -> depth--;
        case '}' -> {
          if (depth-- == 0) {
            return i;
          }
        }
        case ',' -> {
          if (depth == 0) {
            return i;
          }
        }
        default -> {}
      }
      i++;
    }
    return to;
  }

  /// Writes what lies from `from` to `to` without the white space between its tokens, and a comma.
  private void dense(int from, int to) {
    int kept = from;
    int i = from;
    while (i < to) {
      if (a[i] == '"') {
        i = behindString(i, to);
      } else if (a[i] == ' ' || a[i] == '\n' || a[i] == '\r' || a[i] == '\t') {
        out.write(a, kept, i - kept);
        kept = ++i;
      } else {
        i++;
      }
    }
    out.write(a, kept, to - kept);
    out.write(COMMA, 0, 1);
  }

  private static final byte[] COMMA = {','};
}
