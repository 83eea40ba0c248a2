package dev.sluice.sim.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.sim.wire.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Answers `/embeddings`: reads the inputs in each of their forms, and renders their vectors.
final class Embeddings {
  private static final int MAX_INPUTS = 2048;
  private static final int MAX_DIMENSIONS = 8192;
  private static final int MAX_TOKENS_EACH = 8192;
  private static final int MAX_TOKENS = 300_000;
  private static final Item WRONG = new Item(-1, 1);

  private final List<Item> items = new ArrayList<>();
  private boolean base64;
  private int dimensions;

  /// An input to embed, by its hash.
  private record Item(long hash, long tokens) {}

  private Embeddings(int dimensions) {
    this.dimensions = dimensions;
  }

  /// Reads a request.
  ///
  /// @param dimensions of a vector, if it does not say
  static Embeddings read(byte[] body, int dimensions) throws Refusal {
    Embeddings embeddings = new Embeddings(dimensions);
    try (JsonParser parser = JsonReading.FACTORY.createParser(body)) {
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        embeddings.property(parser, name);
      }
    } catch (IOException e) {
      throw JsonReading.refused();
    }
    embeddings.check();
    return embeddings;
  }

  long tokens() {
    return items.stream().mapToLong(Item::tokens).sum();
  }

  byte[] render(String model, Shape shape, Vectors vectors) {
    int count = Math.max(0, items.size() + shape.extra());
    Bytes out = new Bytes(256 + count * dimensions * (base64 ? 6 : 12));
    out.ascii("{\"object\":\"list\",\"data\":[");
    Shape.Listing listing = shape.listing(count);
    int[] places = listing.places(count);
    for (int i = 0; i < places.length; i++) {
      int place = places[i];
      boolean wrong = listing == Shape.Listing.CONTRADICTORY && i == count;
      out.ascii(i > 0 ? "," : "").ascii("{\"object\":\"embedding\",\"index\":").number(place);
      Item item = wrong ? WRONG : items.get(place % items.size());
      vector(out.ascii(",\"embedding\":"), vectors.at(place, new Vector(item.hash(), dimensions)));
      out.ascii("}");
    }
    out.ascii("],\"model\":").quoted(model);
    return UsageJson.embeddings(out, tokens(), shape.usage()).ascii("}").array();
  }

  private void vector(Bytes out, Vector vector) {
    if (base64) {
      vector.base64(out);
    } else {
      vector.decimals(out);
    }
  }

  private void property(JsonParser parser, String name) throws IOException, Refusal {
    switch (name) {
      case "input" -> input(parser);
      case "encoding_format" -> base64 = parser.getText().equals("base64");
      case "dimensions" -> dimensions(parser);
      default -> parser.skipChildren();
    }
  }

  private void dimensions(JsonParser parser) throws IOException, Refusal {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    dimensions = parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : 0;
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      String most = Integer.toString(MAX_DIMENSIONS);
      throw new Refusal(Wrong.outside("dimensions", "1", most, parser.getText()));
    }
  }

  private void input(JsonParser parser) throws IOException, Refusal {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      items.add(text(parser));
      return;
    }
    JsonToken first = parser.nextToken();
    if (first == JsonToken.VALUE_NUMBER_INT) {
      items.add(tokens(parser));
      return;
    }
    for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      items.add(item(parser, token));
    }
  }

  private Item item(JsonParser parser, JsonToken token) throws IOException, Refusal {
    return switch (token) {
      case VALUE_STRING -> text(parser);
      case START_ARRAY -> {
        parser.nextToken();
        yield tokens(parser);
      }
      default -> throw new Refusal(invalid());
    };
  }

  private static Item text(JsonParser parser) throws IOException, Refusal {
    char[] chars = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int length = parser.getTextLength();
    if (length == 0) {
      throw new Refusal(invalid());
    }
    return new Item(hash(chars, from, length), Math.ceilDiv(length, 4));
  }

  /// What the vector of a text is drawn from.
  static long hash(char[] chars, int from, int length) {
    long hash = 7;
    for (int i = from; i < from + length; i++) {
      hash = mix(hash, chars[i]);
    }
    return hash;
  }

  /// The parser stands at the first token of a list of them.
  private static Item tokens(JsonParser parser) throws IOException, Refusal {
    long hash = 11;
    int count = 0;
    for (; parser.currentToken() != JsonToken.END_ARRAY; parser.nextToken(), count++) {
      require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
      hash = mix(hash, parser.getLongValue());
    }
    require(count > 0);
    return new Item(hash, count);
  }

  private static void require(boolean valid) throws Refusal {
    if (!valid) {
      throw new Refusal(invalid());
    }
  }

  private void check() throws Refusal {
    if (items.isEmpty()) {
      throw new Refusal(invalid());
    }
    if (tokens() > MAX_TOKENS || items.stream().anyMatch(i -> i.tokens() > MAX_TOKENS_EACH)) {
      String message =
          "Invalid 'input': at most %d tokens each and %d together"
              .formatted(MAX_TOKENS_EACH, MAX_TOKENS);
      throw new Refusal(OpenAiError.invalid("input", null, message));
    }
    if (items.size() > MAX_INPUTS) {
      String message = "Invalid 'input': at most " + MAX_INPUTS + " inputs, got " + items.size();
      throw new Refusal(OpenAiError.invalid("input", "array_above_max_length", message));
    }
  }

  private static OpenAiError invalid() {
    return OpenAiError.invalid(
        "input", null, "'$.input' is invalid. Please check the API reference.");
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }
}
