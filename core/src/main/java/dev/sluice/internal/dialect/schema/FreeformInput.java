package dev.sluice.internal.dialect.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.internal.dialect.json.JsonOutput;
import dev.sluice.internal.dialect.json.JsonReader;
import dev.sluice.internal.dialect.json.JsonReader.NotJsonException;
import java.util.Set;

/// The text of a freeform tool's call. In the hub's answers it stands in the arguments of a
/// function of one text, since that is what such a tool is to a provider that knows no other.
public final class FreeformInput {
  /// How the arguments begin, and how they end.
  public static final String BEGIN = "{\"input\":\"";

  public static final String END = "\"}";

  private FreeformInput() {}

  /// The arguments themselves where they hold no such text: a model may write what it likes.
  public static String of(String arguments) {
    try {
      String input = new JsonReader(Set.of()).read(arguments.getBytes(UTF_8)).string("input");
      return input == null ? arguments : input;
    } catch (NotJsonException cut) {
      return arguments;
    }
  }

  /// The arguments that hold a text.
  public static String wrap(String input) {
    return BEGIN + inside(input) + END;
  }

  /// A piece of the text as it stands in the arguments, between their beginning and their end.
  public static String inside(String piece) {
    String quoted = new String(new JsonOutput().string(piece).bytes(), UTF_8);
    return quoted.substring(1, quoted.length() - 1);
  }
}
