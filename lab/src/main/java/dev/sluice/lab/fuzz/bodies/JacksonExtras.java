package dev.sluice.lab.fuzz.bodies;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.internal.provider.json.JsonScanner;
import dev.sluice.internal.provider.request.extra.ExtrasReader;
import java.io.IOException;

/// What a request of OpenAI's dialect asks for beside text, in a pass of its own: where it stands
/// is found by Jackson, and judged as the scanner's.
final class JacksonExtras {
  private final JsonParser parser;
  private final ExtrasReader extras = new ExtrasReader();

  JacksonExtras(JsonParser parser) {
    this.parser = parser;
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

  private void tool(JsonToken value) throws IOException {
    if (value == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean type = parser.currentName().equals("type");
        JsonToken of = parser.nextToken();
        if (type && of != JsonToken.VALUE_NULL) {
          type(of);
        }
        parser.skipChildren();
      }
      extras.endTool();
    } else if (value != JsonToken.VALUE_NULL) {
      extras.unknownTools();
      extras.endTool();
    }
  }

  private void type(JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      extras.type("?");
      return;
    }
    long from = parser.currentTokenLocation().getByteOffset();
    String text = parser.getText();
    parser.finishToken();
    long to = parser.currentLocation().getByteOffset();
    extras.type(to - from > JsonScanner.KEPT_MAX ? "" : text);
  }
}
