package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.JsonStrings;

/// What the name of a line says of its request in Gemini's dialect, which has none: its place, and
/// what its client has written beside it, to know its answer by.
///
/// @param place of the request in the batch, from 0 on
/// @param said its metadata, or its key in a file, in JSON; empty for nothing
record GenerateLine(int place, String said) {
  /// How many bytes a client may write beside a request.
  static final int MOST = 2_048;

  static final String LONG = "must have at most " + MOST + " bytes";

  /// The name of a line.
  static String customId(int place, String said) {
    return place + " " + said;
  }

  /// Reads a name.
  ///
  /// @param customId a JSON string
  static GenerateLine of(byte[] customId) {
    String text = new String(customId, UTF_8);
    String name = JsonStrings.decode(text.substring(1, text.length() - 1));
    int blank = name.indexOf(' ');
    return new GenerateLine(Integer.parseInt(name.substring(0, blank)), name.substring(blank + 1));
  }
}
