package dev.sluice;

import dev.sluice.call.Failed;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads the text of one answer. For one thread.
record AnswerTexts(AnswerContent content, TextDeltas deltas) {
  /// Opens the objects and arrays in which text stands, in any dialect.
  private static final JsonReader JSON =
      JsonReader.of(
          "choices",
          "delta",
          "message",
          "content",
          "content_block",
          "output",
          "candidates",
          "parts");

  /// What is built of an event, and is garbage at once, need not be counted up to here.
  private static final long FREE = 256 * 1024;

  /// Hands on the texts of one event of a stream.
  void ofEvent(String name, byte[] data, int length, Consumer<String> found) {
    find(data, length, true, found);
  }

  /// Returns the texts of a whole answer.
  List<String> ofWhole(byte[] body) {
    var found = new ArrayList<String>();
    find(body, body.length, false, found::add);
    return found;
  }

  private void find(byte[] json, int length, boolean streamed, Consumer<String> found) {
    HeapMeter meter = content.meter(FREE);
    try {
      JsonNode top = JSON.read(json, 0, length, meter);
      deltas.find(top, streamed, found);
    } catch (NotJsonException e) {
      throw content.bad(Failed.Flaw.MALFORMED, "the answer is no JSON: " + e.getMessage());
    } catch (HeapMeter.NoRoomException e) {
      throw content.noRoom();
    } finally {
      content.giveBack(meter);
    }
  }
}
