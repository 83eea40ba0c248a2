package dev.sluice.provider.request;

import dev.sluice.dialect.json.JsonCursor;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;

/// A hash of what the calls of a conversation in Anthropic's dialect, or in Gemini's, have in
/// common: its system prompt, its tools, and its messages up to the first of the user. The marks of
/// where a cache ends (`cache_control`) are left out, since clients move them from call to call,
/// and so is the text in which Claude Code accounts for a call. For one pass over one body.
final class MessagesPrefix {
  private static final String ACCOUNTING = "x-anthropic-billing-header";

  /// The hash of the name that is left out. Another name with the same hash would be left out too,
  /// to no harm.
  private static final int CACHE_CONTROL = "cache_control".hashCode();

  private final JsonCursor in;

  /// The sum of the parts' hashes, so that their order does not matter.
  private long parts;

  private boolean begun;

  private MessagesPrefix(JsonCursor in) {
    this.in = in;
  }

  /// Returns the hash; [ConversationReader#NONE] for a body that cannot be read.
  static long of(ByteBuf body) {
    try {
      return new MessagesPrefix(new JsonCursor(body)).read();
    } catch (EOFException _) {
      return ConversationReader.NONE;
    }
  }

  private long read() throws EOFException {
    in.pass();
    while (in.more()) {
      switch (in.name()) {
        case "system", "systemInstruction", "system_instruction" -> elements(3, false);
        case "tools" -> elements(5, false);
        case "messages", "contents" -> elements(7, true);
        default -> in.skip();
      }
    }
    return begun ? Math.max(1, parts & Long.MAX_VALUE) : ConversationReader.NONE;
  }

  /// Adds each element of an array, or the value itself where it is no array.
  ///
  /// @param first whether the first element alone counts
  private void elements(long seed, boolean first) throws EOFException {
    begun |= first;
    if (in.peek() != '[') {
      parts += mix(seed, hash(seed));
      return;
    }
    long all = seed;
    boolean done = false;
    in.pass();
    while (in.more()) {
      if (done) {
        in.skip();
      } else {
        all = mix(all, hash(seed));
        done = first;
      }
    }
    parts += mix(seed, all);
  }

  /// Reads the next value to its end and returns its hash.
  private long hash(long seed) throws EOFException {
    return switch (in.peek()) {
      case '{' -> object(seed);
      case '[' -> array(seed);
      case '"' -> text(seed);
      default -> mix(seed, scalar());
    };
  }

  private long object(long seed) throws EOFException {
    long sum = seed;
    in.pass();
    while (in.more()) {
      int name = name();
      if (name == CACHE_CONTROL) {
        in.skip();
      } else {
        sum += mix(name, hash(seed));
      }
    }
    return sum;
  }

  /// Reads the name of the next property and returns its hash, as [String#hashCode] has it.
  private int name() throws EOFException {
    in.pass();
    int hash = 0;
    for (int c = in.character(); c >= 0; c = in.character()) {
      hash = 31 * hash + c;
    }
    in.pass();
    return hash;
  }

  private long array(long seed) throws EOFException {
    long all = seed;
    in.pass();
    while (in.more()) {
      all = mix(all, hash(seed));
    }
    return all;
  }

  /// Reads a number or a literal and returns the hash of its text, as [String#hashCode] has it.
  private int scalar() throws EOFException {
    int hash = 0;
    for (int b = in.scalar(); b >= 0; b = in.scalar()) {
      hash = 31 * hash + b;
    }
    return hash;
  }

  private long text(long seed) throws EOFException {
    in.pass();
    long hash = seed;
    int length = 0;
    int same = 0;
    for (int c = in.character(); c >= 0; c = in.character()) {
      if (same == length && same < ACCOUNTING.length() && c == ACCOUNTING.charAt(same)) {
        same++;
      }
      length++;
      hash = hash * 31 + c;
    }
    return same == ACCOUNTING.length() ? seed : hash;
  }

  /// Mixes two hashes by the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
  private static long mix(long one, long other) {
    long mixed = one * 31 + other;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
