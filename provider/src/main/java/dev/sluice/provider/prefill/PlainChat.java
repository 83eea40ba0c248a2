package dev.sluice.provider.prefill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.config.TargetConfig.Prefill;
import dev.sluice.dialect.json.JsonStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A request for one plain text, to which the beginning of its answer can be added. A request with
/// any property that is not known to leave the text plain is no such request.
///
/// ```text
/// messages + the beginning, as the assistant's
/// CONTINUE_FINAL_MESSAGE   "continue_final_message": true, "add_generation_prompt": false
/// PREFIX                   "prefix": true in that message
/// max_tokens - the beginning's
/// ```
///
/// Offsets are bytes of the body.
final class PlainChat {
  /// The factory of parsers that intern no names, since those are the client's and would fill the
  /// JVM's table of interned strings, and that bound no text: a text may be as long as a body,
  /// which is bounded before.
  static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final Set<String> PLAIN =
      Set.of(
          "model",
          "messages",
          "stream",
          "stream_options",
          "temperature",
          "top_p",
          "top_k",
          "min_p",
          "frequency_penalty",
          "presence_penalty",
          "repetition_penalty",
          "stop",
          "seed",
          "random_seed",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "logit_bias",
          "metadata",
          "service_tier",
          "safe_prompt");

  private final byte[] body;
  private int inside;
  private int messagesEnd;
  private boolean asks;
  private boolean plain = true;
  private int boundFrom;
  private int boundTo;
  private OptionalLong bound = OptionalLong.empty();

  private PlainChat(byte[] body) {
    this.body = body;
  }

  /// Reads the request in `body`; empty where it asks for something else than one plain text.
  static Optional<PlainChat> of(byte[] body) {
    var chat = new PlainChat(body);
    try (JsonParser in = JSON.createParser(body)) {
      chat.read(in);
    } catch (IOException _) {
      return Optional.empty();
    }
    return chat.plain && chat.asks ? Optional.of(chat) : Optional.empty();
  }

  private void read(JsonParser in) throws IOException {
    in.nextToken();
    inside = (int) in.currentTokenLocation().getByteOffset() + 1;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      switch (name) {
        case "messages" -> messages(in);
        case "max_tokens", "max_completion_tokens" -> bound(in, value);
        case "n" -> plain &= value == JsonToken.VALUE_NULL || in.getValueAsInt() == 1;
        case "logprobs", "store" ->
            plain &= value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_FALSE;
        default -> plain &= value == JsonToken.VALUE_NULL || PLAIN.contains(name);
      }
      in.skipChildren();
    }
  }

  private void bound(JsonParser in, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    plain &= value == JsonToken.VALUE_NUMBER_INT && bound.isEmpty();
    boundFrom = (int) in.currentTokenLocation().getByteOffset();
    boundTo = boundFrom + in.getTextLength();
    bound = OptionalLong.of(in.getValueAsLong());
  }

  /// Reads the messages, of which the last must ask: a last message of the assistant is the
  /// client's own beginning.
  private void messages(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      return;
    }
    while (in.nextToken() == JsonToken.START_OBJECT) {
      asks = role(in).equals("user");
    }
    plain &= in.currentToken() == JsonToken.END_ARRAY;
    messagesEnd = (int) in.currentTokenLocation().getByteOffset();
  }

  private static String role(JsonParser in) throws IOException {
    String role = "";
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean named = in.currentName().equals("role");
      if (in.nextToken() == JsonToken.VALUE_STRING && named) {
        role = in.getText();
      }
      in.skipChildren();
    }
    return role;
  }

  /// Returns the body of the request for the rest; empty where no token is left for it.
  Optional<byte[]> after(Beginning given, Prefill how) {
    long left = bound.orElse(Long.MAX_VALUE) - given.tokens();
    return left < 1 ? Optional.empty() : Optional.of(write(given, how, left));
  }

  private byte[] write(Beginning given, Prefill how, long left) {
    var out = new ByteArrayOutputStream(body.length + given.text().length() + 128);
    out.write(body, 0, inside);
    if (how == Prefill.CONTINUE_FINAL_MESSAGE) {
      add(out, "\"continue_final_message\":true,\"add_generation_prompt\":false,");
    }
    if (bound.isPresent() && boundFrom < messagesEnd) {
      replaceBound(out, inside, left);
      message(out, boundTo, given, how);
    } else {
      message(out, inside, given, how);
    }
    int from = messagesEnd;
    if (bound.isPresent() && boundFrom > messagesEnd) {
      replaceBound(out, messagesEnd, left);
      from = boundTo;
    }
    out.write(body, from, body.length - from);
    return out.toByteArray();
  }

  private void replaceBound(ByteArrayOutputStream out, int from, long left) {
    out.write(body, from, boundFrom - from);
    add(out, Long.toString(left));
  }

  private void message(ByteArrayOutputStream out, int from, Beginning given, Prefill how) {
    out.write(body, from, messagesEnd - from);
    add(out, ",{\"role\":\"assistant\",\"content\":");
    add(out, JsonStrings.quote(given.text()));
    add(out, how == Prefill.PREFIX ? ",\"prefix\":true}" : "}");
  }

  private static void add(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(UTF_8));
  }
}
