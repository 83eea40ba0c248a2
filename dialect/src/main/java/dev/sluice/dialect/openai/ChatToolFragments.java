package dev.sluice.dialect.openai;

import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.FreeformInput;
import dev.sluice.dialect.rule.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The calls of a choice that arrive in fragments, brought into sequence. The first call is passed
/// on as it arrives; later calls wait until the choice is over, since the first may go on at any
/// time. A fragment belongs to the call of its index, unless it has an id that differs from that
/// call's; without an index to the last call, unless it names a function.
///
/// Belongs to one thread.
final class ChatToolFragments {
  private static final int CALLS_MAX = 1024;

  /// A call as far as it has arrived.
  private static final class Entry {
    private final long index;
    private String id = "";
    private String name = "";
    private final HeldText arguments;
    private boolean opened;
    private int sent;

    /// Whether the call is of a custom tool, whose input becomes the text in its arguments.
    private boolean custom;

    private Entry(long index, HeldRoom room) {
      this.index = index;
      arguments = new HeldText(room);
    }

    /// Takes an id and a name; the first id and the first name count.
    private void label(String newId, String newName, HeldRoom room) {
      id = id.isEmpty() ? room.keep(newId) : id;
      name = name.isEmpty() ? room.keep(newName) : name;
    }

    private void input(String piece) {
      arguments.append(custom ? "" : FreeformInput.BEGIN);
      custom = true;
      arguments.append(FreeformInput.inside(piece));
    }

    private void end() {
      arguments.append(custom ? FreeformInput.END : "");
    }
  }

  private final Consumer<HubEvent> sink;
  private final HeldRoom room;
  private final List<Entry> entries = new ArrayList<>();
  private String answer = "";

  ChatToolFragments(Consumer<HubEvent> sink, HeldRoom room) {
    this.sink = sink;
    this.room = room;
  }

  /// Notes the id of the answer.
  ///
  /// @param id the id of the answer, for calls without an id of their own
  void answer(String id) {
    answer = id;
  }

  /// Whether a call has begun.
  boolean any() {
    return !entries.isEmpty();
  }

  void fragment(JsonNode call) {
    JsonNode custom = call.get("custom");
    JsonNode function = custom == null ? call.get("function") : custom;
    String name = text(function, "name");
    String id = call.string("id", "");
    Entry entry = entry(call.number("index", -1), id, name);
    entry.label(id, name, room);
    if (custom == null) {
      entry.arguments.append(text(function, "arguments"));
    } else {
      entry.input(text(custom, "input"));
    }
    if (entry == entries.getFirst() && !entry.name.isEmpty()) {
      send(entry);
    }
  }

  private static String text(@Nullable JsonNode function, String name) {
    return function == null ? "" : function.string(name, "");
  }

  /// Passes on the calls that wait, since the choice is over.
  ///
  /// @param cut whether the model was interrupted, so that arguments may be half written
  void flush(boolean cut) {
    for (Entry entry : entries) {
      if (!entry.name.isEmpty()) {
        entry.end();
        send(entry);
        check(entry, cut);
        sink.accept(new HubEvent.Close());
      } else if (!cut) {
        throw BrokenAnswer.stream("a call names no function");
      }
    }
  }

  private void check(Entry entry, boolean cut) {
    String arguments = entry.arguments.toString();
    if (!cut && !arguments.isBlank() && !JsonReader.isObject(arguments, room.meter())) {
      throw BrokenAnswer.stream(
          "the arguments of the call of \"" + entry.name + "\" are no JSON object");
    }
  }

  private Entry entry(long index, String id, String name) {
    Entry found = index < 0 ? last() : byIndex(index);
    boolean other = found != null && !id.isEmpty() && !found.id.isEmpty() && !id.equals(found.id);
    boolean next = found != null && index < 0 && id.isEmpty() && !name.isEmpty();
    return found == null || other || next ? added(index) : found;
  }

  private Entry added(long index) {
    if (entries.size() == CALLS_MAX) {
      throw BrokenAnswer.stream("it has more than 1,024 calls");
    }
    var entry = new Entry(index, room);
    entries.add(entry);
    return entry;
  }

  private @Nullable Entry last() {
    return entries.isEmpty() ? null : entries.getLast();
  }

  /// The last call of this index: a server may use one index for several calls.
  private @Nullable Entry byIndex(long index) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).index == index) {
        return entries.get(i);
      }
    }
    return null;
  }

  private void send(Entry entry) {
    if (!entry.opened) {
      entry.opened = true;
      String id = entry.id.isEmpty() ? Ids.madeUp(answer, entries.indexOf(entry)) : entry.id;
      sink.accept(new HubEvent.Open(BlockKind.TOOL_CALL, id, entry.name));
    }
    if (entry.arguments.length() > entry.sent) {
      sink.accept(new HubEvent.Delta(entry.arguments.from(entry.sent)));
      entry.sent = entry.arguments.length();
    }
  }
}
