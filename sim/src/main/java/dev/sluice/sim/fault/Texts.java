package dev.sluice.sim.fault;

import dev.sluice.sim.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Edits the text of events and JSON bodies.
final class Texts {
  private static final List<String> TEXTS =
      List.of(
          "\"content\":\"",
          "\"delta\":\"",
          "\"text\":\"",
          "\"partial_json\":\"",
          "\"arguments\":\"",
          "\"id\":\"");

  private Texts() {}

  /// Puts something at the beginning of the text that an answer carries.
  static byte[] insert(byte[] json, String ascii) {
    return insert(json, ascii.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] insert(byte[] json, byte[] bytes) {
    String text = new String(json, StandardCharsets.ISO_8859_1);
    for (String start : TEXTS) {
      int found = text.indexOf(start);
      if (found >= 0) {
        int at = found + start.length();
        Bytes out = new Bytes(json.length + bytes.length).put(Arrays.copyOf(json, at)).put(bytes);
        return out.put(Arrays.copyOfRange(json, at, json.length)).array();
      }
    }
    return json;
  }

  /// An element of an array among blanks, which JSON allows and hardly any server sends.
  static byte[] loosely(byte[] element) {
    return new Bytes(element.length + 16).ascii(" \r\n\t").put(element).ascii("\r\n \t").array();
  }

  /// Forms that the standard for event streams allows and hardly any server sends: each event in
  /// turn gets another form.
  static UnaryOperator<byte[]> oddly(int index) {
    return event ->
        odd(new String(event, StandardCharsets.ISO_8859_1), index)
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String odd(String text, int index) {
    return switch (index % 5) {
      case 0 -> (index == 0 ? "\u00EF\u00BB\u00BF" : "") + ": a comment\n\n" + text;
      case 1 -> text.replace("\n", "\r\n");
      case 2 -> text.replace("data: ", "data:");
      case 3 -> "\n\n:\n" + "retry: 1000\nid: " + index + "\n" + text;
      default -> text.replace("data: {", "data: {\ndata: ").replace("\n", "\r");
    };
  }
}
