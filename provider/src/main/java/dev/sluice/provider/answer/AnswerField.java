package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonSelector;
import java.util.HashMap;
import java.util.Map;

/// The fields of an answer that matter, and their paths: OpenAI's dialect in one table. One shape
/// serves all, since a chat's chunk, a whole chat, and the Responses API's events and answers do
/// not contradict one another.
enum AnswerField {
  /// A part of what the model says. An empty or null one means nothing.
  CONTENT,
  /// The subject of an answer without choices: embeddings, moderations, a response's output.
  ITEMS,
  /// A choice, reported behind all fields found in it.
  CHOICE,
  CHOICE_INDEX,
  /// The new part of a choice's message, or the whole message.
  DELTA,
  /// A tool call, or a part of one, reported behind all fields found in it.
  TOOL_CALL,
  TOOL_INDEX,
  TOOL_ID,
  TOOL_NAME,
  TOOL_ARGUMENTS,
  /// The list of the choices of an answer or a chunk.
  CHOICES,
  /// The finish reason of a choice; null until there is one.
  FINISH,
  /// The usage, reported behind the counts in it.
  USAGE,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  /// The total of tokens, the only count that Voyage tells of embeddings.
  TOTAL_TOKENS,
  CACHED_TOKENS,
  WRITTEN_TOKENS,
  AUDIO_INPUT_TOKENS,
  IMAGE_INPUT_TOKENS,
  AUDIO_OUTPUT_TOKENS,
  REASONING_TOKENS,
  ERROR,
  /// The service tier that has answered.
  SERVICE_TIER,
  /// The kind of traffic that Vertex AI counts an answer as.
  TRAFFIC,
  /// The number of searches of the web that a response says it has made.
  SEARCHES,
  /// An item of a response's event, reported behind the fields found in it.
  ITEM,
  /// An item in the list of a response's items, reported behind the fields found in it.
  LISTED_ITEM,
  ITEM_TYPE,
  ITEM_ACTION,
  ITEM_ENVIRONMENT,
  /// The name of a Responses event.
  TYPE,
  /// The name of a response that the provider holds.
  HELD_NAME,
  /// The name of something else that the provider holds: the preceding response, or the
  /// conversation.
  NAME_BEFORE,
  /// The code at the top of an `error` event of the Responses API, which has its message there too.
  CODE,
  MESSAGE;

  public static final JsonSelector<AnswerField> ANSWER = answer(Map.of(), Map.of());

  /// The paths of an event, with the names in its response.
  static final JsonSelector<AnswerField> EVENT_WITH_NAMES = answer(Map.of(), names());

  /// The paths of a whole response, with the names in it.
  static final JsonSelector<AnswerField> WHOLE_WITH_NAMES = answer(names(), Map.of());

  private static Map<String, JsonSelector<AnswerField>> names() {
    JsonSelector<AnswerField> before = JsonSelector.kept(NAME_BEFORE);
    return Map.of(
        "id", JsonSelector.kept(HELD_NAME),
        "previous_response_id", before,
        "conversation", JsonSelector.object(Map.of("id", before)));
  }

  private static JsonSelector<AnswerField> toolCall() {
    JsonSelector<AnswerField> name = JsonSelector.kept(TOOL_NAME);
    JsonSelector<AnswerField> arguments = JsonSelector.kept(TOOL_ARGUMENTS);
    return JsonSelector.objectTold(
        TOOL_CALL,
        Map.of(
            "index", JsonSelector.kept(TOOL_INDEX),
            "id", JsonSelector.kept(TOOL_ID),
            "function", JsonSelector.object(Map.of("name", name, "arguments", arguments)),
            "custom", JsonSelector.object(Map.of("name", name, "input", arguments))));
  }

