package dev.sluice.dialect.json;

import org.jspecify.annotations.Nullable;

/// The path of something in a client's request, for messages: `messages[2].content[0]`. The path is
/// written only when it is asked for. Paths take no part in equality: two values that differ in
/// nothing but their path are equal.
public final class SourcePath {
  /// The path of what no client has written.
  public static final SourcePath NONE = new SourcePath(null);

  private final @Nullable JsonNode node;

  private SourcePath(@Nullable JsonNode node) {
    this.node = node;
  }

  public static SourcePath of(JsonNode node) {
    return new SourcePath(node);
  }

  /// The path in words; empty for [#NONE].
  public String path() {
    return node == null ? "" : node.path();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourcePath;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return path();
  }
}
