package dev.sluice.provider.openai;

import dev.sluice.provider.json.Shape;
import java.util.Map;

/// What is looked for in an answer, and where: the dialect in one table. All of it is one shape,
/// since a chat's chunk, a whole chat, and the Responses API's events and answers do not contradict
/// one another.
enum Finding {
  /// A part of what the model says. Empty, or null, it means nothing.
  CONTENT,
  /// What an answer is about where it has no choices: embeddings, moderations, a response's output.
  ITEMS,
  /// A choice, behind all that is found in it.
  CHOICE,
  CHOICE_INDEX,
  /// What is new of a choice's message, or all of it.
  DELTA,
  /// A tool call, or a part of one, behind all that is found in it.
  TOOL_CALL,
  TOOL_INDEX,
  TOOL_ID,
  TOOL_NAME,
  TOOL_ARGUMENTS,
  /// All choices of an answer or a chunk.
  CHOICES,
  /// A choice's finish reason; null until there is one.
  FINISH,
  USAGE,
  ERROR,
  /// The name of a Responses event.
  TYPE,
  /// An `error` event of the Responses API has its code and message at the top.
  CODE,
  MESSAGE;

  static final Shape<Finding> ANSWER = answer();

  private static Shape<Finding> toolCall() {
    Shape<Finding> name = Shape.kept(TOOL_NAME);
    Shape<Finding> arguments = Shape.kept(TOOL_ARGUMENTS);
    return Shape.objectTold(
        TOOL_CALL,
        Map.of(
            "index", Shape.kept(TOOL_INDEX),
            "id", Shape.kept(TOOL_ID),
            "function", Shape.object(Map.of("name", name, "arguments", arguments)),
            "custom", Shape.object(Map.of("name", name, "input", arguments))));
  }

  private static Shape<Finding> answer() {
    Shape<Finding> content = Shape.told(CONTENT);
    Shape<Finding> usage = Shape.kept(USAGE);
    Shape<Finding> error = Shape.kept(ERROR);
    Shape<Finding> delta =
        Shape.objectTold(
            DELTA,
            Map.of(
                "content", content,
                "reasoning_content", content, // DeepSeek, vLLM
                "reasoning", content, // OpenRouter, Groq, Ollama
                "refusal", content,
                "tool_calls", Shape.array(CONTENT, toolCall()),
                "function_call", content,
                "audio", content,
                "reasoning_details", content, // OpenRouter
                "images", content)); // OpenRouter
    Shape<Finding> choice =
        Shape.objectTold(
            CHOICE,
            Map.of(
                "index", Shape.kept(CHOICE_INDEX),
                "delta", delta,
                "message", delta,
                "text", content,
                "finish_reason", Shape.kept(FINISH),
                "error", error)); // OpenRouter
    Shape<Finding> items = Shape.told(ITEMS);
    return Shape.objectOrArray(
        Map.ofEntries(
            Map.entry("choices", Shape.array(CHOICES, choice)),
            Map.entry("data", items), // embeddings
            Map.entry("results", items), // moderations
            Map.entry("output", items), // responses
            Map.entry("usage", usage),
            Map.entry("error", error),
            Map.entry("type", Shape.kept(TYPE)),
            Map.entry("delta", content),
            Map.entry("code", Shape.kept(CODE)),
            Map.entry("message", Shape.kept(MESSAGE)),
            Map.entry("response", Shape.object(Map.of("usage", usage, "error", error))),
            Map.entry("x_groq", Shape.object(Map.of("usage", usage, "error", error)))),
        Shape.object(Map.of("error", error))); // Google's errors come in an array
  }
}
