package dev.sluice.dialect.rule;

import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.SourcePath;

/// The failure of a request that cannot be carried, on its way out of the translation, at whose
/// front it becomes a value. The exception has no stack trace: it is the client's doing and no bug.
public final class Untranslatable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String path;

  /// The failure for a property that cannot be carried.
  ///
  /// @param path the path of the property; empty for the whole request
  public Untranslatable(String path, String why) {
    super(why, null, false, false);
    this.path = path;
  }

  public Untranslatable(JsonNode node, String why) {
    this(node.path(), why);
  }

  public Untranslatable(SourcePath place, String why) {
    this(place.path(), why);
  }

  public String path() {
    return path;
  }

  /// The reason why the property cannot be carried.
  public String why() {
    return String.valueOf(getMessage());
  }
}
