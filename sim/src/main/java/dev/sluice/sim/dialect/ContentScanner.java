package dev.sluice.sim.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Finds what an answer depends on, in one pass over the request and without a tree; refuses what
/// OpenAI would refuse.
///
/// Tokens are estimated: four bytes of text are one, and each message or part costs three more.
final class ContentScanner {
  private final Operation operation;
  private final JsonParser parser;

  private @Nullable String model;
  private boolean stream;
  private boolean includeUsage;
  private boolean logprobs;
  private boolean closer;
  private boolean input;
  private boolean goesOn;
  private int n = 1;
  private int prompts = 1;
  private int maxTokens = -1;
  private long textBytes;
  private long parts;

  private ContentScanner(Operation operation, JsonParser parser) {
    this.operation = operation;
    this.parser = parser;
  }

  /// Scans a body.
  ///
  /// @throws Refusal if it is no JSON object, or lacks or twists a property
  static RequestContent scan(Operation operation, byte[] body) throws Refusal {
    try (JsonParser parser = JsonReading.FACTORY.createParser(body)) {
      return new ContentScanner(operation, parser).scan();
    } catch (IOException e) {
      throw JsonReading.refused();
    }
  }

  private RequestContent scan() throws IOException, Refusal {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw JsonReading.refused();
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        property(name);
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
      throw JsonReading.refused();
    }
    return result();
  }

  private RequestContent result() throws Refusal {
    if (model == null) {
      throw new Refusal(OpenAiError.invalid(null, null, "you must provide a model parameter"));
    }
    if (!input && !goesOn) {
      throw new Refusal(Wrong.missing(operation.input()));
    }
    if (maxTokens < 0 && operation == Operation.MESSAGES) {
      throw new Refusal(OpenAiError.invalid("max_tokens", null, "max_tokens: Field required"));
    }
    int max = maxTokens < 0 && operation == Operation.COMPLETIONS ? 16 : maxTokens;
    long tokens = Math.ceilDiv(textBytes, 4) + 3 * parts + 3;
    RequestContent.Wishes wishes = new RequestContent.Wishes(includeUsage, logprobs, closer);
    return new RequestContent(model, stream, n * prompts, max, tokens, wishes);
  }

  private void property(String name) throws IOException, Refusal {
    switch (name) {
      case "model" -> model = text(name);
      case "stream" -> stream = truth(name);
      case "n" -> n = count(name);
      case "max_tokens", "max_completion_tokens", "max_output_tokens" -> maxTokens = count(name);
      case "temperature" -> temperature();
      case "stream_options" -> streamOptions();
      case "logprobs" -> logprobs = parser.currentToken() != JsonToken.VALUE_FALSE;
      case "messages", "prompt", "input" -> input(name);
      case "previous_response_id", "conversation" -> {
        goesOn = operation.responses();
        parser.skipChildren();
      }
      case "instructions" -> textBytes += textLength();
      case "system" -> measure();
      case "tools",
          "response_format",
          "text",
          "stop",
          "stop_sequences",
          "continue_final_message" -> {
        closer = true;
        parser.skipChildren();
      }
      default -> parser.skipChildren();
    }
  }

  private boolean isChat() {
    return operation == Operation.CHAT || operation.anthropic();
  }

  private void input(String name) throws IOException, Refusal {
    if (!name.equals(operation.input())) {
      parser.skipChildren();
      return;
    }
    input = true;
    boolean array = parser.currentToken() == JsonToken.START_ARRAY;
    if (isChat() && !array) {
      throw new Refusal(Wrong.type(name, "an array of objects", parser.currentToken()));
    }
    if (!array && parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new Refusal(Wrong.type(name, "a string or an array", parser.currentToken()));
    }
    if (array) {
      items(name);
    } else {
      textBytes += textLength();
    }
  }

  private void items(String name) throws IOException, Refusal {
    int items = 0;
    boolean texts = false;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (isChat() && parser.currentToken() != JsonToken.START_OBJECT) {
        String item = name + "[" + items + "]";
        throw new Refusal(Wrong.type(item, "an object", parser.currentToken()));
      }
      texts |= parser.currentToken() != JsonToken.VALUE_NUMBER_INT;
      items++;
      measure();
    }
    if (items == 0 && isChat()) {
      throw new Refusal(Wrong.empty(name));
    }
    parts += items;
    if (operation == Operation.COMPLETIONS && texts) {
      prompts = Math.max(1, items);
    }
  }

  /// Adds up the text below the current token, whatever its shape.
  private void measure() throws IOException {
    int depth = 0;
    JsonToken token = parser.currentToken();
    do {
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING) {
        textBytes += textLength();
      } else if (token == JsonToken.VALUE_NUMBER_INT) {
        textBytes += 4;
      } else if (token == JsonToken.FIELD_NAME) {
        closer |= parser.currentName().equals("prefix");
      }
      token = depth > 0 ? parser.nextToken() : null;
    } while (token != null);
  }

  private long textLength() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getTextLength() : 0;
  }

  private void streamOptions() throws IOException, Refusal {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new Refusal(Wrong.type("stream_options", "an object", parser.currentToken()));
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      includeUsage |= name.equals("include_usage") && value == JsonToken.VALUE_TRUE;
      parser.skipChildren();
    }
  }

  private void temperature() throws IOException, Refusal {
    if (!parser.currentToken().isNumeric()) {
      throw new Refusal(Wrong.type("temperature", "a decimal", parser.currentToken()));
    }
    double value = parser.getDoubleValue();
    if (!(value >= 0 && value <= 2)) {
      throw new Refusal(Wrong.outside("temperature", "0", "2", parser.getText()));
    }
  }

  private String text(String name) throws IOException, Refusal {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new Refusal(Wrong.type(name, "a string", parser.currentToken()));
    }
    return parser.getText();
  }

  private boolean truth(String name) throws Refusal {
    if (!parser.currentToken().isBoolean()) {
      throw new Refusal(Wrong.type(name, "a boolean", parser.currentToken()));
    }
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  private int count(String name) throws IOException, Refusal {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new Refusal(Wrong.type(name, "an integer", parser.currentToken()));
    }
    String text = parser.getText();
    int value = text.length() > 9 ? 0 : Integer.parseInt(text);
    int most = name.equals("n") ? 128 : 999_999_999;
    if (value < 1 || value > most) {
      throw new Refusal(Wrong.outside(name, "1", Integer.toString(most), text));
    }
    return value;
  }
}
