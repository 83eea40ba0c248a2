package dev.sluice.lab.fuzz;

import static dev.sluice.lab.fuzz.JacksonValue.must;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.call.text.Printable;
import dev.sluice.provider.stored.StateIds;
import dev.sluice.provider.stored.StateName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The facts of a request as Jackson and the JDK's decoder of UTF-8 read it, one token after the
/// other: what the request scanner has to find. This reader is slow, and has no bounds on memory.
final class JacksonRequest {
  private static final int DEPTH_MAX = 512;
  private static final int DIGITS_MAX = 308;
  private static final int NAMES_MAX = 1024;
  private static final int CHARS_MAX = 64 * 1024;
  private static final int MODEL_MAX = 256;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(DIGITS_MAX)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Operation operation;
  private final JsonParser parser;
  private final JacksonValue value;
  private final int size;

  private String model = "";
  private Span modelAt = new Span(0, 0);
  private boolean stream;
  private boolean includeUsage;
  private Span streamAt = Span.NONE;
  private Span optionsAt = Span.NONE;
  private Span usageAt = Span.NONE;
  private boolean neverStreamed;
  private boolean continues;
  private String stateId = "";
  private Span stateAt = Span.NONE;
  private boolean sealed;
  private boolean background;
  private boolean deterministic;
  private boolean stored;
  private boolean input;
  private OptionalLong maxTokens = OptionalLong.empty();
  private long choices = 1;
  private boolean unbounded;

  private JacksonRequest(Operation operation, JsonParser parser, int size) {
    this.operation = operation;
    this.parser = parser;
    this.value = new JacksonValue(parser, JacksonMedia.of(operation));
    this.size = size;
    this.stored = operation == Operation.RESPONSES;
  }

