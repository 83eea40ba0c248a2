package dev.sluice.internal.dialect.chat.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.internal.dialect.json.JsonReader;
import dev.sluice.internal.dialect.json.JsonReader.NotJsonException;
import java.util.Set;

/// The text of a freeform tool's call, which went to the provider as a function of one text.
final class FreeformInput {
  private FreeformInput() {}

  /// The arguments themselves where they hold no such text: a model may write what it likes.
  static String of(String arguments) {
    try {
      String input = new JsonReader(Set.of()).read(arguments.getBytes(UTF_8)).string("input");
      return input == null ? arguments : input;
    } catch (NotJsonException cut) {
      return arguments;
    }
  }
}
