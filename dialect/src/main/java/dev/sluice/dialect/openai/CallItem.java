package dev.sluice.dialect.openai;

import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.FreeformInput;
import java.util.function.Consumer;

/// An item that is a call of a function, or of a custom tool, whose input becomes the text in its
/// arguments.
final class CallItem implements StreamedItem {
  private final boolean custom;
  private final Consumer<HubEvent> sink;
  private final HeldRoom room;
  private String id = "";
  private String name = "";
  private final HeldText arguments;
  private boolean open;
  private int sent;
  private String flaw = "";

  CallItem(JsonNode item, boolean custom, Consumer<HubEvent> sink, HeldRoom room) {
    this.custom = custom;
    this.sink = sink;
    this.room = room;
    arguments = new HeldText(room);
    label(item);
  }

  private void label(JsonNode item) {
    id = id.isEmpty() ? room.keep(item.string("call_id", "")) : id;
    name = name.isEmpty() ? room.keep(item.string("name", "")) : name;
  }

  @Override
  public boolean event(String type, JsonNode event) {
    boolean ours =
        type.equals(
            custom
                ? "response.custom_tool_call_input.delta"
                : "response.function_call_arguments.delta");
    if (ours) {
      more(event.string("delta", ""));
      send();
    }
    return ours;
  }

  @Override
  public boolean agrees(JsonNode item) {
    String whole = item.string(custom ? "input" : "arguments", "");
    String said =
        custom && !whole.isEmpty() ? FreeformInput.BEGIN + FreeformInput.inside(whole) : whole;
    return arguments.isEmpty() || arguments.toString().equals(said);
  }

  private void more(String piece) {
    if (custom && !piece.isEmpty()) {
      arguments.append(arguments.isEmpty() ? FreeformInput.BEGIN : "");
      arguments.append(FreeformInput.inside(piece));
    } else {
      arguments.append(piece);
    }
  }

  private void send() {
    if (id.isEmpty() || name.isEmpty()) {
      return;
    }
    if (!open) {
      open = true;
      sink.accept(new HubEvent.Open(BlockKind.TOOL_CALL, id, name));
    }
    sendArguments();
  }

  private void sendArguments() {
    if (arguments.length() > sent) {
      sink.accept(new HubEvent.Delta(arguments.from(sent)));
      sent = arguments.length();
    }
  }

  @Override
  public void done(JsonNode item) {
    label(item);
    if (id.isEmpty() || name.isEmpty()) {
      throw BrokenAnswer.answer("a call has no call_id or names no tool");
    }
    if (arguments.isEmpty()) {
      more(item.string(custom ? "input" : "arguments", ""));
    }
    end();
  }

  private void end() {
    if (custom) {
      arguments.append(arguments.isEmpty() ? FreeformInput.BEGIN : "");
      arguments.append(FreeformInput.END);
    }
    send();
    check(arguments.toString());
    arguments.clear();
    sink.accept(new HubEvent.Close());
  }

  private void check(String whole) {
    if (!whole.isBlank() && !JsonReader.isObject(whole, room.meter())) {
      flaw = "the arguments of the call of \"" + name + "\" are no JSON object";
    }
  }

  @Override
  public void cut() {
    if (open) {
      end();
    }
  }

  @Override
  public String flaw() {
    return flaw;
  }
}
