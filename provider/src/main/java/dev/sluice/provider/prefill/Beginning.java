package dev.sluice.provider.prefill;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The beginning of a streamed chat, as its client has received it: one choice of plain text,
/// without an end.
///
/// ```text
/// tokens = what the provider has told, else max(events with text, bytes / 4)
/// ```
///
/// Limitations: a token is an event with most providers; where several come in one, and text has
/// few bytes a token, the estimate is too low.
///
/// @param id the identifier of the answer
/// @param created the time of creation that the events state
/// @param model the model that the events name
/// @param text the whole text so far
/// @param tokens the tokens of the text
/// @param input the tokens of the request; empty where the provider has not told it yet
record Beginning(
    String id, long created, String model, String text, long tokens, Optional<Long> input) {
  private static final int BYTES_PER_TOKEN = 4;

  /// Reads the beginning in these events; empty where they are something else.
  static Optional<Beginning> of(byte[] delivered) {
    var reader = new Reader();
    var events = new EventDataReader(reader::event);
    boolean whole = events.add(delivered);
    return whole && !events.isBroken() ? reader.beginning() : Optional.empty();
  }

  /// A reader of events, one after another.
  private static final class Reader {
    private final StringBuilder text = new StringBuilder();
    private @Nullable String id;
    private long created;
    private String model = "";
    private long events;
    private @Nullable Long input;
    private long output;
    private boolean other;

    Optional<Beginning> beginning() {
      boolean cut = text.isEmpty() || Character.isHighSurrogate(text.charAt(text.length() - 1));
      return other || cut || id == null
          ? Optional.empty()
          : Optional.of(
              new Beginning(
                  id, created, model, text.toString(), tokens(), Optional.ofNullable(input)));
    }

    private long tokens() {
      long bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
      return Math.max(output, Math.max(events, bytes / BYTES_PER_TOKEN));
    }

    void event(byte[] data) throws IOException {
      try (JsonParser in = PlainChat.JSON.createParser(data)) {
        if (in.nextToken() != JsonToken.START_OBJECT) {
          throw new IOException("the event is no object");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          member(in.currentName(), in);
          in.skipChildren();
        }
      }
    }

    private void member(String name, JsonParser in) throws IOException {
      JsonToken value = in.nextToken();
      switch (name) {
        case "id" -> id = id == null ? in.getValueAsString("") : id;
        case "created" -> created = created == 0 ? in.getValueAsLong() : created;
        case "model" -> model = model.isEmpty() ? in.getValueAsString("") : model;
        case "error" -> other |= value != JsonToken.VALUE_NULL;
        case "usage" -> {
          if (value == JsonToken.START_OBJECT) {
            usage(in);
          }
        }
        case "choices" -> {
          if (value == JsonToken.START_ARRAY) {
            choices(in);
          }
        }
        default -> {}
      }
    }

    private void usage(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals("prompt_tokens")) {
          input = in.getValueAsLong();
        } else if (name.equals("completion_tokens")) {
          output = in.getValueAsLong();
        }
        in.skipChildren();
      }
    }

    private void choices(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.START_OBJECT) {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          JsonToken value = in.nextToken();
          switch (name) {
            case "index" -> other |= in.getValueAsInt() != 0;
            case "delta" -> {
              if (value == JsonToken.START_OBJECT) {
                delta(in);
              }
            }
            default -> other |= value != JsonToken.VALUE_NULL;
          }
          in.skipChildren();
        }
      }
    }

    private void delta(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (name.equals("content") && value == JsonToken.VALUE_STRING) {
          text.append(in.getText());
          events += in.getTextLength() == 0 ? 0 : 1;
        } else if (!name.equals("role")) {
          boolean empty = value == JsonToken.VALUE_STRING && in.getTextLength() == 0;
          other |= value != JsonToken.VALUE_NULL && !empty;
        }
        in.skipChildren();
      }
    }
  }
}
