package dev.sluice.dialect.json;

import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A builder of the tree of one text, which counts the heap of the tree before that is taken.
///
/// Belongs to one thread.
final class TreeBuilder {
  private static final int NODE = 48;

  /// The heap bytes of a list beside its array.
  private static final int LIST = 24;

  /// The heap bytes of what dialects make of an object that is not empty: a block, its place, its
  /// turn.
  private static final int MEANING = 64;

  /// The most bytes of a string that is kept once: most strings are names and types, which repeat.
  private static final int SHORT = 24;

  private static final int SHARED = 32;
  private static final int INITIAL = 16;

  private final TextCursor in;
  private final @Nullable Set<String> opened;
  private final JsonSource source;
  private final HeapMeter meter;

  // Strings that are kept once, and where they stand.
  private final @Nullable String[] shared = new String[SHARED];
  private final int[] places = new int[SHARED];

  /// The values of all objects and arrays that are being read.
  private JsonNode[] stack = new JsonNode[INITIAL];

  private int size;

  /// @param opened the names of the objects and arrays that are read; null for all
  TreeBuilder(TextCursor in, @Nullable Set<String> opened, JsonSource source) {
    this.in = in;
    this.opened = opened;
    this.source = source;
    meter = source.meter();
  }

  /// Reads the one value of the text.
  JsonNode top() throws NotJsonException {
    if (in.peek() == TextCursor.END) {
      throw new NotJsonException("there is no JSON value");
    }
    JsonNode top = value(null, null, 0);
    if (in.peek() != TextCursor.END) {
      throw new NotJsonException("more than one JSON value");
    }
    return top;
  }

  private JsonNode value(@Nullable JsonNode parent, @Nullable String name, int index)
      throws NotJsonException {
    int first = in.peek();
    meter.add(NODE);
    return switch (first) {
      case '{' -> container(new JsonNode(parent, name, index, JsonKind.OBJECT, ""));
      case '[' -> container(new JsonNode(parent, name, index, JsonKind.ARRAY, ""));
      case '"' -> text(parent, name, index);
      default -> scalar(first, parent, name, index);
    };
  }

  private JsonNode text(@Nullable JsonNode parent, @Nullable String name, int index)
      throws NotJsonException {
    int from = in.offset();
    in.quoted();
    return new JsonNode(parent, name, index, JsonKind.STRING, string())
        .filled(source, from, in.offset(), List.of());
  }

  private JsonNode scalar(int first, @Nullable JsonNode parent, @Nullable String name, int index)
      throws NotJsonException {
    int from = in.offset();
    in.scalar(first);
    JsonNode node =
        switch (first) {
          case 't' -> new JsonNode(parent, name, index, JsonKind.BOOLEAN, "true");
          case 'f' -> new JsonNode(parent, name, index, JsonKind.BOOLEAN, "false");
          case 'n' -> new JsonNode(parent, name, index, JsonKind.NULL, "null");
          default -> new JsonNode(parent, name, index, JsonKind.NUMBER, null);
        };
    return node.filled(source, from, in.offset(), List.of());
  }

  private JsonNode container(JsonNode node) throws NotJsonException {
    int from = in.offset();
    List<JsonNode> children = List.of();
    if (!opens(node)) {
      in.skip();
    } else if (in.enters()) {
      children = children(node);
    }
    return node.filled(source, from, in.offset(), children);
  }

  /// Whether a value is opened. The values in an opened array are opened with it.
  private boolean opens(JsonNode node) {
    return opened == null || !node.isNamed() || opened.contains(node.name());
  }

  private List<JsonNode> children(JsonNode node) throws NotJsonException {
    boolean object = node.is(JsonKind.OBJECT);
    int base = size;
    do {
      String name = null;
      if (object) {
        in.name();
        name = string();
      }
      push(value(node, name, object ? 0 : size - base));
    } while (in.another());
    int count = size - base;
    meter.add(LIST + HeapMeter.array((long) count * HeapMeter.REFERENCE) + (object ? MEANING : 0));
    JsonNode[] children = Arrays.copyOfRange(stack, base, size);
    size = base;
    return Arrays.asList(children);
  }

  private void push(JsonNode node) {
    if (size == stack.length) {
      meter.add(HeapMeter.array((long) size * HeapMeter.REFERENCE));
      stack = Arrays.copyOf(stack, 2 * size);
    }
    stack[size++] = node;
  }

  /// The text of the string that has just been passed over.
  private String string() {
    StringSpan span = in.string();
    if (span.plain() && span.written() <= SHORT) {
      return span.written() == 0 ? "" : shared(span);
    }
    return built(span);
  }

  private String shared(StringSpan span) {
    int slot = span.hash() & (SHARED - 1);
    String known = shared[slot];
    if (known != null && span.isLike(places[slot], known.length())) {
      return known;
    }
    String text = built(span);
    shared[slot] = text;
    places[slot] = span.from();
    return text;
  }

  private String built(StringSpan span) {
    meter.add(span.growth() + span.size());
    return span.text();
  }
}
