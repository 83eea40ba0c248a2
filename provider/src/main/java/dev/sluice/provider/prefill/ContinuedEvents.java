package dev.sluice.provider.prefill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// The events of a chat's rest, as the client gets them behind the beginning: with the beginning's
/// id, time and model, without a second role, and with the usage of one answer.
///
/// ```text
/// output = the beginning's tokens + the rest's
/// input  = what the first provider has told, else the rest's input - the beginning's tokens
/// ```
///
/// Nothing is told before the rest has text, an end or usage. Confined to a loop.
final class ContinuedEvents {
  private static final byte[] DATA = "data: ".getBytes(UTF_8);
  private static final byte[] END = "\n\n".getBytes(UTF_8);
  private static final byte[] DONE = "[DONE]".getBytes(UTF_8);

  private final Beginning given;
  private EchoRemover echo;
  private EventDataReader events = new EventDataReader(this::event);
  private ByteArrayOutputStream out = new ByteArrayOutputStream();

  // Of the event that is read.
  private boolean means;
  private boolean ends;

  ContinuedEvents(Beginning given) {
    this.given = given;
    this.echo = new EchoRemover(given.text());
  }

  /// Forgets what was read, so that another attempt can be.
  void reset() {
    echo = new EchoRemover(given.text());
    events = new EventDataReader(this::event);
    out = new ByteArrayOutputStream();
  }

  /// Joins the next part and takes its ownership. Empty where it cannot be read, as any part behind
  /// it.
  Optional<ByteBuf> join(ByteBuf part) {
    byte[] bytes = ByteBufUtil.getBytes(part);
    part.release();
    boolean _ = events.add(bytes);
    return events.isBroken() ? Optional.empty() : Optional.of(taken());
  }

  /// Returns what is left when the answer has ended: an event that lacks its blank line.
  ByteBuf end() {
    events.end();
    return taken();
  }

  private ByteBuf taken() {
    ByteBuf taken = Unpooled.wrappedBuffer(out.toByteArray());
    out.reset();
    return taken;
  }

  private void event(byte[] data) throws IOException {
    if (Arrays.equals(data, DONE)) {
      keptBack();
      write(data);
      return;
    }
    means = false;
    ends = false;
    byte[] written = rewritten(data);
    if (ends) {
      keptBack();
    }
    if (means || ends) {
      write(written);
    }
  }

  private void write(byte[] data) {
    out.writeBytes(DATA);
    out.writeBytes(data);
    out.writeBytes(END);
  }

  /// Writes the text that was kept back, since no more text can come.
  private void keptBack() throws IOException {
    String kept = echo.end();
    if (!kept.isEmpty()) {
      write(chunk(kept));
    }
  }

  private byte[] chunk(String content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = PlainChat.JSON.createGenerator(bytes)) {
      json.writeStartObject();
      named(json);
      json.writeStringField("object", "chat.completion.chunk");
      json.writeArrayFieldStart("choices");
      json.writeStartObject();
      json.writeNumberField("index", 0);
      json.writeObjectFieldStart("delta");
      json.writeStringField("content", content);
      json.writeEndObject();
      json.writeNullField("finish_reason");
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void named(JsonGenerator json) throws IOException {
    json.writeStringField("id", given.id());
    json.writeNumberField("created", given.created());
    json.writeStringField("model", given.model());
  }

  private byte[] rewritten(byte[] data) throws IOException {
    var bytes = new ByteArrayOutputStream(data.length + 64);
    try (JsonParser in = PlainChat.JSON.createParser(data);
        JsonGenerator json = PlainChat.JSON.createGenerator(bytes)) {
      in.nextToken();
      json.writeStartObject();
      named(json);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        member(in, json);
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void member(JsonParser in, JsonGenerator json) throws IOException {
    String name = in.currentName();
    in.nextToken();
    switch (name) {
      case "id", "created", "model" -> {}
      case "usage" -> {
        json.writeFieldName(name);
        usage(in, json);
      }
      case "choices" -> {
        json.writeFieldName(name);
        choices(in, json);
      }
      default -> {
        json.writeFieldName(name);
        json.copyCurrentStructure(in);
      }
    }
  }

  private void choices(JsonParser in, JsonGenerator json) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      json.copyCurrentStructure(in);
      return;
    }
    json.writeStartArray();
    while (in.nextToken() == JsonToken.START_OBJECT) {
      json.writeStartObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        choice(in, json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void choice(JsonParser in, JsonGenerator json) throws IOException {
    String name = in.currentName();
    JsonToken value = in.nextToken();
    json.writeFieldName(name);
    if (name.equals("delta") && value == JsonToken.START_OBJECT) {
      delta(in, json);
    } else {
      ends |= name.equals("finish_reason") && value != JsonToken.VALUE_NULL;
      json.copyCurrentStructure(in);
    }
  }

  private void delta(JsonParser in, JsonGenerator json) throws IOException {
    json.writeStartObject();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("role")) {
        continue;
      }
      json.writeFieldName(name);
      if (name.equals("content") && value == JsonToken.VALUE_STRING) {
        String rest = echo.rest(in.getText());
        means |= !rest.isEmpty();
        json.writeString(rest);
      } else {
        means |= value != JsonToken.VALUE_NULL && !name.equals("content");
        json.copyCurrentStructure(in);
      }
    }
    json.writeEndObject();
  }

  private void usage(JsonParser in, JsonGenerator json) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      json.copyCurrentStructure(in);
      return;
    }
    means = true;
    json.writeStartObject();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      json.writeFieldName(in.currentName());
      count(in.currentName(), in, json);
    }
    json.writeEndObject();
  }

  private void count(String name, JsonParser in, JsonGenerator json) throws IOException {
    in.nextToken();
    long said = in.getValueAsLong();
    switch (name) {
      case "prompt_tokens" -> json.writeNumber(input(said));
      case "completion_tokens" -> json.writeNumber(said + given.tokens());
      default -> json.copyCurrentStructure(in);
    }
  }

  private long input(long said) {
    return given.input().orElse(Math.max(0, said - given.tokens()));
  }
}
