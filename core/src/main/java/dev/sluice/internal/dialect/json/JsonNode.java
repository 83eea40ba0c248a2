package dev.sluice.internal.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of a JSON text, with the way to it. Immutable; the bytes it was read from are kept.
public final class JsonNode {
  /// What a value is.
  public enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  private final @Nullable JsonNode parent;
  private final @Nullable String name;
  private final int index;
  private final Kind kind;

  /// A string's text; a number's or a word's digits and letters; empty for others.
  private final String text;

  private byte[] source = {};
  private int start;
  private int end;
  private List<JsonNode> children = List.of();

  JsonNode(@Nullable JsonNode parent, @Nullable String name, int index, Kind kind, String text) {
    this.parent = parent;
    this.name = name;
    this.index = index;
    this.kind = kind;
    this.text = text;
  }

  /// Called once, by the reader, before anybody else sees the node.
  JsonNode filled(byte[] bytes, int from, int to, List<JsonNode> values) {
    source = bytes;
    start = from;
    end = to;
    children = values;
    return this;
  }

  public Kind kind() {
    return kind;
  }

  public boolean is(Kind wanted) {
    return kind == wanted;
  }

  /// The name under which its object holds it; empty in an array and at the top.
  public String name() {
    return name == null ? "" : name;
  }

  /// The text of a string, the digits of a number, `true`, `false` or `null`.
  public String text() {
    return text;
  }

  /// The values of an array or object, in their order; empty where the reader was told to pass over
  /// them.
  public List<JsonNode> children() {
    return children;
  }

  /// The values of a property that is an array; none if there is no such property.
  public List<JsonNode> children(String property) {
    JsonNode child = get(property);
    return child == null ? List.of() : child.children;
  }

  /// The last property of this name that is not `null`.
  public @Nullable JsonNode get(String property) {
    for (int i = children.size() - 1; i >= 0; i--) {
      JsonNode child = children.get(i);
      if (property.equals(child.name)) {
        return child.kind == Kind.NULL ? null : child;
      }
    }
    return null;
  }

  /// The text of a property that is a string.
  public @Nullable String string(String property) {
    JsonNode child = get(property);
    return child != null && child.kind == Kind.STRING ? child.text : null;
  }

  /// The text of a property that is a string; `otherwise` for others.
  public String string(String property, String otherwise) {
    String text = string(property);
    return text == null ? otherwise : text;
  }

  /// Whether a property is `true`.
  public boolean isTrue(String property) {
    JsonNode child = get(property);
    return child != null && child.kind == Kind.BOOLEAN && child.text.equals("true");
  }

  /// A property that is a whole number which a long holds; `otherwise` for others.
  public long number(String property, long otherwise) {
    JsonNode child = get(property);
    if (child == null || child.kind != Kind.NUMBER) {
      return otherwise;
    }
    try {
      return Long.parseLong(child.text);
    } catch (NumberFormatException notWhole) {
      return otherwise;
    }
  }

  /// The value as it was written.
  public RawJson raw() {
    return switch (kind) {
      case OBJECT, ARRAY -> new RawJson(new String(source, start, end - start, UTF_8));
      case STRING -> new RawJson(new String(new JsonOutput().string(text).bytes(), UTF_8));
      default -> new RawJson(text);
    };
  }

  /// Where the value begins in the bytes that it was read from; of arrays and objects, and of
  /// strings where the reader notes it.
  public int start() {
    return start;
  }

  /// The offset just behind the value.
  public int end() {
    return end;
  }

  /// The way from the top: `tools[1].function.name`; empty at the top.
  public String path() {
    var path = new StringBuilder();
    write(path);
    return path.toString();
  }

  private void write(StringBuilder path) {
    if (parent == null) {
      return;
    }
    parent.write(path);
    if (name == null) {
      path.append('[').append(index).append(']');
    } else {
      path.append(path.isEmpty() ? "" : ".").append(name);
    }
  }

  @Override
  public String toString() {
    return path();
  }
}
