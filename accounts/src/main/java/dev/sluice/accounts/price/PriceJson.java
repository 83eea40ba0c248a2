package dev.sluice.accounts.price;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A reader of JSON as maps, lists, texts, `BigDecimal`s, booleans and nulls.
final class PriceJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, true).build();

  private PriceJson() {}

  /// Reads a JSON document.
  ///
  /// @throws PriceProblem if it is no JSON; the message says where
  static @Nullable Object read(InputStream in) throws IOException, PriceProblem {
    try (JsonParser parser = JSON.createParser(in)) {
      return onlyValue(parser);
    } catch (JsonParseException e) {
      throw new PriceProblem(
          "is no JSON: %s, in line %d"
              .formatted(e.getOriginalMessage(), e.getLocation().getLineNr()));
    }
  }

  private static @Nullable Object onlyValue(JsonParser parser) throws IOException, PriceProblem {
    parser.nextToken();
    Object value = value(parser);
    if (parser.nextToken() != null) {
      throw new PriceProblem("something follows the end of its JSON");
    }
    return value;
  }

  private static @Nullable Object value(JsonParser at) throws IOException, PriceProblem {
    return switch (at.currentToken()) {
      case START_OBJECT -> object(at);
      case START_ARRAY -> array(at);
      case VALUE_STRING -> at.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> at.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new PriceProblem("is empty");
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser at)
      throws IOException, PriceProblem {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    while (at.nextToken() != JsonToken.END_OBJECT) {
      String name = at.currentName();
      at.nextToken();
      fields.put(name, value(at));
    }
    return fields;
  }

  private static List<@Nullable Object> array(JsonParser at) throws IOException, PriceProblem {
    var values = new ArrayList<@Nullable Object>();
    while (at.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(at));
    }
    return values;
  }
}
