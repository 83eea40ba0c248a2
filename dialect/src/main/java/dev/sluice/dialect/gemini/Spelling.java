package dev.sluice.dialect.gemini;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A lookup of properties under both names that Google's JSON takes: `inlineData` and `inline_data`
/// (Protocol Buffers, "ProtoJSON Format").
final class Spelling {
  private Spelling() {}

  /// The last property of this name, however it is spelled, that is not `null`.
  ///
  /// @param camel the name in camel case
  static @Nullable JsonNode get(JsonNode holder, String camel) {
    JsonNode found = holder.get(camel);
    return found == null ? spelledElse(holder, camel) : found;
  }

  private static @Nullable JsonNode spelledElse(JsonNode holder, String camel) {
    JsonNode found = null;
    for (JsonNode child : holder.children()) {
      if (child.name().indexOf('_') > 0 && camel(child).equals(camel)) {
        found = child.is(JsonKind.NULL) ? null : child;
      }
    }
    return found;
  }

  /// The values of a property that is an array; none if there is no such property.
  static List<JsonNode> children(JsonNode holder, String camel) {
    JsonNode found = get(holder, camel);
    return found == null ? List.of() : found.children();
  }

  /// The text of a property that is a string; `otherwise` for others.
  static String text(JsonNode holder, String camel, String otherwise) {
    JsonNode found = get(holder, camel);
    return found != null && found.is(JsonKind.STRING) ? found.text() : otherwise;
  }

  /// A property's name in camel case. A name that has both underscores and capitals is neither
  /// spelling, and stays as it is: Google does not take it.
  static String camel(JsonNode property) {
    String name = property.name();
    if (name.indexOf('_') < 0 || name.chars().anyMatch(Character::isUpperCase)) {
      return name;
    }
    var camel = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      boolean joint = name.charAt(i) == '_' && i + 1 < name.length();
      camel.append(joint ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
    }
    return camel.toString();
  }
}
