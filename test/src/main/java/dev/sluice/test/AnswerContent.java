package dev.sluice.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sim.dialect.Choice;
import dev.sluice.sim.dialect.Output;
import dev.sluice.sim.dialect.Speaker;
import dev.sluice.sim.dialect.ToolCall;
import dev.sluice.sim.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What a model says: a text, the tool calls behind it, and why it ends.
///
/// @param text empty for none; null for whatever the request allows
/// @param chunks how many the text comes in; 0 for pieces of five characters
/// @param ending OpenAI's `finish_reason`; empty for the one that follows from the rest
record AnswerContent(@Nullable String text, int chunks, List<Tool> tools, String ending) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IMPROVISED = 16;
  private static final int SHOWN = 60;

  /// A call of a tool.
  ///
  /// @param arguments a JSON object
  record Tool(String name, String arguments) {}

  static AnswerContent of(String text) {
    return new AnswerContent(text, 0, List.of(), "");
  }

  /// Whatever the request allows: prose, calls of its tools, JSON that fits its schema.
  static AnswerContent improvised() {
    return new AnswerContent(null, 0, List.of(), "");
  }

  AnswerContent chunks(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a text has " + count + " chunks; it must have 1 or more");
    }
    return new AnswerContent(text, count, tools, ending);
  }

  AnswerContent toolCall(String name, String arguments) {
    check(name, arguments);
    List<Tool> more = new ArrayList<>(tools);
    more.add(new Tool(name, arguments));
    return new AnswerContent(text, chunks, List.copyOf(more), ending);
  }

  AnswerContent finish(String other) {
    return new AnswerContent(text, chunks, tools, other);
  }

  private static void check(String name, String arguments) {
    String remedy = "; give a JSON object, such as {\"city\":\"Paris\"}";
    try {
      if (!JSON.readTree(arguments).isObject()) {
        throw new IllegalArgumentException(
            "the arguments of tool call `" + name + "` are " + arguments + remedy);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the arguments of tool call `" + name + "` are no JSON: " + arguments + remedy, e);
    }
  }

  /// The same answer for each choice that a call asks for.
  ///
  /// @param id of the answer, which the ids of tool calls are made of
  Speaker speaker(String id) {
    if (text == null) {
      return Speaker.drawn(new SplittableRandom(1), () -> IMPROVISED);
    }
    Choice choice = new Choice(output(text), calls(id), finish());
    return (_, _, count) -> Collections.nCopies(count, choice);
  }

  private String finish() {
    return !ending.isEmpty() ? ending : tools.isEmpty() ? "stop" : "tool_calls";
  }

  private List<ToolCall> calls(String id) {
    List<ToolCall> calls = new ArrayList<>();
    for (Tool tool : tools) {
      String call = "call_" + HexFormat.of().toHexDigits(calls.size(), 2) + id;
      calls.add(new ToolCall(call, tool.name(), Output.of(tool.arguments()), false, ""));
    }
    return calls;
  }

  private Output output(String said) {
    if (chunks == 0 || said.isEmpty()) {
      return Output.of(said);
    }
    int[] points = said.codePoints().toArray();
    int count = Math.min(chunks, points.length);
    List<byte[]> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) points.length * i / count);
      int to = (int) ((long) points.length * (i + 1) / count);
      pieces.add(Bytes.escaped(new String(points, from, to - from)));
    }
    return new Output(count, pieces::get);
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (text == null) {
      parts.add("an improvised answer");
    } else if (!text.isEmpty() || tools.isEmpty()) {
      parts.add(
          "text \"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "\"");
    }
    tools.forEach(tool -> parts.add("tool call " + tool.name() + tool.arguments()));
    return String.join(" and ", parts);
  }
}
