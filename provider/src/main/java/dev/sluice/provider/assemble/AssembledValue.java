package dev.sluice.provider.assemble;

import dev.sluice.dialect.json.GrowableBytes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A value of the answer that is being assembled. Confined to one thread.
sealed interface AssembledValue {
  /// A value as it was written.
  final class Written implements AssembledValue {
    private final byte[] json;

    /// Takes over `json`.
    Written(byte[] json) {
      this.json = json;
    }

    byte[] json() {
      return json;
    }

    boolean is(byte[] a, int from, int to) {
      return Arrays.equals(json, 0, json.length, a, from, to);
    }

    boolean isNull() {
      return json[0] == 'n';
    }

    /// Whether the value says nothing: null, or an empty text, array or object.
    boolean isEmpty() {
      return isNull() || (json.length == 2 && !Character.isDigit(json[0]));
    }
  }

  /// A string whose parts are joined, without its quotes.
  record Text(GrowableBytes inside) implements AssembledValue {}

  /// An object by its members' names as they are escaped, in the order in which they came.
  record Fields(Map<String, AssembledValue> members) implements AssembledValue {
    Fields() {
      this(new LinkedHashMap<>());
    }

    @Nullable AssembledValue get(String name) {
      return members.get(name);
    }

    void put(String name, AssembledValue value) {
      members.put(name, value);
    }
  }

  /// An array: the elements that have an index, each where it belongs, and behind them the others
  /// one after the other, as they were written.
  ///
  /// @param calls the numbers of the elements, where they are tool calls
  record Items(TreeMap<Integer, Fields> indexed, GrowableBytes others, ToolCallNumbers calls)
      implements AssembledValue {
    Items() {
      this(new TreeMap<>(), new GrowableBytes(), new ToolCallNumbers());
    }

    /// Begins another element without an index, whose bytes are added to the result.
    GrowableBytes append() {
      if (others.length() > 0) {
        others.add(',');
      }
      return others;
    }
  }
}
