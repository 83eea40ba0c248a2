package dev.sluice.sim.dialect;

import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/// Errors for a wrong property, in OpenAI's words.
final class Wrong {
  private Wrong() {}

  static OpenAiError missing(String name) {
    String message = "Missing required parameter: '" + name + "'.";
    return OpenAiError.invalid(name, "missing_required_parameter", message);
  }

  static OpenAiError type(String name, String expected, @Nullable JsonToken found) {
    String message =
        "Invalid type for '%s': expected %s, but got %s instead."
            .formatted(name, expected, name(found));
    return OpenAiError.invalid(name, "invalid_type", message);
  }

  static OpenAiError empty(String name) {
    String message =
        ("Invalid '%s': empty array. Expected an array with minimum length 1, but got an empty"
                + " array instead.")
            .formatted(name);
    return OpenAiError.invalid(name, "empty_array", message);
  }

  static OpenAiError outside(String name, String least, String most, String found) {
    String shown = found.length() > 40 ? found.substring(0, 40) + "..." : found;
    String message =
        "Invalid '%s': Expected a value from %s to %s, but got %s instead."
            .formatted(name, least, most, shown);
    return OpenAiError.invalid(name, "invalid_value", message);
  }

  private static String name(@Nullable JsonToken token) {
    return switch (token) {
      case null -> "nothing";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a decimal";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "null";
    };
  }
}
