package dev.sluice.server.batches;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.json.JsonWalker;
import java.util.Map;

/// Reads the name of the first line of a file of results, its `custom_id`, wherever that stands in
/// the line and however long the line is: nothing else of it is held. For one thread.
final class FirstName implements BatchApiHttp.PieceReceiver {
  /// No name is longer that the gateway has given.
  static final int LONGEST = 128;

  /// As far as a name is looked for.
  private static final long MOST = 256L << 20;

  private static final JsonSelector<String> SHAPE =
      JsonSelector.object(Map.of("custom_id", JsonSelector.kept("custom_id")));

  private final JsonWalker<String> line = new JsonWalker<>(SHAPE, (_, found) -> found(found));
  private String name = "";
  private long read;

  private void found(JsonWalker<String> value) {
    if (name.isEmpty() && value.kind() == JsonKind.STRING) {
      String whole = JsonStrings.decode(value.text());
      name = whole.substring(0, Math.min(LONGEST, whole.length()));
    }
  }

  @Override
  public boolean piece(byte[] bytes, int count) {
    line.feed(bytes, 0, count);
    read += count;
    return name.isEmpty() && !line.complete() && !line.broken() && read < MOST;
  }

  /// Whether there was anything to read.
  boolean hasBegun() {
    return read > 0;
  }

  /// The name; empty where the line has none.
  String name() {
    return name;
  }
}
