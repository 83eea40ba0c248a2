package dev.sluice.accounts.tag;

import dev.sluice.call.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/// The tags of a call as one text: a JSON object of the names of tags and their values, in the
/// order of the names, as the column `Tags` of FOCUS (FinOps Open Cost and Usage Specification) has
/// them: `{"cost_center":"42","feature":"search"}`. A tag without a value has no member, and a call
/// without any has an empty text. Pure functions.
///
/// Neither a name nor a value holds what JSON escapes, so that the text is read without a parser.
public final class TagText {
  /// The bytes of a value at most, in UTF-8.
  public static final int LONGEST = 64;

  /// The text of values that do not count by themselves.
  public static final String OTHER = "other";

  private static final String BEGIN = "{\"";
  private static final String IS = "\":\"";
  private static final String NEXT = "\",\"";
  private static final String END = "\"}";

  /// The character that stands around names and values, and that they never hold: between the
  /// quotes each tag has four parts, its name, a colon, its value and a comma.
  private static final String QUOTE = "\"";

  private static final int EACH = 4;
  private static final int VALUE = 2;

  private TagText() {}

  /// The text of tags.
  ///
  /// @param names in order, each of the form that a configuration gives it
  /// @param values of the same tags, as a client has sent them; empty where it has sent none
  public static String of(List<String> names, List<String> values) {
    StringBuilder text = null;
    for (int i = 0; i < names.size(); i++) {
      String value = bounded(values.get(i));
      if (!value.isEmpty()) {
        text = text == null ? new StringBuilder(BEGIN) : text.append(NEXT);
        text.append(names.get(i)).append(IS).append(value);
      }
    }
    return text == null ? "" : text.append(END).toString();
  }

  /// A client's value: [#OTHER] for one that is too long, or has characters that nobody sees or
  /// that JSON escapes.
  private static String bounded(String value) {
    String stripped = value.strip();
    boolean fits = stripped.length() <= LONGEST && Printable.all(stripped) && isPlain(stripped);
    return fits && bytes(stripped) <= LONGEST ? stripped : OTHER;
  }

  private static boolean isPlain(String value) {
    return value.indexOf('"') < 0 && value.indexOf('\\') < 0;
  }

  private static int bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  /// The values by their names, in order. What is no such text has none.
  public static Map<String, String> read(String text) {
    var values = new LinkedHashMap<String, String>();
    if (text.startsWith(BEGIN) && text.endsWith(END)) {
      String[] parts = text.split(QUOTE, -1);
      for (int i = 1; i + VALUE < parts.length; i += EACH) {
        values.put(parts[i], parts[i + VALUE]);
      }
    }
    return values;
  }

  /// The text of the same tags with other values.
  ///
  /// @param other the value in the place of one, by the tag's name and that
  public static String map(String text, BinaryOperator<String> other) {
    Map<String, String> values = read(text);
    values.replaceAll(other);
    return of(List.copyOf(values.keySet()), List.copyOf(values.values()));
  }

  /// The text of the same tags, each with the value [#OTHER].
  public static String others(String text) {
    return text.isEmpty() ? text : map(text, (_, _) -> OTHER);
  }
}
