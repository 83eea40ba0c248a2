package dev.sluice.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.dialect.json.JsonCursor;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// A reader of what the calls of one conversation have in common: the beginning that a provider's
/// prompt cache knows, or the user. A pure function of a body that [RequestScanner] has accepted,
/// the same in every process and however the body's buffers are cut; a body that cannot be read
/// belongs to no conversation.
final class ConversationReader {
  /// The result for a body that belongs to no conversation.
  static final long NONE = 0;

  private static final long UNSEALED = 1;

  /// The properties that ask for sealed parts of an answer (`reasoning.encrypted_content` among
  /// what is included).
  private static final Set<String> SEALING = Set.of("include", "use_encrypted_content");

  private static final Set<String> INSTRUCTING = Set.of("system", "developer");

  /// The properties that all calls of a conversation repeat beside their messages.
  private static final Set<String> COMMON = Set.of("tools", "functions", "instructions");

  private final ByteBuf body;
  private final JsonCursor in;

  /// The sum of the hashes of the parts that are no messages, so that their order does not matter.
  private long parts;

  /// The hash of the messages, in their order.
  private long messages;

  /// Whether the first message has been read.
  private boolean begun;

  private ConversationReader(ByteBuf body) {
    this.body = body;
    this.in = new JsonCursor(body);
  }

  /// A hash of the system prompt, the tools and the first message of a conversation.
  static long prefix(Operation operation, ByteBuf body) {
    return switch (operation) {
      case CHAT -> read(body, reader -> reader.prefix("messages"));
      case RESPONSES, INPUT_TOKENS, COMPACT -> read(body, reader -> reader.prefix("input"));
      case MESSAGES, COUNT_TOKENS, GENERATE -> MessagesPrefix.of(body);
      default -> NONE;
    };
  }

  /// A hash of the user that a request names (`user`, `safety_identifier`).
  static long user(ByteBuf body) {
    return read(body, ConversationReader::user);
  }

  /// Whether the answer to a call of the Responses API may bring what only the account that has
  /// made it can read: the next call must be able to go there. A body that cannot be read may.
  static boolean seals(ByteBuf body) {
    return read(body, ConversationReader::seals) != UNSEALED;
  }

  /// The reading of one body.
  private interface Reading {
    long of(ConversationReader reader) throws EOFException;
  }

  private static long read(ByteBuf body, Reading reading) {
    try {
      return reading.of(new ConversationReader(body));
    } catch (EOFException _) {
      return NONE;
    }
  }

  private long user() throws EOFException {
    in.pass();
    while (in.more()) {
      String name = in.name();
      boolean names = name.equals("user") || name.equals("safety_identifier");
      if (names && in.peek() == '"') {
        return value("user");
      }
      in.skip();
    }
    return NONE;
  }

  private long seals() throws EOFException {
    in.pass();
    while (in.more()) {
      boolean sealing = SEALING.contains(in.name());
      if (sealing && in.peek() != 'n') {
        return NONE;
      }
      in.skip();
    }
    return UNSEALED;
  }

  private long prefix(String field) throws EOFException {
    in.pass();
    while (in.more()) {
      String name = in.name();
      byte first = in.peek();
      if (name.equals(field) && first == '[') {
        items();
      } else if (name.equals(field) && first == '"') {
        begun = true;
        messages = value("first");
      } else if (COMMON.contains(name) && (first == '"' || first == '{' || first == '[')) {
        parts += value(name);
      } else {
        in.skip();
      }
    }
    return begun ? 31 * messages + parts : NONE;
  }

  /// Adds the messages up to the first one that instructs nobody.
  private void items() throws EOFException {
    in.pass();
    while (in.more()) {
      if (begun) {
        in.skip();
      } else {
        item();
      }
    }
  }

  private void item() throws EOFException {
    boolean message = in.peek() == '{';
    int start = in.position();
    if (message) {
      begun = !INSTRUCTING.contains(role());
    } else {
      begun = true;
      in.skip();
    }
    messages = 31 * messages + hash(begun ? "first" : "system", start, in.position());
  }

  /// Reads the next message to its end and returns its role.
  private String role() throws EOFException {
    String role = "";
    in.pass();
    while (in.more()) {
      boolean named = in.name().equals("role");
      if (named && in.peek() == '"') {
        role = in.text();
      } else {
        in.skip();
      }
    }
    return role;
  }

  /// Passes over the next value and returns its hash.
  private long value(String name) throws EOFException {
    in.peek();
    int start = in.position();
    in.skip();
    return hash(name, start, in.position());
  }

  private long hash(String name, int start, int end) {
    var high = new CRC32();
    var low = new CRC32C();
    for (int i = 0; i < name.length(); i++) {
      high.update(name.charAt(i));
    }
    for (ByteBuffer part : body.nioBuffers(body.readerIndex() + start, end - start)) {
      high.update(part.duplicate());
      low.update(part);
    }
    return Math.max(1, high.getValue() << 31 ^ low.getValue());
  }
}
