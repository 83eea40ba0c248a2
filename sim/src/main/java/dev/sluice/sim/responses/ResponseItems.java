package dev.sluice.sim.responses;

import dev.sluice.sim.dialect.AnswerPlan;
import dev.sluice.sim.dialect.Choice;
import dev.sluice.sim.dialect.Output;
import dev.sluice.sim.dialect.Prose;
import dev.sluice.sim.dialect.ToolCall;
import dev.sluice.sim.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/// The output items of a response: what was thought, where the request asks for it, then a message
/// for each text and an item for each tool call.
final class ResponseItems {
  private final String id;
  private final Echo.Reasoning reasoning;
  private final List<Item> items = new ArrayList<>();

  /// The kind of an item.
  enum Kind {
    MESSAGE("msg_"),
    REASONING("rs_"),
    FUNCTION("fc_"),
    CUSTOM("ctc_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  private sealed interface Item {}

  private record Message(Output text, String finish) implements Item {}

  private record Thought() implements Item {}

  private record Call(ToolCall call) implements Item {}

  ResponseItems(AnswerPlan plan, Echo.Reasoning reasoning) {
    this.id = plan.id();
    this.reasoning = reasoning;
    if (reasoning.shown() && !plan.choices().isEmpty()) {
      items.add(new Thought());
    }
    plan.choices().forEach(this::add);
  }

  private void add(Choice choice) {
    if (choice.speaks()) {
      items.add(new Message(choice.text(), choice.finish()));
    }
    choice.calls().forEach(call -> items.add(new Call(call)));
  }

  int size() {
    return items.size();
  }

  Kind kind(int i) {
    return switch (items.get(i)) {
      case Message _ -> Kind.MESSAGE;
      case Thought _ -> Kind.REASONING;
      case Call call -> call.call().custom() ? Kind.CUSTOM : Kind.FUNCTION;
    };
  }

  Output text(int i) {
    return ((Message) items.get(i)).text();
  }

  ToolCall call(int i) {
    return ((Call) items.get(i)).call();
  }

  String id(int i) {
    return kind(i).prefix + id + "_" + i;
  }

  /// Writes an item, as it is before its first token or after its last one.
  Bytes write(Bytes out, int i, boolean done) {
    return switch (items.get(i)) {
      case Message message -> message(out, i, message, done);
      case Thought _ -> thought(out, i, done);
      case Call call -> call(out, i, call.call(), done);
    };
  }

  /// Writes the one part of a message, or of what was thought.
  Bytes part(Bytes out, int i, boolean done) {
    boolean thought = kind(i) == Kind.REASONING;
    out.ascii("{\"type\":");
    out.ascii(thought ? "\"summary_text\"" : "\"output_text\",\"annotations\":[],\"logprobs\":[]");
    out.ascii(",\"text\":\"");
    if (done) {
      (thought ? Prose.words(0, reasoning.tokens()) : text(i)).write(out);
    }
    return out.ascii("\"}");
  }

  private Bytes message(Bytes out, int i, Message message, boolean done) {
    out.ascii("{\"id\":\"").ascii(id(i)).ascii("\",\"type\":\"message\",\"status\":\"");
    boolean whole = message.finish().equals("stop") || message.finish().equals("tool_calls");
    out.ascii(done ? whole ? "completed" : "incomplete" : "in_progress");
    out.ascii("\",\"role\":\"assistant\",\"content\":[");
    return (done ? part(out, i, true) : out).ascii("]}");
  }

  private Bytes thought(Bytes out, int i, boolean done) {
    out.ascii("{\"id\":\"").ascii(id(i)).ascii("\",\"type\":\"reasoning\",\"summary\":[");
    if (done && reasoning.summary()) {
      part(out, i, true);
    }
    out.ascii("]");
    return done && reasoning.sealed()
        ? out.ascii(",\"encrypted_content\":").quoted(Seal.of(id, reasoning.owner())).ascii("}")
        : out.ascii("}");
  }

  private Bytes call(Bytes out, int i, ToolCall call, boolean done) {
    out.ascii("{\"id\":\"").ascii(id(i)).ascii("\",\"type\":\"");
    out.ascii(call.custom() ? "custom_tool_call" : "function_call").ascii("\",\"status\":\"");
    out.ascii(done ? "completed" : "in_progress").ascii("\",\"call_id\":").quoted(call.id());
    out.ascii(",\"name\":").quoted(call.name());
    if (!call.namespace().isEmpty()) {
      out.ascii(",\"namespace\":").quoted(call.namespace());
    }
    return arguments(out, call, done).ascii("}");
  }

  private static Bytes arguments(Bytes out, ToolCall call, boolean done) {
    out.ascii(call.custom() ? ",\"input\":\"" : ",\"arguments\":\"");
    if (done) {
      call.arguments().write(out);
    }
    return out.ascii("\"");
  }
}
