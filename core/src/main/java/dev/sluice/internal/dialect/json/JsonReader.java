package dev.sluice.internal.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.internal.dialect.json.JsonNode.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a JSON text in UTF-8 into a tree. Values under certain names (schemas, arguments) are
/// checked and passed over: they travel as they were written.
///
/// Immutable and safe for any number of threads.
public final class JsonReader {
  private static final int DEPTH_MAX = 512;

  /// What a text may begin with (RFC 8259, section 8.1): it is passed over.
  private static final byte[] MARK = "\ufeff".getBytes(UTF_8);

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /// A text is not JSON, or is beyond the bounds (512 levels, numbers of 1,000 digits).
  public static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1;

    NotJsonException(String message) {
      super(message, null, false, false);
    }
  }

  private final Set<String> opaque;

  /// Whether strings know their places too.
  private final boolean placing;

  /// A reader that passes over some values.
  ///
  /// @param opaque the names whose values are passed over
  public JsonReader(Set<String> opaque) {
    this(opaque, false);
  }

  private JsonReader(Set<String> opaque, boolean placing) {
    this.opaque = opaque;
    this.placing = placing;
  }

  /// A reader that notes of strings, too, where they are.
  public static JsonReader placing(Set<String> opaque) {
    return new JsonReader(opaque, true);
  }

  /// The one value that `bytes` from `from` to `to` hold.
  public JsonNode read(byte[] bytes, int from, int to) throws NotJsonException {
    int start = marked(bytes, from, to) ? from + MARK.length : from;
    try (JsonParser parser = JSON.createParser(bytes, start, to - start)) {
      if (parser.nextToken() == null) {
        throw new NotJsonException("there is no JSON value");
      }
      JsonNode top = value(parser, bytes, start, null, null, 0);
      if (parser.nextToken() != null) {
        throw new NotJsonException("more than one JSON value");
      }
      return top;
    } catch (IOException e) {
      throw new NotJsonException(flaw(e));
    }
  }

  private static boolean marked(byte[] bytes, int from, int to) {
    int end = from + MARK.length;
    return end <= to && Arrays.equals(bytes, from, end, MARK, 0, MARK.length);
  }

  public JsonNode read(byte[] bytes) throws NotJsonException {
    return read(bytes, 0, bytes.length);
  }

  /// Whether `text` is one JSON object.
  public static boolean isObject(String text) {
    if (!opensObject(text)) {
      return false;
    }
    try {
      byte[] bytes = text.getBytes(UTF_8);
      return new JsonReader(Set.of()).read(bytes).is(Kind.OBJECT);
    } catch (NotJsonException e) {
      return false;
    }
  }

  /// What a tool has said is seldom JSON, and an exception that says so takes longer than a look.
  private static boolean opensObject(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) <= ' ') {
      i++;
    }
    return i < text.length() && (text.charAt(i) == '{' || text.charAt(i) == '\ufeff');
  }

  private static String flaw(IOException e) {
    return e instanceof JacksonException flaw && flaw.getLocation() != null
        ? flaw.getOriginalMessage() + " at byte " + flaw.getLocation().getByteOffset()
        : String.valueOf(e.getMessage());
  }

  private JsonNode value(
      JsonParser parser,
      byte[] bytes,
      int base,
      @Nullable JsonNode parent,
      @Nullable String name,
      int index)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT, START_ARRAY -> container(parser, bytes, base, parent, name, index);
      case VALUE_STRING -> string(parser, bytes, base, parent, name, index);
      case VALUE_TRUE, VALUE_FALSE ->
          new JsonNode(parent, name, index, Kind.BOOLEAN, parser.getText());
      case VALUE_NULL -> new JsonNode(parent, name, index, Kind.NULL, "null");
      default -> new JsonNode(parent, name, index, Kind.NUMBER, parser.getText());
    };
  }

  private JsonNode string(
      JsonParser parser,
      byte[] bytes,
      int base,
      @Nullable JsonNode parent,
      @Nullable String name,
      int index)
      throws IOException {
    var node = new JsonNode(parent, name, index, Kind.STRING, parser.getText());
    if (!placing) {
      return node;
    }
    int start = base + (int) parser.currentTokenLocation().getByteOffset();
    int end = base + (int) parser.currentLocation().getByteOffset();
    return node.filled(bytes, start, end, List.of());
  }

  private JsonNode container(
      JsonParser parser,
      byte[] bytes,
      int base,
      @Nullable JsonNode parent,
      @Nullable String name,
      int index)
      throws IOException {
    boolean object = parser.currentToken() == JsonToken.START_OBJECT;
    int start = base + (int) parser.currentTokenLocation().getByteOffset();
    var node = new JsonNode(parent, name, index, object ? Kind.OBJECT : Kind.ARRAY, "");
    List<JsonNode> children = List.of();
    if (name != null && opaque.contains(name)) {
      parser.skipChildren();
    } else {
      children = object ? properties(parser, bytes, base, node) : values(parser, bytes, base, node);
    }
    int end = base + (int) parser.currentLocation().getByteOffset();
    return node.filled(bytes, start, end, children);
  }

  private List<JsonNode> properties(JsonParser parser, byte[] bytes, int base, JsonNode node)
      throws IOException {
    var children = new ArrayList<JsonNode>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      children.add(value(parser, bytes, base, node, name, 0));
    }
    return children;
  }

  private List<JsonNode> values(JsonParser parser, byte[] bytes, int base, JsonNode node)
      throws IOException {
    var children = new ArrayList<JsonNode>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      children.add(value(parser, bytes, base, node, null, children.size()));
    }
    return children;
  }
}
