package dev.sluice.spring;

import java.util.Map;
import org.springframework.core.env.PropertyResolver;

/// The text of a property as the loader reads it. A reference of Spring's, `${NAME}`, becomes one
/// of the loader's, `${env:NAME}`, to a variable with its value: what a reference stands for
/// appears in no message. The loader's own references, `${env:NAME}` and `${file:/path}`, stay,
/// although Spring would read them as names with defaults; so does one that means nothing, for the
/// loader to say so.
///
/// @param resolver knows what Spring's references stand for
/// @param variables gets what they stand for
record PropertyText(PropertyResolver resolver, Map<String, String> variables) {
  private static final String START = "${";

  /// Returns the text that the loader is to read.
  String of(String text) {
    var made = new StringBuilder();
    int at = 0;
    for (int start = text.indexOf(START); start >= 0; start = text.indexOf(START, at)) {
      int end = end(text, start);
      made.append(text, at, start).append(reference(text.substring(start, end)));
      at = end;
    }
    return made.append(text, at, text.length()).toString();
  }

  /// Finds the end of a reference, behind its closing brace; of the text where it has none.
  private static int end(String text, int start) {
    int depth = 0;
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private String reference(String whole) {
    if (whole.startsWith("${env:") || whole.startsWith("${file:")) {
      return whole;
    }
    String name = whole.replaceAll("[${}]", "");
    try {
      variables.put(name, resolver.resolveRequiredPlaceholders(whole));
    } catch (IllegalArgumentException unknown) {
      // The loader says that there is no such variable.
    }
    return "${env:" + name + "}";
  }
}