  /// The facts of a body; empty if it is no request for the operation.
  static Optional<RequestFacts> of(Operation operation, byte[] body) {
    if (!isUtf8(body)) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(body);
        JsonParser again = JSON.createParser(body)) {
      var request = new JacksonRequest(operation, parser, body.length);
      request.read();
      return Optional.of(request.facts(new JacksonExtras(again, operation).read()));
    } catch (IOException | JacksonValue.Refused _) {
      return Optional.empty();
    }
  }

  /// Returns whether a body is UTF-8; Jackson's parser would take other encodings too.
  private static boolean isUtf8(byte[] body) {
    try {
      var _ = UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return !beginsAsOtherEncoding(body);
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /// Whether a body begins with a mark of its byte order, or with the zeros of wider characters.
  private static boolean beginsAsOtherEncoding(byte[] body) {
    for (int i = 0; i < Math.min(4, body.length); i++) {
      if (body[i] == 0 || (i == 0 && body[i] < 0)) {
        return true;
      }
    }
    return false;
  }

  private void read() throws IOException {
    must(parser.nextToken() == JsonToken.START_OBJECT, "an object");
    Names names = new Names();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = names.add(parser.currentName());
      parser.nextToken();
      property(name);
      sealed |= value.skip("encrypted_content") && isItems(name);
    }
    must(parser.nextToken() == null, "nothing behind the end");
  }

  private boolean isItems(String name) {
    return operation == Operation.RESPONSES && name.equals("input");
  }

  private void property(String name) throws IOException {
    switch (name) {
      case "model" -> model();
      case "stream" -> stream();
      case "stream_options" -> options();
      case "audio" -> neverStreamed |= value.present();
      case "best_of" -> {
        neverStreamed |= value.present();
        var _ = value.choices();
      }
      case "background" -> background = value.is(JsonToken.VALUE_TRUE);
      case "messages", "input", "prompt" -> input(name);
      case "max_tokens" -> bound(operation == Operation.CHAT || operation == Operation.COMPLETIONS);
      case "max_completion_tokens" -> bound(operation == Operation.CHAT);
      case "max_output_tokens" -> bound(operation == Operation.RESPONSES);
      case "n" -> choices = value.choices();
      case "temperature" -> deterministic |= value.zero();
      case "seed" -> deterministic |= value.number();
      case "store" -> store();
      case "user" -> value.string();
      case "previous_response_id" -> state();
      case "conversation" -> conversation();
      default -> {}
    }
  }

  /// Bounds the output: the largest bound counts, and one that is unknown, or zero, is larger than
  /// any.
  private void bound(boolean ours) throws IOException {
    if (ours && value.present()) {
      OptionalLong bound = value.bound();
      unbounded |= bound.orElse(0) == 0;
      maxTokens = OptionalLong.of(Math.max(maxTokens.orElse(0), bound.orElse(0)));
    }
  }

  private void state() throws IOException {
    continues |= value.present();
    if (operation == Operation.RESPONSES && value.present()) {
      must(value.is(JsonToken.VALUE_STRING) && !stateAt.present(), "one name");
      int start = value.start();
      stateId = parser.getText();
      must(stateId.length() <= StateName.LONGEST, "a short name");
      stateAt = value.span(start);
    }
  }

  /// Reads the name of a conversation, which may stand in an object.
  private void conversation() throws IOException {
    if (operation != Operation.RESPONSES || !value.is(JsonToken.START_OBJECT)) {
      state();
      return;
    }
    Names names = new Names();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean id = names.add(parser.currentName()).equals("id");
      parser.nextToken();
      if (id) {
        state();
      }
      boolean _ = value.skip("");
    }
  }

  private State stated() {
    boolean left = operation == Operation.RESPONSES && (stored || background);
    return left || !stateId.isEmpty()
        ? new State(stateId, StateIds.origin(stateId), stateAt, left, Optional.empty())
        : State.NONE;
  }

  private void store() {
    boolean usually = operation == Operation.RESPONSES;
    stored = value.present() ? !value.is(JsonToken.VALUE_FALSE) : usually;
  }

  private void model() throws IOException {
    int start = value.start();
    if (value.present() || !hasDefaultModel()) {
      must(value.is(JsonToken.VALUE_STRING), "a string");
      model = parser.getText();
      must(!model.isBlank() && model.length() <= MODEL_MAX, "a name");
      must(Printable.all(model), "a printable name");
    }
    modelAt = value.span(start);
  }

  private boolean hasDefaultModel() {
    return operation == Operation.MODERATIONS || operation == Operation.RESPONSES;
  }

  private boolean streams() {
    return operation != Operation.EMBEDDINGS && operation != Operation.MODERATIONS;
  }

  private void stream() {
    stream = value.flag();
    streamAt = value.span(value.start());
    must(!stream || streams(), "no stream");
  }

  private void options() throws IOException {
    int start = value.start();
    must(!value.present() || value.is(JsonToken.START_OBJECT), "options");
    if (value.present()) {
      Names names = new Names();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = names.add(parser.currentName());
        parser.nextToken();
        if (name.equals("include_usage")) {
          includeUsage = value.flag();
          usageAt = value.span(value.start());
        }
        boolean _ = value.skip("");
      }
    }
    optionsAt = value.span(start);
  }

  private void input(String name) {
    if (name.equals(inputName(operation))) {
      must(isInput(), "an input");
      input |= operation == Operation.COMPLETIONS || value.present();
    } else if (operation == Operation.RESPONSES && name.equals("prompt")) {
      input |= value.present();
    }
  }

  /// Whether the value can be the input of the operation.
  private boolean isInput() {
    boolean orNull = operation == Operation.COMPLETIONS || operation == Operation.RESPONSES;
    return value.is(JsonToken.START_ARRAY)
        || (value.is(JsonToken.VALUE_STRING) && operation != Operation.CHAT)
        || (!value.present() && orNull);
  }

  /// Returns the name of the member that holds the input of an operation.
  static String inputName(Operation operation) {
    return switch (operation) {
      case CHAT, MESSAGES, COUNT_TOKENS -> "messages";
      case COMPLETIONS -> "prompt";
      case EMBEDDINGS, MODERATIONS, RESPONSES, INPUT_TOKENS, COMPACT -> "input";
      case STORED_RESPONSE, PASS_THROUGH -> throw new IllegalArgumentException("it has no body");
      case GENERATE, GENERATE_COUNT -> "contents";
      case EMBED_CONTENT -> "content";
      case COHERE_EMBED -> "texts";
      case BATCH_EMBED_CONTENTS -> "requests";
      case PREDICT, PREDICT_IMAGES -> "instances";
      case INVOKE_MODEL -> "inputText";
      case RERANK, COHERE_RERANK -> "documents";
      case NIM_RANKING -> "passages";
      case SPEECH -> "input";
      case IMAGES, IMAGE_EDITS -> "prompt";
      case IMAGE_VARIATIONS, TRANSCRIPTIONS, TRANSLATIONS ->
          throw new IllegalArgumentException("its body is in parts");
    };
  }

  private RequestFacts facts(PricedExtras extras) {
    boolean responses = operation == Operation.RESPONSES;
    must(modelAt.end() > 0 || hasDefaultModel(), "a model");
    must(input || (responses && continues), "an input");
    boolean pinned = continues || sealed || (responses && (stored || background));
    return new RequestFacts(
        model,
        modelAt.start(),
        modelAt.end(),
        stream,
        includeUsage,
        unbounded ? OptionalLong.empty() : maxTokens,
        pinned,
        new Streaming(streamAt, optionsAt, usageAt, neverStreamed || background, choices),
        reuse(pinned),
        new RequestFacts.Attached(value.hasMedia() ? 1 : 0, false),
        false,
        stated(),
        1,
        extras,
        RequestFacts.Cloud.NONE);
  }

  private Cacheability reuse(boolean pinned) {
    if (stored || pinned || background || size > WorkerPool.LOOP_MAX) {
      return Cacheability.NEVER;
    }
    return deterministic || !streams() ? Cacheability.ALWAYS : Cacheability.ASKED;
  }

  /// The names of one object's properties.
  private static final class Names {
    private final Set<String> seen = new HashSet<>();
    private int chars;

    String add(String name) {
      chars += name.length();
      must(seen.add(name), "no name twice");
      must(JacksonValue.isPaired(name), "pairs");
      must(seen.size() <= NAMES_MAX && chars <= CHARS_MAX, "few names");
      return name;
    }
  }
}
