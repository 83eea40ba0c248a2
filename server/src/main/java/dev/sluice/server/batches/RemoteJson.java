package dev.sluice.server.batches;

import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteFailure.Kind;
import dev.sluice.call.text.Printable;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.HeapMeter.NoRoomException;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a provider's batch API is told and tells, in JSON. What it says is checked before it gets
/// anywhere. Pure functions.
final class RemoteJson {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /// A tree of a page of batches is far smaller.
  private static final long MOST_TREE = 16L << 20;

  private RemoteJson() {}

  /// Adds a JSON text as a part of one line: a line break stands between its values, where a blank
  /// does as well.
  static void onOneLine(byte[] json, ByteArrayOutputStream line) {
    for (byte one : json) {
      line.write(one == '\n' || one == '\r' ? ' ' : one);
    }
  }

  /// The tree of an answer.
  static JsonNode tree(JsonReader reader, byte[] json) throws RemoteFailure {
    try {
      return reader.read(json, HeapMeter.upTo(MOST_TREE));
    } catch (NotJsonException | NoRoomException none) {
      throw new RemoteFailure(
          Kind.UNKNOWN, "the provider's answer is no JSON that is expected", Optional.empty());
    }
  }

  /// A name that the provider has given, which gets into paths.
  static String name(@Nullable String said) throws RemoteFailure {
    if (said == null || !NAME.matcher(said).matches()) {
      throw new RemoteFailure(
          Kind.UNKNOWN,
          "the provider's answer has no name that can be asked for",
          Optional.empty());
    }
    return said;
  }

  /// A provider's words on one line, cut where they are long.
  static String shown(String text, int most) {
    String line = Printable.line(text, '?');
    return line.length() <= most ? line : line.substring(0, most) + "...";
  }
}
