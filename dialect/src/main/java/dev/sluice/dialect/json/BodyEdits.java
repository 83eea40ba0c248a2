package dev.sluice.dialect.json;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The edits of a JSON text, which leave every other byte of it as it was.
///
/// Belongs to one thread.
public final class BodyEdits {
  private static final byte[] NOTHING = {};

  /// The heap bytes of an edit: its entry, and the note that its value is gone.
  private static final long EDIT = 192;

  private final byte[] body;
  private final HeapMeter meter;

  /// The edits by their beginning.
  private final Map<Integer, Edit> edits = new TreeMap<>();

  @SuppressWarnings("ArrayRecordComponent")
  private record Edit(int end, byte[] instead) {}

  /// @param meter the meter that counts the edits and the edited text
  public BodyEdits(byte[] body, HeapMeter meter) {
    this.body = body;
    this.meter = meter;
  }

  /// Replaces a value of the text, at the value's own position.
  public void replace(JsonNode node, byte[] instead) {
    meter.add(EDIT + instead.length);
    edits.put(node.start(), new Edit(node.end(), instead));
  }

  /// Removes elements from an array, each with one comma beside it.
  public void cut(JsonNode array, Set<JsonNode> gone) {
    List<JsonNode> elements = array.children();
    meter.add(EDIT * gone.size());
    boolean kept = false;
    for (int i = 0; i < elements.size(); i++) {
      JsonNode element = elements.get(i);
      if (!gone.contains(element)) {
        kept = true;
      } else if (kept) {
        edits.put(elements.get(i - 1).end(), new Edit(element.end(), NOTHING));
      } else if (i + 1 < elements.size()) {
        edits.put(element.start(), new Edit(elements.get(i + 1).start(), NOTHING));
      } else {
        edits.put(element.start(), new Edit(element.end(), NOTHING));
      }
    }
  }

  /// Returns the text with all edits made.
  public byte[] bytes() {
    meter.add(2 * HeapMeter.array(body.length));
    var out = new ByteArrayOutputStream(body.length);
    int offset = 0;
    for (Map.Entry<Integer, Edit> edit : edits.entrySet()) {
      out.write(body, offset, edit.getKey() - offset);
      out.writeBytes(edit.getValue().instead());
      offset = edit.getValue().end();
    }
    out.write(body, offset, body.length - offset);
    return out.toByteArray();
  }
}
