package dev.sluice.internal.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.internal.provider.json.JsonKind;
import dev.sluice.internal.provider.json.JsonSelector;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What is looked for in the requests of one operation, and what holds of them.
///
/// @param paths the values that matter
/// @param input the name of the property with the input
/// @param inputKinds what it may be
/// @param nullInput whether null is an input
/// @param defaultModel whether the API chooses a model itself for a request that names none: its
///   newest moderation model, and that of a stored prompt
/// @param streams whether its answers can be streamed
/// @param stored whether the provider keeps the answer unless the client says otherwise, and may be
///   asked for it later
/// @param bounded whether it must bound its output
record RequestTable(
    JsonSelector<RequestField> paths,
    String input,
    Set<JsonKind> inputKinds,
    boolean nullInput,
    boolean defaultModel,
    boolean streams,
    boolean stored,
    boolean bounded) {

  /// The properties of any operation that hold one value.
  private static final Map<String, RequestField> VALUES =
      Map.ofEntries(
          Map.entry("model", RequestField.MODEL),
          Map.entry("stream", RequestField.STREAM),
          Map.entry("audio", RequestField.AUDIO),
          Map.entry("best_of", RequestField.BEST_OF),
          Map.entry("background", RequestField.BACKGROUND),
          Map.entry("max_tokens", RequestField.MAX_TOKENS),
          Map.entry("max_output_tokens", RequestField.MAX_TOKENS),
          Map.entry("max_completion_tokens", RequestField.MAX_COMPLETION_TOKENS),
          Map.entry("n", RequestField.CHOICES),
          Map.entry("temperature", RequestField.TEMPERATURE),
          Map.entry("seed", RequestField.SEED),
          Map.entry("store", RequestField.STORE),
          Map.entry("user", RequestField.USER),
          Map.entry("service_tier", RequestField.SERVICE_TIER),
          Map.entry("max_tool_calls", RequestField.TOOL_CALLS),
          Map.entry("previous_response_id", RequestField.STATE),
          Map.entry("conversation", RequestField.STATE));

  /// Those that ask for something beside text by being there: of OpenAI, xAI and OpenRouter.
  private static final Set<String> EXTRAS =
      Set.of("web_search_options", "search_parameters", "plugins", "mcp_servers");

  private static final Set<JsonKind> LIST = EnumSet.of(JsonKind.ARRAY);
  private static final Set<JsonKind> TEXT = EnumSet.of(JsonKind.ARRAY, JsonKind.STRING);
  private static final Set<JsonKind> ANY =
      EnumSet.of(JsonKind.ARRAY, JsonKind.STRING, JsonKind.NULL);

  private static final RequestTable CHAT =
      new RequestTable(chat(), "messages", LIST, false, false, true, false, false);
  private static final RequestTable COMPLETIONS =
      new RequestTable(completions(), "prompt", ANY, true, false, true, false, false);
  private static final RequestTable EMBEDDINGS =
      new RequestTable(plain("input"), "input", TEXT, false, false, false, false, false);
  private static final RequestTable MODERATIONS =
      new RequestTable(plain("input"), "input", TEXT, false, true, false, false, false);
  private static final RequestTable RESPONSES =
      new RequestTable(responses(), "input", ANY, false, true, true, true, false);
  private static final RequestTable INPUT_TOKENS =
      new RequestTable(responses(), "input", ANY, true, true, false, false, false);
  private static final RequestTable COMPACT =
      new RequestTable(responses(), "input", ANY, true, false, true, false, false);

  private static final RequestTable MESSAGES =
      new RequestTable(messages(), "messages", LIST, false, false, true, false, true);
  private static final RequestTable COUNT_TOKENS =
      new RequestTable(messages(), "messages", LIST, false, false, false, false, false);

  /// What is embedded stands under one of three names, and the model must be told what it is.
  /// https://docs.cohere.com/reference/embed
  private static final RequestTable COHERE =
      new RequestTable(cohere(), "texts", TEXT, false, false, false, false, false);

  /// The table of an operation.
  static RequestTable of(Operation operation) {
    return switch (operation) {
      case CHAT -> CHAT;
      case COMPLETIONS -> COMPLETIONS;
      case EMBEDDINGS -> EMBEDDINGS;
      case MODERATIONS -> MODERATIONS;
      case RESPONSES -> RESPONSES;
      case MESSAGES -> MESSAGES;
      case COUNT_TOKENS -> COUNT_TOKENS;
      case INPUT_TOKENS -> INPUT_TOKENS;
      case COMPACT -> COMPACT;
      case STORED_RESPONSE -> throw new IllegalArgumentException(operation + " has no body");
      case GENERATE -> GeminiTables.GENERATE;
      case GENERATE_COUNT -> GeminiTables.COUNT;
      case EMBED_CONTENT -> GeminiTables.EMBED;
      case BATCH_EMBED_CONTENTS -> GeminiTables.BATCH;
      case COHERE_EMBED -> COHERE;
    };
  }

  /// Whether a body may put `models/` in front of its model's name.
  boolean prefixed() {
    return GeminiTables.isOne(this);
  }

  /// What the input may be, in words.
  String inputForm() {
    if (!inputKinds.contains(JsonKind.ARRAY)) {
      return "an object";
    }
    return inputKinds.contains(JsonKind.STRING) ? "a string or an array" : "an array";
  }

  private static JsonSelector<RequestField> plain(String input) {
    var fields = common();
    fields.put(input, JsonSelector.reported(RequestField.INPUT));
    return JsonSelector.object(fields).unique();
  }

  /// Each of several prompts has outputs of its own.
  private static JsonSelector<RequestField> completions() {
    var fields = common();
    fields.put(
        "prompt",
        JsonSelector.array(RequestField.INPUT, JsonSelector.reported(RequestField.PROMPT)));
    return JsonSelector.object(fields).unique();
  }

  private static JsonSelector<RequestField> cohere() {
    JsonSelector<RequestField> input = JsonSelector.reported(RequestField.INPUT);
    return JsonSelector.object(
            Map.of(
                "model", JsonSelector.kept(RequestField.MODEL),
                "texts", input,
                "inputs", input,
                "input_type", input))
        .unique();
  }

  /// Parts of a message may be pictures, sounds and files. Ids of calls may carry seals, here and
  /// in every dialect.
  private static JsonSelector<RequestField> chat() {
    JsonSelector<RequestField> media = JsonSelector.kept(RequestField.MEDIA);
    JsonSelector<RequestField> address =
        JsonSelector.objectOrKept(RequestField.MEDIA, Map.of("url", media));
    JsonSelector<RequestField> name = JsonSelector.reported(RequestField.REFERENCE);
    JsonSelector<RequestField> part =
        JsonSelector.object(
            Map.of(
                "image_url", address,
                "video_url", address,
                "audio_url", address,
                "input_audio", JsonSelector.reported(RequestField.MEDIA),
                "file", JsonSelector.object(Map.of("file_data", media, "file_id", name))));
    JsonSelector<RequestField> id = JsonSelector.kept(RequestField.CALL_ID);
    JsonSelector<RequestField> message =
        JsonSelector.object(
            Map.of(
                "content",
                JsonSelector.array(part),
                "audio",
                name,
                "tool_calls",
                JsonSelector.array(JsonSelector.object(Map.of("id", id))),
                "tool_call_id",
                id));
    var fields = common();
    fields.put("messages", JsonSelector.array(RequestField.INPUT, message));
    return JsonSelector.object(fields).unique();
  }

  /// Items of the Responses API may hold what only the account that made it can read: reasoning and
  /// compactions, encrypted. Pictures, sounds and files are in messages and in what tools return.
  /// Responses and conversations that a provider holds are referred to by their names.
  private static JsonSelector<RequestField> responses() {
    var fields = common();
    JsonSelector<RequestField> media = JsonSelector.kept(RequestField.MEDIA);
    JsonSelector<RequestField> name = JsonSelector.reported(RequestField.REFERENCE);
    JsonSelector<RequestField> item =
        JsonSelector.anywhere(
            Map.of(
                "encrypted_content",
                JsonSelector.kept(RequestField.SIGNATURE),
                "call_id",
                JsonSelector.kept(RequestField.CALL_ID),
                "image_url",
                media,
                "file_data",
                media,
                "input_audio",
                JsonSelector.reported(RequestField.MEDIA),
                "file_id",
                name,
                "file_url",
                name,
                "type",
                JsonSelector.kept(RequestField.ITEM_TYPE)));
    fields.put("input", JsonSelector.array(RequestField.INPUT, item));
    fields.put("prompt", JsonSelector.reported(RequestField.STORED_PROMPT));
    JsonSelector<RequestField> id = JsonSelector.kept(RequestField.STATE_ID);
    fields.put("previous_response_id", id);
    fields.put("conversation", JsonSelector.objectOrKept(RequestField.STATE_ID, Map.of("id", id)));
    return JsonSelector.object(fields).unique();
  }

  /// Blocks may hold what only the account that made them can read, sealed: thinking with its
  /// signature, and redacted thinking, which is the one block that has `data` of its own. Files and
  /// containers are of one account too; a file may also be in what a tool has returned. The source
  /// of a picture or a document says in its type whether it is there itself.
  private static JsonSelector<RequestField> messages() {
    JsonSelector<RequestField> sealed = JsonSelector.kept(RequestField.SIGNATURE);
    JsonSelector<RequestField> state = JsonSelector.reported(RequestField.STATE);
    JsonSelector<RequestField> source =
        JsonSelector.objectTold(
            RequestField.SOURCE,
            Map.of("file_id", state, "type", JsonSelector.kept(RequestField.SOURCE_TYPE)));
    JsonSelector<RequestField> block =
        JsonSelector.object(
            Map.of(
                "signature", sealed,
                "data", sealed,
                "id", JsonSelector.kept(RequestField.CALL_ID),
                "tool_use_id", JsonSelector.kept(RequestField.CALL_ID),
                "file_id", state,
                "source", source,
                "content", JsonSelector.array(JsonSelector.object(Map.of("source", source)))));
    JsonSelector<RequestField> message =
        JsonSelector.object(Map.of("content", JsonSelector.array(block)));
    return JsonSelector.object(
            Map.ofEntries(
                Map.entry("model", JsonSelector.kept(RequestField.MODEL)),
                Map.entry("stream", JsonSelector.kept(RequestField.STREAM)),
                Map.entry("max_tokens", JsonSelector.kept(RequestField.MAX_TOKENS)),
                Map.entry("temperature", JsonSelector.kept(RequestField.TEMPERATURE)),
                Map.entry("container", state),
                Map.entry("tools", tools()),
                Map.entry("mcp_servers", JsonSelector.reported(RequestField.EXTRA)),
                Map.entry("service_tier", JsonSelector.kept(RequestField.SERVICE_TIER)),
                Map.entry("speed", JsonSelector.kept(RequestField.SPEED)),
                Map.entry("inference_geo", JsonSelector.kept(RequestField.REGION)),
                Map.entry("messages", JsonSelector.array(RequestField.INPUT, message))))
        .unique();
  }

  /// Tools, of which the type says whether the provider runs them.
  private static JsonSelector<RequestField> tools() {
    JsonSelector<RequestField> memory = JsonSelector.kept(RequestField.TOOL_MEMORY);
    JsonSelector<RequestField> tool =
        JsonSelector.objectTold(
            RequestField.TOOL,
            Map.of(
                "type", JsonSelector.kept(RequestField.TOOL_TYPE),
                "max_uses", JsonSelector.kept(RequestField.TOOL_USES),
                "container", JsonSelector.object(Map.of("memory_limit", memory)),
                "environment",
                    JsonSelector.object(
                        Map.of(
                            "type",
                            JsonSelector.kept(RequestField.TOOL_ENVIRONMENT),
                            "memory_limit",
                            memory))));
    return JsonSelector.array(RequestField.TOOLS, tool);
  }

  private static Map<String, JsonSelector<RequestField>> common() {
    var fields = new HashMap<String, JsonSelector<RequestField>>();
    VALUES.forEach((name, field) -> fields.put(name, JsonSelector.kept(field)));
    EXTRAS.forEach(name -> fields.put(name, JsonSelector.reported(RequestField.EXTRA)));
    fields.put("tools", tools());
    fields.put("modalities", JsonSelector.array(JsonSelector.kept(RequestField.MODALITY)));
    fields.put(
        "stream_options",
        JsonSelector.objectTold(
                RequestField.STREAM_OPTIONS,
                Map.of("include_usage", JsonSelector.kept(RequestField.INCLUDE_USAGE)))
            .unique());
    return fields;
  }
}
