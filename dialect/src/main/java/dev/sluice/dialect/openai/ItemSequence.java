package dev.sluice.dialect.openai;

import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.Seals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The items of an answer, brought into sequence: the first item that is not over is passed on as
/// it comes, and items that have begun behind it wait until it is.
///
/// Belongs to one thread.
final class ItemSequence {
  private static final int ITEMS_MAX = 1024;

  /// The characters that a waiting event counts for, beside its text.
  private static final int EVENT = 64;

  /// An item, and the events of it that wait for their turn.
  private final class Entry {
    private final StreamedItem item;
    private final List<HubEvent> held = new ArrayList<>();
    private boolean over;

    private Entry(long index, JsonNode item) {
      this.item = read(index, item, this::say);
    }

    private void say(HubEvent event) {
      if (open.isEmpty() || open.getFirst() == this) {
        sink.accept(event);
      } else {
        room.take(EVENT + (event instanceof HubEvent.Delta delta ? delta.text().length() : 0));
        held.add(event);
      }
    }
  }

  private final Seals seals;
  private final Consumer<HubEvent> sink;
  private final HeldRoom room;

  /// The items that are not over, and those that are over and wait, in their order.
  private final List<Entry> open = new ArrayList<>();

  private final Map<Long, Entry> byIndex = new HashMap<>();
  private final Set<Long> seen = new HashSet<>();
  private String flaw = "";

  /// Whether events may have been lost or repeated.
  private boolean doubtful;

  public ItemSequence(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    this.seals = seals;
    this.sink = sink;
    this.room = room;
  }

  private StreamedItem read(long index, JsonNode item, Consumer<HubEvent> out) {
    String path = "output[" + index + "]";
    return switch (item.string("type", "")) {
      case "message" -> new MessageItem(path, out);
      case "reasoning" -> new ReasoningItem(seals, out, room);
      case "function_call" -> new CallItem(item, false, out, room);
      case "custom_tool_call" -> new CallItem(item, true, out, room);
      case "web_search_call" -> new SearchItem(out);
      default -> new UnknownItem(item, path, out);
    };
  }

  public boolean isEmpty() {
    return seen.isEmpty();
  }

  /// The reason why the items are no answer unless the model was interrupted; empty where they are
  /// one.
  public String flaw() {
    return flaw;
  }

  /// Notes that events may have been lost or repeated: from now on what they have said of an item
  /// is compared with the item as a whole.
  public void doubt() {
    doubtful = true;
  }

  /// Begins an item.
  public void added(long index, JsonNode item) {
    if (!seen.add(index)) {
      throw BrokenAnswer.answer("two items have the index " + index);
    }
    if (seen.size() > ITEMS_MAX) {
      throw BrokenAnswer.answer("it has more than 1,024 items");
    }
    var entry = new Entry(index, item);
    open.add(entry);
    byIndex.put(index, entry);
  }

  /// Takes an event that says more of an item.
  public void event(long index, String type, JsonNode event) {
    Entry entry = byIndex.get(index);
    if (entry == null && type.equals("response.content_part.done")) {
      return;
    }
    if (entry == null) {
      throw BrokenAnswer.answer("an event belongs to an item that is not open");
    }
    if (!entry.item.event(type, event)) {
      throw BrokenAnswer.answer(
          "an event of the type \"" + type + "\" does not belong to its item");
    }
  }

  /// Ends an item, which is over or has come as a whole.
  public void done(long index, JsonNode item) {
    if (!seen.contains(index)) {
      added(index, item);
    }
    Entry entry = byIndex.remove(index);
    if (entry == null) {
      throw BrokenAnswer.answer("an item ends twice");
    }
    if (doubtful && !entry.item.agrees(item)) {
      throw BrokenAnswer.answer(
          "its events do not follow each other, and an item is not what they have said");
    }
    entry.item.done(item);
    over(entry);
  }

  private void over(Entry entry) {
    entry.over = true;
    flaw = flaw.isEmpty() ? entry.item.flaw() : flaw;
    while (!open.isEmpty() && open.getFirst().over) {
      open.removeFirst();
      release(open.isEmpty() ? null : open.getFirst());
    }
  }

  private void release(@Nullable Entry next) {
    if (next != null) {
      next.held.forEach(sink);
      next.held.clear();
    }
  }

  /// Ends the answer.
  ///
  /// @param cut whether it was interrupted, so that items may be half written
  public void end(boolean cut) {
    if (!cut && !byIndex.isEmpty()) {
      throw BrokenAnswer.answer("it is complete although an item is not");
    }
    byIndex.clear();
    for (Entry entry : List.copyOf(open)) {
      if (!entry.over) {
        entry.item.cut();
        over(entry);
      }
    }
  }
}
