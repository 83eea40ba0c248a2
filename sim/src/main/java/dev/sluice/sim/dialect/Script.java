package dev.sluice.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// Decides what a model says to a call.
final class Script {
  private final RequestContent ask;
  private final byte[] body;
  private final RandomGenerator random;

  Script(RequestContent ask, byte[] body, RandomGenerator random) {
    this.ask = ask;
    this.body = body;
    this.random = random;
  }

  /// The answers.
  ///
  /// @param count how many
  /// @param tokens how long a text wants to be
  List<Choice> choices(int count, IntSupplier tokens) throws Refusal {
    List<Choice> choices = new ArrayList<>(count);
    CloserLook look = ask.wishes().closer() ? CloserLook.at(body) : null;
    for (int i = 0; i < count; i++) {
      choices.add(look == null ? prose(tokens) : special(look, tokens, i));
    }
    return choices;
  }

  private Choice prose(IntSupplier tokens) {
    long start = random.nextLong();
    return prose(tokens, count -> Prose.words(start, count));
  }

  private Choice prose(IntSupplier tokens, IntFunction<Output> text) {
    int wanted = tokens.getAsInt();
    boolean limited = ask.maxTokens() >= 0 && wanted > ask.maxTokens();
    return Choice.text(text.apply(limited ? ask.maxTokens() : wanted), limited);
  }

  private Choice special(CloserLook look, IntSupplier tokens, int index) {
    List<JsonNode> tools = look.tools();
    String format = look.format();
    if (!tools.isEmpty()) {
      return Choice.calls(calls(tools, index));
    }
    return format == null ? stopped(goingOn(look.given(), tokens), look.stops()) : inFormat(format);
  }

  /// The whole answer would be as long as without a beginning.
  private Choice goingOn(String given, IntSupplier tokens) {
    return given.isEmpty()
        ? prose(tokens)
        : prose(() -> Math.max(1, tokens.getAsInt() - Prose.count(given)), Prose.after(given));
  }

  private Choice inFormat(String format) {
    Output output = Output.of(format);
    boolean limited = ask.maxTokens() >= 0 && output.size() > ask.maxTokens();
    return Choice.text(limited ? output.first(ask.maxTokens()) : output, limited);
  }

  private List<ToolCall> calls(List<JsonNode> tools, int index) {
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode tool : tools) {
      String id = "call_" + Long.toHexString(random.nextLong()) + index + calls.size();
      boolean custom = tool.path("type").asText("").equals("custom");
      Output said = Output.of(custom ? "text for " + CloserLook.name(tool) : arguments(tool));
      String namespace = tool.path(CloserLook.NAMESPACE).asText("");
      calls.add(new ToolCall(id, CloserLook.name(tool), said, custom, namespace));
    }
    return calls;
  }

  private static String arguments(JsonNode tool) {
    boolean ours = tool.has("parameters");
    JsonNode parameters = tool.path(ours ? "parameters" : "input_schema");
    return parameters.isObject() ? Sample.of(parameters) : "{}";
  }

  /// Up to the token in which a stop sequence ends.
  private static Choice stopped(Choice choice, List<String> stops) {
    StringBuilder text = new StringBuilder();
    Output output = choice.text();
    for (int i = 0; i < output.size() && !stops.isEmpty(); i++) {
      Bytes token = new Bytes(32).put(output.token(i));
      text.append(new String(token.array(), StandardCharsets.UTF_8));
      if (stops.stream().anyMatch(stop -> text.indexOf(stop) >= 0)) {
        return Choice.text(output.first(i), false);
      }
    }
    return choice;
  }
}
