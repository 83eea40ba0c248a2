package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/// The output items of a response: a message for each text, an item for each function call.
final class ResponseItems {
  private final String id;
  private final List<Item> items = new ArrayList<>();

  private sealed interface Item {}

  private record Message(Output text, boolean limited) implements Item {}

  private record Call(ToolCall call) implements Item {}

  ResponseItems(Plan plan) {
    this.id = plan.id();
    for (Choice choice : plan.choices()) {
      if (choice.calls().isEmpty()) {
        items.add(new Message(choice.text(), choice.finish().equals("length")));
      }
      choice.calls().forEach(call -> items.add(new Call(call)));
    }
  }

  int size() {
    return items.size();
  }

  boolean isText(int i) {
    return items.get(i) instanceof Message;
  }

  Output text(int i) {
    return ((Message) items.get(i)).text();
  }

  ToolCall call(int i) {
    return ((Call) items.get(i)).call();
  }

  String id(int i) {
    return (isText(i) ? "msg_" : "fc_") + id + "_" + i;
  }

  /// Writes an item, as it is before its first token or after its last one.
  Bytes write(Bytes out, int i, boolean done) {
    return switch (items.get(i)) {
      case Message message -> message(out, i, message, done);
      case Call call -> call(out, i, call.call(), done);
    };
  }

  /// Writes the one part of a message.
  Bytes part(Bytes out, int i, boolean done) {
    out.ascii("{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"");
    if (done) {
      text(i).write(out);
    }
    return out.ascii("\"}");
  }

  private Bytes message(Bytes out, int i, Message message, boolean done) {
    out.ascii("{\"id\":\"").ascii(id(i)).ascii("\",\"type\":\"message\",\"status\":\"");
    out.ascii(done ? message.limited() ? "incomplete" : "completed" : "in_progress");
    out.ascii("\",\"role\":\"assistant\",\"content\":[");
    return (done ? part(out, i, true) : out).ascii("]}");
  }

  private Bytes call(Bytes out, int i, ToolCall call, boolean done) {
    out.ascii("{\"id\":\"").ascii(id(i)).ascii("\",\"type\":\"function_call\",\"status\":\"");
    out.ascii(done ? "completed" : "in_progress").ascii("\",\"call_id\":").quoted(call.id());
    out.ascii(",\"name\":").quoted(call.name()).ascii(",\"arguments\":\"");
    if (done) {
      call.arguments().write(out);
    }
    return out.ascii("\"}");
  }
}
