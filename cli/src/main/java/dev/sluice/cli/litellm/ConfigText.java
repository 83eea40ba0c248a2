package dev.sluice.cli.litellm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes YAML as the configuration's reader takes it.
final class ConfigText {
  /// What needs no quotes wherever it stands.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*");

  private static final Set<String> NOTHING = Set.of("null", "Null", "NULL");

  private final StringBuilder text = new StringBuilder();

  /// @param depth how many maps it stands in
  void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  void comments(int depth, List<String> comments) {
    comments.forEach(comment -> line(depth, comment));
  }

  /// A value or a key; in quotes where YAML could take it for something else.
  static String scalar(String value) {
    if (PLAIN.matcher(value).matches() && !NOTHING.contains(value)) {
      return value;
    }
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// A list on one line.
  static String list(List<String> values) {
    return values.stream().map(ConfigText::scalar).collect(Collectors.joining(", ", "[", "]"));
  }

  /// A map on one line; its values stand as they are.
  static String flow(Map<String, ?> values) {
    return values.entrySet().stream()
        .map(entry -> scalar(entry.getKey()) + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
