package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.JsonStrings;
import java.util.Arrays;

/// The lines of the files of results, in the form of OpenAI's. A JSON text may be written on many
/// lines, and its line breaks are never within a string, so that blanks do as well.
final class ResultLine {
  private ResultLine() {}

  /// The line of a call that was made.
  ///
  /// @param id of the line
  /// @param customId as it was written
  static byte[] said(String id, byte[] customId, LineAnswer.Result said) {
    return joined(
        text("{\"id\":" + JsonStrings.quote(id) + ",\"custom_id\":"),
        customId,
        text(
            ",\"response\":{\"status_code\":"
                + said.status()
                + ",\"request_id\":"
                + JsonStrings.quote(said.request())
                + ",\"body\":"),
        onOneLine(said.body()),
        text("},\"error\":null}"));
  }

  /// The line of a call whose result is too long to be kept.
  static byte[] tooLong(String id, byte[] customId, int bytes, int most) {
    String message =
        "The result of this line has %d bytes, and one has %d at most: ask for less."
            .formatted(bytes, most);
    return error(id, customId, "result_too_long", message);
  }

  /// The line of a call that was not made.
  static byte[] missing(String id, byte[] customId, Ending why) {
    return error(id, customId, why.code(), why.message());
  }

  private static byte[] error(String id, byte[] customId, String code, String message) {
    return joined(
        text("{\"id\":" + JsonStrings.quote(id) + ",\"custom_id\":"),
        customId,
        text(
            ",\"response\":null,\"error\":{\"code\":"
                + JsonStrings.quote(code)
                + ",\"message\":"
                + JsonStrings.quote(message)
                + "}}"));
  }

  private static byte[] text(String json) {
    return json.getBytes(UTF_8);
  }

  /// A text that is no JSON, which no dialect allows, becomes a string.
  private static byte[] onOneLine(byte[] json) {
    try {
      JsonNode _ = Line.READER.read(json, HeapMeter.unbounded());
    } catch (NotJsonException e) {
      return text(JsonStrings.quote(new String(json, UTF_8)));
    }
    byte[] line = json.clone();
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    return line;
  }

  private static byte[] joined(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
