package dev.sluice.provider.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.sluice.call.item.Item;
import dev.sluice.call.item.Items;
import dev.sluice.call.item.RequestTemplate;
import dev.sluice.call.item.RequestTemplate.Form;
import dev.sluice.call.request.Operation;
import dev.sluice.dialect.json.JsonStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A parser that takes one request apart. The request has been scanned before, so that it is JSON
/// and names no property twice.
final class RequestParser {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  /// The bytes of text for each token, at the least: no tokenizer needs a token for every byte, and
  /// few texts have one for every second.
  private static final int BYTES_PER_TOKEN = 2;

  private final Operation operation;
  private final byte[] body;
  private final Map<String, byte[]> properties = new TreeMap<>();
  private final List<Item> items = new ArrayList<>();
  private Form form = Form.TEXTS;

  RequestParser(Operation operation, byte[] body) {
    this.operation = operation;
    this.body = body;
  }

  /// The items of the request; empty where it has none that could be asked for one by one, or is
  /// beyond the bounds of the parser.
  Optional<Items> items() {
    try (JsonParser parser = JSON.createParser(body)) {
      read(parser);
    } catch (StreamConstraintsException beyondBounds) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("a request that was scanned is not JSON", e);
    }
    byte[] model = properties.remove("model");
    boolean foreign = form == Form.TOKENS && operation != Operation.EMBEDDINGS;
    if (items.isEmpty() || model == null || foreign || holdsMore()) {
      return Optional.empty();
    }
    return Optional.of(
        new Items(new RequestTemplate(operation, form, template(model), model.length), items));
  }

  /// The name of the property with the inputs.
  static String input(Operation operation) {
    return operation == Operation.COHERE_EMBED ? "texts" : "input";
  }

  /// Whether the request has inputs under other names too, which are not taken apart.
  private boolean holdsMore() {
    return operation == Operation.COHERE_EMBED
        && (properties.containsKey("inputs") || properties.containsKey("images"));
  }

  private void read(JsonParser parser) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals(input(operation))) {
        input(parser, token);
      } else {
        properties.put(name, raw(parser));
      }
    }
  }

  private byte[] template(byte[] model) {
    var template = new ByteArrayOutputStream(body.length);
    template.writeBytes("\"model\":".getBytes(UTF_8));
    template.writeBytes(model);
    properties.forEach(
        (name, value) -> {
          template.writeBytes((',' + JsonStrings.quote(name) + ':').getBytes(UTF_8));
          template.writeBytes(value);
        });
    return template.toByteArray();
  }

  private void input(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      items.add(text(parser));
    } else if (token == JsonToken.START_ARRAY) {
      inputs(parser);
    }
  }

  private void inputs(JsonParser parser) throws IOException {
    int start = start(parser);
    boolean good =
        switch (parser.nextToken()) {
          case VALUE_STRING -> texts(parser);
          case START_ARRAY -> lists(parser);
          case VALUE_NUMBER_INT -> tokens(parser, start);
          default -> end(parser);
        };
    if (!good) {
      items.clear();
    }
  }

  private boolean texts(JsonParser parser) throws IOException {
    JsonToken token = JsonToken.VALUE_STRING;
    for (; token == JsonToken.VALUE_STRING; token = parser.nextToken()) {
      items.add(text(parser));
    }
    return token == JsonToken.END_ARRAY || end(parser);
  }

  private boolean lists(JsonParser parser) throws IOException {
    JsonToken token = JsonToken.START_ARRAY;
    for (; token == JsonToken.START_ARRAY; token = parser.nextToken()) {
      int start = start(parser);
      parser.nextToken();
      if (!tokens(parser, start)) {
        return end(parser);
      }
    }
    return token == JsonToken.END_ARRAY || end(parser);
  }

  /// Takes the list of tokens that begins at `start`; the parser is at the first of them.
  private boolean tokens(JsonParser parser, int start) throws IOException {
    form = Form.TOKENS;
    int count = 0;
    JsonToken token = parser.currentToken();
    for (; token == JsonToken.VALUE_NUMBER_INT; token = parser.nextToken()) {
      count++;
    }
    if (token != JsonToken.END_ARRAY) {
      return end(parser);
    }
    items.add(new Item(Arrays.copyOfRange(body, start, here(parser)), Math.max(1, count), count));
    return count > 0;
  }

  private Item text(JsonParser parser) throws IOException {
    byte[] json = raw(parser);
    long bytes = Math.max(1, json.length - 2);
    return new Item(json, bytes, Math.ceilDiv(bytes, BYTES_PER_TOKEN));
  }

  /// Passes over the rest of all lists that the parser is in.
  ///
  /// @return false, since this input cannot be split
  private static boolean end(JsonParser parser) throws IOException {
    while (!parser.getParsingContext().inObject()
        || !parser.getParsingContext().getParent().inRoot()) {
      parser.nextToken();
    }
    return false;
  }

  /// The bytes of the current value as it was written.
  private byte[] raw(JsonParser parser) throws IOException {
    int start = start(parser);
    parser.skipChildren();
    parser.finishToken();
    return Arrays.copyOfRange(body, start, here(parser));
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private static int here(JsonParser parser) {
    return (int) parser.currentLocation().getByteOffset();
  }
}
