package dev.sluice.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The table for the requests of one operation: the values that are looked for, and the rules that
/// hold.
///
/// @param paths the values that matter
/// @param input the name of the property with the input
/// @param inputKinds the kinds of JSON that the input may be
/// @param nullInput whether null is an input
/// @param defaultModel whether the API chooses a model itself for a request that names none: its
///   newest moderation model, and that of a stored prompt
/// @param streams whether its answers can be streamed
/// @param stored whether the provider keeps the answer unless the client says otherwise, and may be
///   asked for it later
/// @param bounded whether the request must bound its output
record RequestTable(
    JsonSelector<RequestField> paths,
    String input,
    Set<JsonKind> inputKinds,
    boolean nullInput,
    boolean defaultModel,
    boolean streams,
    boolean stored,
    boolean bounded) {

  /// The properties that hold one value and may be in a request for any operation.
  private static final Map<String, RequestField> VALUES =
      Map.ofEntries(
          Map.entry("model", RequestField.MODEL),
          Map.entry("stream", RequestField.STREAM),
          Map.entry("audio", RequestField.AUDIO),
          Map.entry("best_of", RequestField.BEST_OF),
          Map.entry("background", RequestField.BACKGROUND),
          Map.entry("n", RequestField.CHOICES),
          Map.entry("temperature", RequestField.TEMPERATURE),
          Map.entry("seed", RequestField.SEED),
          Map.entry("store", RequestField.STORE),
          Map.entry("user", RequestField.USER),
          Map.entry("service_tier", RequestField.SERVICE_TIER),
          Map.entry("previous_response_id", RequestField.STATE),
          Map.entry("conversation", RequestField.STATE));

  /// The properties that ask for something beside text by being there: of OpenAI, xAI and
  /// OpenRouter, of which `models` names others that may answer, at prices of their own.
  private static final Set<String> EXTRAS =
      Set.of("web_search_options", "search_parameters", "plugins", "mcp_servers", "models");

  /// The depth to which tools in tools are looked at; deeper tools are not known.
  private static final int TOOLS_DEPTH = 4;

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

  /// The table for Cohere's embeddings. The inputs stand under one of three names, and the model
  /// must be told what they are. https://docs.cohere.com/reference/embed
  private static final RequestTable COHERE =
      new RequestTable(cohere(), "texts", TEXT, false, false, false, false, false);

  /// The table for embeddings at Amazon Bedrock, of Titan and of Cohere.
  private static final RequestTable INVOKE =
      new RequestTable(invoke(), "inputText", TEXT, false, false, false, false, false);

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
      case STORED_RESPONSE, PASS_THROUGH ->
          throw new IllegalArgumentException(operation + " has no body that is read");
      case GENERATE -> GeminiTables.GENERATE;
      case GENERATE_COUNT -> GeminiTables.COUNT;
      case EMBED_CONTENT -> GeminiTables.EMBED;
      case BATCH_EMBED_CONTENTS -> GeminiTables.BATCH;
      case COHERE_EMBED -> COHERE;
      case PREDICT -> GeminiTables.PREDICT;
      case INVOKE_MODEL -> INVOKE;
      case PREDICT_IMAGES -> GeminiTables.DRAW;
      case RERANK, COHERE_RERANK -> UnitTables.RERANK;
      case NIM_RANKING -> UnitTables.RANKING;
      case SPEECH -> UnitTables.SPEECH;
      case IMAGES, IMAGE_EDITS -> UnitTables.IMAGES;
      case IMAGE_VARIATIONS, TRANSCRIPTIONS, TRANSLATIONS ->
          throw new IllegalArgumentException(operation + " has a body in parts");
    };
  }

  /// Whether a body may put `models/` in front of its model's name.
  boolean prefixed() {
    return GeminiTables.isOne(this);
  }

  /// The kinds that the input may have, in words.
  String inputForm() {
    if (!inputKinds.contains(JsonKind.ARRAY)) {
      return inputKinds.contains(JsonKind.STRING) ? "a string" : "an object";
    }
    return inputKinds.contains(JsonKind.STRING) ? "a string or an array" : "an array";
  }

  private static JsonSelector<RequestField> plain(String input) {
    var fields = common();
    fields.put(input, JsonSelector.reported(RequestField.INPUT));
    return JsonSelector.object(fields).unique();
  }

  /// The paths of a completion, where each of several prompts has outputs of its own.
  private static JsonSelector<RequestField> completions() {
    var fields = common();
    fields.put("max_tokens", JsonSelector.kept(RequestField.MAX_TOKENS));
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

  private static JsonSelector<RequestField> invoke() {
    JsonSelector<RequestField> input = JsonSelector.reported(RequestField.INPUT);
    return JsonSelector.object(Map.of("inputText", input, "texts", input)).unique();
  }

  /// The paths of a chat. Parts of a message may be pictures, sounds and files, or what only a
  /// provider knows. Ids of calls may carry seals, here and in every dialect.
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
                "file", JsonSelector.object(Map.of("file_data", media, "file_id", name)),
                "file_id", name,
                "document_url", name,
                "type", JsonSelector.kept(RequestField.PART_TYPE)));
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
    JsonSelector<RequestField> bound = JsonSelector.kept(RequestField.MAX_TOKENS);
    fields.put("max_tokens", bound);
    fields.put("max_completion_tokens", bound);
    fields.put("messages", JsonSelector.array(RequestField.INPUT, message));
    return JsonSelector.object(fields).unique();
  }

  /// The paths of a request of the Responses API. Its items may hold what only the account that
  /// made it can read: reasoning and compactions, encrypted. Pictures, sounds and files are in
  /// messages and in what tools return. Responses and conversations that a provider holds are
  /// referred to by their names, and so is an item by its own, where it says nothing else: its type
  /// may be left out. Items may bring tools: more of them, and those that a search has found.
  private static JsonSelector<RequestField> responses() {
    var fields = common();
    fields.put("max_output_tokens", JsonSelector.kept(RequestField.MAX_TOKENS));
    fields.put("max_tool_calls", JsonSelector.kept(RequestField.TOOL_CALLS));
    JsonSelector<RequestField> media = JsonSelector.kept(RequestField.MEDIA);
    JsonSelector<RequestField> name = JsonSelector.reported(RequestField.REFERENCE);
    Map<String, JsonSelector<RequestField>> within =
        Map.of(
            "encrypted_content", JsonSelector.kept(RequestField.SIGNATURE),
            "call_id", JsonSelector.kept(RequestField.CALL_ID),
            "image_url", media,
            "file_data", media,
            "input_audio", JsonSelector.reported(RequestField.MEDIA),
            "file_id", name,
            "file_url", name,
            "type", JsonSelector.kept(RequestField.ITEM_TYPE),
            "tools", innerTools(TOOLS_DEPTH));
    fields.put("input", JsonSelector.array(RequestField.INPUT, item(within)));
    fields.put("prompt", JsonSelector.reported(RequestField.STORED_PROMPT));
    JsonSelector<RequestField> id = JsonSelector.kept(RequestField.STATE_ID);
    fields.put("previous_response_id", id);
    fields.put(
        "conversation",
        JsonSelector.objectOrKept(RequestField.STATE_ID, Map.of("id", id)).unique());
    return JsonSelector.object(fields).unique();
  }

  /// The paths of an item of the Responses API.
  ///
  /// @param within the paths that matter at any depth of the item
  private static JsonSelector<RequestField> item(Map<String, JsonSelector<RequestField>> within) {
    JsonSelector<RequestField> deeper = JsonSelector.anywhere(within);
    var fields = new HashMap<>(within);
    fields.put("id", JsonSelector.reported(RequestField.ITEM_ID));
    fields.put("content", JsonSelector.objectTold(RequestField.ITEM_CONTENT, within, deeper));
    return JsonSelector.objectTold(RequestField.ITEM, fields, deeper);
  }

  /// The paths of a request of Anthropic's. Blocks may hold what only the account that made them
  /// can read, sealed: thinking with its signature, and redacted thinking, which is the one block
  /// that has `data` of its own. Files and containers are of one account too; a file may also be in
  /// what a tool has returned. The source of a picture or a document says in its type whether it is
  /// the content itself; the source of a document may be blocks with sources of their own.
  private static JsonSelector<RequestField> messages() {
    JsonSelector<RequestField> sealed = JsonSelector.kept(RequestField.SIGNATURE);
    JsonSelector<RequestField> state = JsonSelector.reported(RequestField.STATE);
    JsonSelector<RequestField> type = JsonSelector.kept(RequestField.SOURCE_TYPE);
    JsonSelector<RequestField> inner =
        JsonSelector.objectTold(RequestField.SOURCE, Map.of("file_id", state, "type", type));
    JsonSelector<RequestField> source =
        JsonSelector.objectTold(
            RequestField.SOURCE,
            Map.of(
                "file_id", state,
                "type", type,
                "content", JsonSelector.array(JsonSelector.object(Map.of("source", inner)))));
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
                Map.entry(
                    "tools", tools(Map.of("max_uses", JsonSelector.kept(RequestField.TOOL_USES)))),
                Map.entry("mcp_servers", JsonSelector.reported(RequestField.EXTRA)),
                Map.entry("service_tier", JsonSelector.kept(RequestField.SERVICE_TIER)),
                Map.entry("speed", JsonSelector.kept(RequestField.SPEED)),
                Map.entry("inference_geo", JsonSelector.kept(RequestField.REGION)),
                Map.entry("anthropic_version", JsonSelector.reported(RequestField.VERSION)),
                Map.entry("messages", JsonSelector.array(RequestField.INPUT, message))))
        .unique();
  }

  /// The paths of tools, whose type says whether the provider runs them.
  ///
  /// @param more the paths of what one dialect's tools say beside their type
  private static JsonSelector<RequestField> tools(Map<String, JsonSelector<RequestField>> more) {
    JsonSelector<RequestField> memory = JsonSelector.kept(RequestField.TOOL_MEMORY);
    JsonSelector<RequestField> place = JsonSelector.kept(RequestField.TOOL_ENVIRONMENT);
    var tool = new HashMap<>(more);
    tool.put("type", JsonSelector.kept(RequestField.TOOL_TYPE));
    tool.put("container", JsonSelector.object(Map.of("memory_limit", memory)));
    tool.put("environment", JsonSelector.object(Map.of("type", place, "memory_limit", memory)));
    tool.put("tools", innerTools(TOOLS_DEPTH));
    return JsonSelector.array(RequestField.TOOLS, JsonSelector.objectTold(RequestField.TOOL, tool));
  }

  /// The paths of tools in a tool or in an item of the input.
  private static JsonSelector<RequestField> innerTools(int depth) {
    if (depth == 0) {
      return JsonSelector.reported(RequestField.DEEP_TOOLS);
    }
    JsonSelector<RequestField> tool =
        JsonSelector.object(
            Map.of(
                "type", JsonSelector.kept(RequestField.INNER_TOOL_TYPE),
                "tools", innerTools(depth - 1)));
    return JsonSelector.array(RequestField.TOOLS, tool);
  }

  private static Map<String, JsonSelector<RequestField>> common() {
    var fields = new HashMap<String, JsonSelector<RequestField>>();
    VALUES.forEach((name, field) -> fields.put(name, JsonSelector.kept(field)));
    EXTRAS.forEach(name -> fields.put(name, JsonSelector.reported(RequestField.EXTRA)));
    fields.put("tools", tools(Map.of()));
    JsonSelector<RequestField> modality = JsonSelector.kept(RequestField.MODALITY);
    fields.put("modalities", JsonSelector.arrayOrKept(RequestField.MODALITY, modality));
    fields.put("stream_options", streamOptions());
    return fields;
  }

  private static JsonSelector<RequestField> streamOptions() {
    return JsonSelector.objectTold(
            RequestField.STREAM_OPTIONS,
            Map.of("include_usage", JsonSelector.kept(RequestField.INCLUDE_USAGE)))
        .unique();
  }

  /// Checks that a request has what each of its operation has.
  void require(boolean hasModel, boolean hasInput, boolean hasBound) throws InvalidRequest {
    if (!hasModel && !defaultModel) {
      throw InvalidRequests.missing("model", "the name of a model");
    }
    if (!hasInput) {
      throw InvalidRequests.missing(input, inputForm());
    }
    if (bounded && !hasBound) {
      throw InvalidRequests.missing("max_tokens", "a whole number");
    }
  }
}
