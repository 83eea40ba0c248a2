package dev.sluice.dialect.multipart;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The value of a header of a part: a word, and parameters in the form that all readers of forms
/// take alike. Each is a name, `=` and a token, or a text in closed quotes without a backslash:
/// readers disagree about what `\"` and `\\` mean there, and so about where the next parameter
/// begins.
///
/// @param word in lower case
/// @param values the values of the parameters, by their names in lower case
record Parameters(String word, Map<String, String> values) {
  private static final Pattern WORD = Pattern.compile("[^;\"\\\\]*+");

  private static final Pattern PARAMETER =
      Pattern.compile(
          ";[ \t]*(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)="
              + "(?:\"(?<quoted>[^\"\\\\]*+)\"|(?<token>[^\\s\";,\\\\=]+))[ \t]*");

  /// Reads a value; empty where it has another form, or a parameter twice.
  static Optional<Parameters> read(String value) {
    Matcher word = WORD.matcher(value);
    if (!word.lookingAt()) {
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, String>();
    Matcher parameter = PARAMETER.matcher(value);
    int at = word.end();
    while (at < value.length()) {
      if (!parameter.region(at, value.length()).lookingAt()) {
        return Optional.empty();
      }
      at = parameter.end();
      String quoted = parameter.group("quoted");
      String text = quoted == null ? parameter.group("token") : quoted;
      if (values.put(parameter.group("name").toLowerCase(Locale.ROOT), text) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new Parameters(word.group().trim().toLowerCase(Locale.ROOT), values));
  }
}
