package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.RawJson;

/// The text of a freeform tool's call. In the hub's answers it stands in the arguments of a
/// function of one text, since that is what such a tool is to a provider that knows no other.
public final class FreeformInput {
  /// The beginning and the end of arguments that hold a text.
  public static final String BEGIN = "{\"input\":\"";

  public static final String END = "\"}";

  private FreeformInput() {}

  /// The text in arguments; the arguments themselves where they hold no such text, since a model
  /// may write what it likes.
  ///
  /// @param meter counts what is built
  public static String of(String arguments, HeapMeter meter) {
    String input = JsonReader.string(arguments, "input", meter);
    return input == null ? arguments : input;
  }

  /// Writes the arguments of a call as an object. Arguments that are none are noted as a loss, and
  /// stand in one.
  public static void write(JsonOutput out, ContentBlock.ToolCall call, Losses losses) {
    if (call.freeform()) {
      out.open('{').field("input", call.arguments()).close('}');
    } else if (call.arguments().isBlank()) {
      out.raw(RawJson.EMPTY_OBJECT);
    } else if (JsonReader.isObject(call.arguments(), out.meter())) {
      out.raw(new RawJson(call.arguments()));
    } else {
      losses.note(call.place().path());
      out.open('{').field("_raw", call.arguments()).close('}');
    }
  }

  /// Returns the arguments that hold a text.
  public static String wrap(String input) {
    return BEGIN + inside(input) + END;
  }

  /// Returns a piece of the text as it stands in the arguments, between their beginning and their
  /// end.
  public static String inside(String piece) {
    String quoted = new JsonOutput().string(piece).text();
    return quoted.substring(1, quoted.length() - 1);
  }
}