  private static JsonSelector<AnswerField> usage() {
    JsonSelector<AnswerField> input = JsonSelector.kept(INPUT_TOKENS);
    JsonSelector<AnswerField> output = JsonSelector.kept(OUTPUT_TOKENS);
    JsonSelector<AnswerField> cached = JsonSelector.kept(CACHED_TOKENS);
    JsonSelector<AnswerField> read =
        JsonSelector.object(
            Map.of(
                "cached_tokens", cached,
                "cache_write_tokens", JsonSelector.kept(WRITTEN_TOKENS),
                "audio_tokens", JsonSelector.kept(AUDIO_INPUT_TOKENS),
                "image_tokens", JsonSelector.kept(IMAGE_INPUT_TOKENS)));
    JsonSelector<AnswerField> written =
        JsonSelector.object(
            Map.of(
                "audio_tokens", JsonSelector.kept(AUDIO_OUTPUT_TOKENS),
                "reasoning_tokens", JsonSelector.kept(REASONING_TOKENS)));
    JsonSelector<AnswerField> searches = JsonSelector.kept(SEARCHES);
    return JsonSelector.objectTold(
        USAGE,
        Map.ofEntries(
            Map.entry("prompt_tokens", input),
            Map.entry("input_tokens", input),
            Map.entry("completion_tokens", output),
            Map.entry("output_tokens", output),
            Map.entry("prompt_tokens_details", read),
            Map.entry("input_tokens_details", read),
            Map.entry("completion_tokens_details", written),
            Map.entry("output_tokens_details", written),
            Map.entry("total_tokens", JsonSelector.kept(TOTAL_TOKENS)),
            Map.entry("num_search_queries", searches), // Perplexity
            Map.entry(
                "extra_properties", // Vertex AI
                JsonSelector.object(
                    Map.of(
                        "google",
                        JsonSelector.object(Map.of("traffic_type", JsonSelector.kept(TRAFFIC)))))),
            Map.entry(
                "server_side_tool_usage_details", // xAI
                JsonSelector.object(Map.of("web_search_calls", searches))),
            Map.entry("prompt_cache_hit_tokens", cached))); // DeepSeek
  }

  /// The fields of an item of a response that say which tools the provider has run.
  private static JsonSelector<AnswerField> item(AnswerField item) {
    return JsonSelector.objectTold(
        item,
        Map.of(
            "type", JsonSelector.kept(ITEM_TYPE),
            "action", JsonSelector.object(Map.of("type", JsonSelector.kept(ITEM_ACTION))),
            "environment",
                JsonSelector.object(Map.of("type", JsonSelector.kept(ITEM_ENVIRONMENT)))));
  }

  /// The fields of a response, or of a chat, that say what was used beside tokens.
  private static Map<String, JsonSelector<AnswerField>> beside() {
    JsonSelector<AnswerField> searches =
        JsonSelector.object(Map.of("num_requests", JsonSelector.kept(SEARCHES)));
    return Map.of(
        "output", JsonSelector.array(ITEMS, item(LISTED_ITEM)),
        "tool_usage", JsonSelector.object(Map.of("web_search", searches)),
        "service_tier", JsonSelector.kept(SERVICE_TIER));
  }

  private static Map<String, JsonSelector<AnswerField>> with(
      Map<String, JsonSelector<AnswerField>> more, Map<String, JsonSelector<AnswerField>> fields) {
    var all = new HashMap<>(fields);
    all.putAll(more);
    return all;
  }

  /// The paths of an event or an answer.
  ///
  /// @param top more fields of an event or an answer
  /// @param inside more fields of the response in an event
  private static JsonSelector<AnswerField> answer(
      Map<String, JsonSelector<AnswerField>> top, Map<String, JsonSelector<AnswerField>> inside) {
    JsonSelector<AnswerField> content = JsonSelector.reported(CONTENT);
    JsonSelector<AnswerField> usage = usage();
    JsonSelector<AnswerField> error = JsonSelector.kept(ERROR);
    JsonSelector<AnswerField> delta =
        JsonSelector.objectTold(
            DELTA,
            Map.of(
                "content", content,
                "reasoning_content", content, // DeepSeek, vLLM
                "reasoning", content, // OpenRouter, Groq, Ollama
                "refusal", content,
                "tool_calls", JsonSelector.array(CONTENT, toolCall()),
                "function_call", content,
                "audio", content,
                "reasoning_details", content, // OpenRouter
                "images", content)); // OpenRouter
    JsonSelector<AnswerField> choice =
        JsonSelector.objectTold(
            CHOICE,
            Map.of(
                "index", JsonSelector.kept(CHOICE_INDEX),
                "delta", delta,
                "message", delta,
                "text", content,
                "finish_reason", JsonSelector.kept(FINISH),
                "error", error)); // OpenRouter
    JsonSelector<AnswerField> items = JsonSelector.reported(ITEMS);
    Map<String, JsonSelector<AnswerField>> ends = Map.of("usage", usage, "error", error);
    return JsonSelector.objectOrArray(
        with(
            with(top, beside()),
            Map.ofEntries(
                Map.entry("choices", JsonSelector.array(CHOICES, choice)),
                Map.entry("data", items), // embeddings
                Map.entry("results", items), // moderations
                Map.entry("item", item(ITEM)),
                Map.entry("usage", usage),
                Map.entry("error", error),
                Map.entry("type", JsonSelector.kept(TYPE)),
                Map.entry("delta", content),
                Map.entry("code", JsonSelector.kept(CODE)),
                Map.entry("message", JsonSelector.kept(MESSAGE)),
                Map.entry("response", JsonSelector.object(with(with(inside, ends), beside()))),
                Map.entry("x_groq", JsonSelector.object(ends)))),
        JsonSelector.object(Map.of("error", error))); // Google's errors come in an array
  }
}
