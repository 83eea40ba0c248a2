package dev.sluice.lab.fuzz;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.dialect.json.JsonScanner;
import dev.sluice.provider.request.ExtrasReader;
import java.io.IOException;
import java.util.Set;

/// What a request of OpenAI's dialect asks for beside text, read in a pass of its own: where it
/// stands is found by Jackson, and judged as by the scanner.
final class JacksonExtras {
  private static final int DEPTH = 4;

  private final JsonParser parser;
  private final Operation operation;

  /// What the scanner takes as it is in an item, whatever is in it.
  private static final Set<String> LEAVES =
      Set.of(
          "encrypted_content",
          "call_id",
          "image_url",
          "file_data",
          "input_audio",
          "file_id",
          "file_url",
          "type");

  private final ExtrasReader extras = new ExtrasReader();

  JacksonExtras(JsonParser parser, Operation operation) {
    this.parser = parser;
    this.operation = operation;
  }

  PricedExtras read() throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("audio") && value != JsonToken.VALUE_NULL) {
        extras.member(name);
      }
      if (name.equals("tools")) {
        tools(value);
      }
      if (name.equals("input") && operation == Operation.RESPONSES) {
        items(value);
      }
      parser.skipChildren();
    }
    return extras.extras();
  }

  private void tools(JsonToken value) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        tool(parser.currentToken());
        parser.skipChildren();
      }
    } else if (value != JsonToken.VALUE_NULL) {
      extras.unknownTools();
    }
  }

  /// Tools anywhere in the items of an input.
  private void items(JsonToken value) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        within(parser.currentToken());
      }
    }
  }

  private void within(JsonToken value) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      items(value);
    } else if (value == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (name.equals("tools")) {
          inner(token, DEPTH);
        } else if (LEAVES.contains(name)) {
          parser.skipChildren();
        } else {
          within(token);
        }
      }
    }
  }

  /// Reads tools that stand in tools or in items.
  private void inner(JsonToken value, int depth) throws IOException {
    if (depth > 0 && value == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          members(true, depth - 1);
        }
        parser.skipChildren();
      }
    } else if (value != JsonToken.VALUE_NULL) {
      extras.unknownTools();
      parser.skipChildren();
    }
  }

  private void tool(JsonToken value) throws IOException {
    if (value == JsonToken.START_OBJECT) {
      members(false, DEPTH);
      extras.endTool();
    } else if (value != JsonToken.VALUE_NULL) {
      extras.unknownTools();
      extras.endTool();
    }
  }

  /// Reads the members of a tool.
  ///
  /// @param inner whether the tool stands in another tool or in an item
  /// @param depth how deep there may be tools in it
  private void members(boolean inner, int depth) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("type") && token != JsonToken.VALUE_NULL) {
        extras.type(word(token), inner);
      }
      if (name.equals("tools")) {
        inner(token, depth);
      }
      parser.skipChildren();
    }
  }

  private String word(JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      return "?";
    }
    long from = parser.currentTokenLocation().getByteOffset();
    String text = parser.getText();
    parser.finishToken();
    long to = parser.currentLocation().getByteOffset();
    return to - from > JsonScanner.KEPT_MAX ? "" : text;
  }
}
