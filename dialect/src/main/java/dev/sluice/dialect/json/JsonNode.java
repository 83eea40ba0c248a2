package dev.sluice.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of a JSON text, with its path in the text. Immutable; the bytes that the value was read
/// from are kept.
public final class JsonNode {
  private static final JsonSource NOTHING = new JsonSource(new byte[0], HeapMeter.unbounded());

  private final @Nullable JsonNode parent;
  private final @Nullable String name;
  private final int index;
  private final JsonKind kind;

  /// A string's text or a word's letters; empty for objects and arrays. Null for a number, whose
  /// digits stand in the source.
  private final @Nullable String text;

  private JsonSource source = NOTHING;
  private int start;
  private int end;
  private List<JsonNode> children = List.of();

  JsonNode(
      @Nullable JsonNode parent,
      @Nullable String name,
      int index,
      JsonKind kind,
      @Nullable String text) {
    this.parent = parent;
    this.name = name;
    this.index = index;
    this.kind = kind;
    this.text = text;
  }

  /// Completes the node. Called once, by the reader, before any other code sees the node.
  JsonNode filled(JsonSource origin, int from, int to, List<JsonNode> values) {
    source = origin;
    start = from;
    end = to;
    children = values;
    return this;
  }

  public JsonKind kind() {
    return kind;
  }

  public boolean is(JsonKind expected) {
    return kind == expected;
  }

  /// The name under which an object holds the value; empty in an array and at the top.
  public String name() {
    return name == null ? "" : name;
  }

  /// Whether an object holds the value.
  boolean isNamed() {
    return name != null;
  }

  /// The text of a string, the digits of a number, or `true`, `false`, `null`.
  public String text() {
    return text == null ? written() : text;
  }

  private String written() {
    return new String(source.bytes(), start, end - start, UTF_8);
  }

  /// The hash of the value as it was written.
  public int writtenHash() {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + source.bytes()[i];
    }
    return hash;
  }

  /// Whether this is an array or object with something in it that the reader has passed over.
  boolean isPassedOver() {
    return children.isEmpty() && !isEmpty() && isContainer();
  }

  /// Whether this is a string whose text is what stands between its quotes.
  boolean isTextAsWritten() {
    return kind == JsonKind.STRING && text().length() == end - start - 2;
  }

  boolean isContainer() {
    return kind == JsonKind.OBJECT || kind == JsonKind.ARRAY;
  }

  /// Whether this is a string, an array or an object with nothing in it.
  boolean isEmpty() {
    return switch (kind) {
      case STRING -> end - start == 2;
      case OBJECT -> children.isEmpty() && isWritten("{}");
      case ARRAY -> children.isEmpty() && isWritten("[]");
      default -> false;
    };
  }

  /// Whether the value was written like `json`, whatever spaces it has. Builds nothing.
  ///
  /// @param json a JSON text of ASCII, without spaces
  public boolean isWritten(String json) {
    byte[] bytes = source.bytes();
    int matched = 0;
    for (int i = start; i < end; i++) {
      if (!TextCursor.isSpace(bytes[i])) {
        if (matched == json.length() || bytes[i] != json.charAt(matched)) {
          return false;
        }
        matched++;
      }
    }
    return matched == json.length();
  }

  /// The values of an array or object, in their order; empty where the reader passed over them.
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
        return child.kind == JsonKind.NULL ? null : child;
      }
    }
    return null;
  }

  /// The text of a property that is a string.
  public @Nullable String string(String property) {
    JsonNode child = get(property);
    return child != null && child.kind == JsonKind.STRING ? child.text() : null;
  }

  /// The text of a property that is a string; `otherwise` for a property that is none.
  public String string(String property, String otherwise) {
    String text = string(property);
    return text == null ? otherwise : text;
  }

  /// Whether a property is `true`.
  public boolean isTrue(String property) {
    JsonNode child = get(property);
    return child != null && child.kind == JsonKind.BOOLEAN && child.text().equals("true");
  }

  /// The value of a property that is a whole number which a `long` holds; `otherwise` for other
  /// properties.
  public long number(String property, long otherwise) {
    JsonNode child = get(property);
    if (child == null || child.kind != JsonKind.NUMBER) {
      return otherwise;
    }
    try {
      return Long.parseLong(child.text());
    } catch (NumberFormatException notWhole) {
      return otherwise;
    }
  }

  /// The value as it was written; a string in the form in which [JsonOutput] writes it.
  public RawJson raw() {
    return new RawJson(
        kind == JsonKind.STRING
            ? new JsonOutput(end - start, meter()).string(text()).text()
            : meter().decoded(source.bytes(), start, end));
  }

  /// The bytes that the value was read from.
  byte[] source() {
    return source.bytes();
  }

  /// Reads the value again with another reader, as a tree of its own.
  public JsonNode read(JsonReader reader) {
    try {
      return reader.read(source.bytes(), start, end, meter());
    } catch (JsonReader.NotJsonException e) {
      throw new IllegalStateException("a value that has been passed over is well formed", e);
    }
  }

  /// The meter of the heap of the tree.
  public HeapMeter meter() {
    return source.meter();
  }

  /// Counts bytes that are about to be made of the value.
  ///
  /// @throws HeapMeter.NoRoomException if there is no room for the bytes
  public void counting(long bytes) {
    source.meter().add(bytes);
  }

  /// The offset at which the value begins in the bytes that it was read from.
  public int start() {
    return start;
  }

  /// The offset just behind the value.
  public int end() {
    return end;
  }

  /// The path from the top: `tools[1].function.name`; empty at the top.
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
