package dev.sluice.internal.provider.openai.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.internal.runtime.WorkerPool;
import java.io.IOException;
import java.util.OptionalLong;

/// One pass over one body.
final class RequestBodyReader {
  private static final int MODEL_MAX = 256;

  private final Operation operation;
  private final JsonParser parser;
  private final RequestValues values;
  private final PropertyNames seen = new PropertyNames();

  /// The current property.
  private String property = "";

  private String model = "";
  private int modelStart;
  private int modelEnd;
  private boolean stream;
  private boolean includeUsage;
  private Span streamAt = Span.NONE;
  private Span optionsAt = Span.NONE;

  /// Whether the provider cannot stream this, or would not give the same answer.
  private boolean neverStreamed;

  /// Whether it names state that a provider holds.
  private boolean continues;

  /// Whether it holds state that one account alone can read.
  private boolean sealed;

  private boolean background;

  /// Whether the client has asked for the same answer each time.
  private boolean deterministic;

  /// The value of `store`: whether the provider is to keep the answer.
  private JsonToken store = JsonToken.VALUE_NULL;

  private boolean input;
  private OptionalLong maxTokens = OptionalLong.empty();
  private OptionalLong choices = OptionalLong.empty();
  private OptionalLong maxCompletionTokens = OptionalLong.empty();

  RequestBodyReader(Operation operation, JsonParser parser) {
    this.operation = operation;
    this.parser = parser;
    this.values = new RequestValues(parser);
  }

  String property() {
    return property;
  }

  RequestFacts read() throws IOException, InvalidRequest {
    JsonToken root = parser.nextToken();
    if (root != JsonToken.START_OBJECT) {
      throw InvalidRequests.notJson(root == null ? "it is empty" : "it must be an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      property = parser.currentName();
      seen.add(property, property);
      parser.nextToken();
      value();
      rest();
    }
    property = "";
    if (parser.nextToken() != null) {
      throw InvalidRequests.notJson("there is something behind its end");
    }
    return facts();
  }

  /// Passes over what is left of the current value. Items of the Responses API may hold what only
  /// the account that made it can read: reasoning and compactions, encrypted.
  private void rest() throws IOException, InvalidRequest {
    if (operation == Operation.RESPONSES && property.equals("input")) {
      sealed |= values.skip(property, "encrypted_content");
    } else {
      values.skip(property);
    }
  }

  /// Checks the current value, if it is one that is known.
  private void value() throws IOException, InvalidRequest {
    switch (property) {
      case "model" -> model();
      case "stream" -> stream();
      case "stream_options" -> streamOptions();
      case "audio", "best_of" -> neverStreamed |= values.present();
      case "background" -> background |= parser.currentToken() == JsonToken.VALUE_TRUE;
      case "messages", "input", "prompt" -> input();
      case "max_tokens", "max_output_tokens" -> maxTokens = values.bound(property);
      case "max_completion_tokens" -> maxCompletionTokens = values.bound(property);
      case "n" -> choices = values.bound(property);
      case "temperature" -> deterministic |= values.zero(property);
      case "seed" -> {
        values.number(property);
        deterministic |= values.present();
      }
      case "store" -> store = parser.currentToken();
      case "user" -> values.string(property);
      case "previous_response_id", "conversation" -> continues |= values.present();
      default -> {}
    }
  }

  private void model() throws IOException, InvalidRequest {
    modelStart = values.start();
    boolean named = values.present() || !hasDefaultModel();
    model = named ? values.text(property) : "";
    modelEnd = values.span(modelStart).end();
    if (named && isNoName(model)) {
      throw InvalidRequests.wrong(
          property,
          '"' + model + '"',
          "a name of 1 to " + MODEL_MAX + " characters, none of them a control character");
    }
  }

  /// Whether OpenAI's API chooses a model itself for a request that names none: its newest
  /// moderation model, and that of a stored prompt.
  private boolean hasDefaultModel() {
    return operation == Operation.MODERATIONS || operation == Operation.RESPONSES;
  }

  private static boolean isNoName(String model) {
    return model.isBlank() || model.length() > MODEL_MAX || hasControl(model);
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private void stream() throws IOException, InvalidRequest {
    stream = values.flag(property);
    streamAt = values.span(values.start());
    if (stream && !streams()) {
      throw InvalidRequests.wrong(property, "true", "false or absent; this has no stream");
    }
  }

  private void streamOptions() throws IOException, InvalidRequest {
    int start = values.start();
    includeUsage = values.includeUsage(property);
    optionsAt = values.span(start);
  }

  private boolean streams() {
    return operation != Operation.EMBEDDINGS && operation != Operation.MODERATIONS;
  }

  private void input() throws IOException, InvalidRequest {
    if (property.equals(inputName())) {
      boolean optional = operation == Operation.COMPLETIONS || operation == Operation.RESPONSES;
      values.input(property, inputForm(), operation != Operation.CHAT, optional);
      input |= operation == Operation.COMPLETIONS || values.present();
    } else if (operation == Operation.RESPONSES && property.equals("prompt")) {
      input |= values.present();
    }
  }

  private String inputName() {
    return switch (operation) {
      case CHAT -> "messages";
      case COMPLETIONS -> "prompt";
      case EMBEDDINGS, MODERATIONS, RESPONSES -> "input";
    };
  }

  private String inputForm() {
    return operation == Operation.CHAT ? "an array" : "a string or an array";
  }

  private RequestFacts facts() throws InvalidRequest {
    if (modelEnd == 0 && !hasDefaultModel()) {
      throw InvalidRequests.missing("model", "the name of a model");
    }
    boolean continued = operation == Operation.RESPONSES && continues;
    if (!input && !continued) {
      throw InvalidRequests.missing(inputName(), inputForm());
    }
    OptionalLong bound = maxCompletionTokens.isPresent() ? maxCompletionTokens : maxTokens;
    boolean never = neverStreamed || background;
    var streaming = new Streaming(streamAt, optionsAt, values.usage(), never, choices.orElse(1));
    return new RequestFacts(
        model, modelStart, modelEnd, stream, includeUsage, bound, pinned(), streaming, reuse());
  }

  private Cacheability reuse() {
    boolean large = parser.currentLocation().getByteOffset() > WorkerPool.LOOP_MAX;
    if (kept() || pinned() || background || large) {
      return Cacheability.NEVER;
    }
    return deterministic || !streams() ? Cacheability.ALWAYS : Cacheability.ASKED;
  }

  /// Only the target that made a response can be asked for it later, so that a call which leaves
  /// one there stays with that target, as does one which refers to it.
  private boolean pinned() {
    return continues || sealed || (operation == Operation.RESPONSES && (kept() || background));
  }

  /// Responses are kept by the provider unless the client says otherwise, chats only if it does.
  private boolean kept() {
    return operation == Operation.RESPONSES
        ? store != JsonToken.VALUE_FALSE
        : store != JsonToken.VALUE_FALSE && store != JsonToken.VALUE_NULL;
  }
}
