package dev.sluice.internal.provider.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.call.request.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// Reads what the calls of one conversation have in common: the beginning that a provider's prompt
/// cache knows, or the user. A pure function of a body that [RequestScanner] has accepted; what it
/// cannot read belongs to no conversation.
public final class ConversationReader {
  /// The result for a body that belongs to no conversation.
  public static final long NONE = 0;

  private static final long UNSEALED = 1;

  /// What asks for sealed parts of an answer (`reasoning.encrypted_content` among what is
  /// included).
  private static final Set<String> SEALING = Set.of("include", "use_encrypted_content");

  private static final Set<String> INSTRUCTING = Set.of("system", "developer");

  private final byte[] bytes;
  private final int from;
  private final JsonParser parser;

  /// The sum of the other parts' hashes, so that their order does not matter.
  private long parts;

  /// The hash of the messages, in their order.
  private long messages;

  /// Whether the first message has been read.
  private boolean begun;

  private ConversationReader(byte[] bytes, int from, int length) throws IOException {
    this.bytes = bytes;
    this.from = from;
    this.parser = RequestTraits.JSON.createParser(bytes, from, length);
  }

  /// A hash of the system prompt, the tools and the first message of a conversation.
  public static long prefix(Operation operation, ByteBuf body) {
    return switch (operation) {
      case CHAT -> read(body, reader -> reader.prefix("messages"));
      case RESPONSES -> read(body, reader -> reader.prefix("input"));
      case MESSAGES, COUNT_TOKENS -> MessagesPrefix.of(body);
      case COMPLETIONS, EMBEDDINGS, MODERATIONS -> NONE;
    };
  }

  /// A hash of the user that a request names (`user`, `safety_identifier`).
  public static long user(ByteBuf body) {
    return read(body, ConversationReader::user);
  }

  /// Whether the answer to a response may bring what only the account that has made it can read:
  /// the next call must be able to go there. What cannot be read may.
  public static boolean seals(ByteBuf body) {
    return read(body, ConversationReader::seals) != UNSEALED;
  }

  /// Reads one body.
  private interface Reading {
    long of(ConversationReader reader) throws IOException;
  }

  private static long read(ByteBuf body, Reading reading) {
    byte[] bytes = body.hasArray() ? body.array() : ByteBufUtil.getBytes(body);
    int from = body.hasArray() ? body.arrayOffset() + body.readerIndex() : 0;
    try {
      return reading.of(new ConversationReader(bytes, from, body.readableBytes()));
    } catch (IOException _) {
      return NONE;
    }
  }

  private long user() throws IOException {
    for (JsonToken at = begin(); at == JsonToken.FIELD_NAME; at = parser.nextToken()) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      boolean names = name.equals("user") || name.equals("safety_identifier");
      if (names && value == JsonToken.VALUE_STRING) {
        return hash("user", start(), end());
      }
      parser.skipChildren();
    }
    return NONE;
  }

  private long seals() throws IOException {
    for (JsonToken at = begin(); at == JsonToken.FIELD_NAME; at = parser.nextToken()) {
      String name = parser.currentName();
      boolean asked = parser.nextToken() != JsonToken.VALUE_NULL;
      if (asked && SEALING.contains(name)) {
        return NONE;
      }
      parser.skipChildren();
    }
    return UNSEALED;
  }

  private long prefix(String field) throws IOException {
    for (JsonToken at = begin(); at == JsonToken.FIELD_NAME; ) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "tools", "functions", "instructions" -> {
          if (value.isStructStart() || value == JsonToken.VALUE_STRING) {
            add(name);
          }
        }
        case "messages", "input" -> {
          if (name.equals(field) && value == JsonToken.START_ARRAY) {
            items();
          } else if (name.equals(field)) {
            text(value);
          }
        }
        default -> {}
      }
      at = rest();
    }
    return begun ? 31 * messages + parts : NONE;
  }

  /// An input that is one text.
  private void text(JsonToken value) throws IOException {
    begun = value == JsonToken.VALUE_STRING;
    if (begun) {
      messages = hash("first", start(), end());
    }
  }

  private JsonToken begin() throws IOException {
    parser.nextToken();
    return parser.nextToken();
  }

  /// Passes over what is left of a value.
  private JsonToken rest() throws IOException {
    if (parser.currentToken() == JsonToken.FIELD_NAME
        || parser.currentToken() == JsonToken.END_OBJECT) {
      return parser.currentToken();
    }
    parser.skipChildren();
    return parser.nextToken();
  }

  /// Adds the whole of the current value, and goes on behind it.
  private void add(String name) throws IOException {
    parts += hash(name, start(), end());
  }

  /// Adds the messages up to the first that instructs nobody.
  private void items() throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (begun) {
        parser.skipChildren();
      } else {
        item();
      }
    }
  }

  private void item() throws IOException {
    int start = start();
    String role = parser.currentToken() == JsonToken.START_OBJECT ? role() : "";
    parser.skipChildren();
    begun = !INSTRUCTING.contains(role);
    int end = (int) parser.currentLocation().getByteOffset();
    messages = 31 * messages + hash(begun ? "first" : "system", start, end);
  }

  /// The role of the message that begins here, which is read to its end.
  private String role() throws IOException {
    String role = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean named = parser.currentName().equals("role");
      if (parser.nextToken() == JsonToken.VALUE_STRING && named) {
        role = parser.getText();
      }
      parser.skipChildren();
    }
    return role;
  }

  /// The end of the current value, which is passed over. A text ends at the last quotation mark in
  /// front of the next token: reading it would bound its length.
  private int end() throws IOException {
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
      return (int) parser.currentLocation().getByteOffset();
    }
    parser.nextToken();
    int end = start();
    while (bytes[from + end - 1] != '"') {
      end--;
    }
    return end;
  }

  private int start() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private long hash(String name, int start, int end) {
    var high = new CRC32();
    var low = new CRC32C();
    for (int i = 0; i < name.length(); i++) {
      high.update(name.charAt(i));
    }
    high.update(bytes, from + start, end - start);
    low.update(bytes, from + start, end - start);
    return Math.max(1, high.getValue() << 31 ^ low.getValue());
  }
}
