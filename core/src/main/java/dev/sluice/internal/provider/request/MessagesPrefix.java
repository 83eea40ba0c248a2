package dev.sluice.internal.provider.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;

/// Hashes what the calls of a conversation in Anthropic's dialect have in common: its system
/// prompt, its tools, and its messages up to the first of the user. Where a cache ends
/// (`cache_control`) is left out, since clients move it from call to call, and so is the text in
/// which Claude Code accounts for a call. For one pass over one body.
final class MessagesPrefix {
  private static final String ACCOUNTING = "x-anthropic-billing-header";

  private final JsonParser parser;

  /// The sum of the parts' hashes, so that their order does not matter.
  private long parts;

  private boolean begun;

  private MessagesPrefix(JsonParser parser) {
    this.parser = parser;
  }

  /// The hash; [ConversationReader#NONE] for a body that cannot be read.
  static long of(ByteBuf body) {
    byte[] bytes = ByteBufUtil.getBytes(body);
    try (JsonParser parser = RequestTraits.JSON.createParser(bytes)) {
      return new MessagesPrefix(parser).read();
    } catch (IOException _) {
      return ConversationReader.NONE;
    }
  }

  private long read() throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "system" -> elements(value, 3, false);
        case "tools" -> elements(value, 5, false);
        case "messages" -> elements(value, 7, true);
        default -> parser.skipChildren();
      }
    }
    return begun ? Math.max(1, parts & Long.MAX_VALUE) : ConversationReader.NONE;
  }

  /// Adds each element of an array, or the value itself where it is none.
  ///
  /// @param first whether the first element alone counts
  private void elements(JsonToken value, long seed, boolean first) throws IOException {
    begun |= first;
    if (value != JsonToken.START_ARRAY) {
      parts += mix(seed, hash(seed));
      return;
    }
    long all = seed;
    boolean done = false;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (done) {
        parser.skipChildren();
      } else {
        all = mix(all, hash(seed));
        done = first;
      }
    }
    parts += mix(seed, all);
  }

  /// The hash of the current value, which is read to its end.
  private long hash(long seed) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(seed);
      case START_ARRAY -> array(seed);
      case VALUE_STRING -> text(seed);
      default -> mix(seed, parser.getText().hashCode());
    };
  }

  private long object(long seed) throws IOException {
    long sum = seed;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("cache_control")) {
        parser.skipChildren();
      } else {
        sum += mix(name.hashCode(), hash(seed));
      }
    }
    return sum;
  }

  private long array(long seed) throws IOException {
    long all = seed;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      all = mix(all, hash(seed));
    }
    return all;
  }

  private long text(long seed) throws IOException {
    String text = parser.getText();
    if (text.startsWith(ACCOUNTING)) {
      return seed;
    }
    long hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 31 + text.charAt(i);
    }
    return hash;
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014) over both.
  private static long mix(long one, long other) {
    long mixed = one * 31 + other;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
