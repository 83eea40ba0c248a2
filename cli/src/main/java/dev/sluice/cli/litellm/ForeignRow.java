package dev.sluice.cli.litellm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A row of a table of LiteLLM's: texts by column, empty where there is nothing.
record ForeignRow(Map<String, String> columns) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A row of which nothing is known.
  static final ForeignRow NONE = new ForeignRow(Map.of());

  /// Beyond the exponents of doubles, arithmetic would take long.
  private static final long LARGEST_SCALE = 400;

  private static final List<String> BUDGET =
      List.of("max_budget", "budget_duration", "budget_reset_at");

  /// Texts of what is there without saying anything.
  private static final Set<String> NOTHING = Set.of("", "{}", "[]", "null", "\"{}\"", "false", "f");

  /// This row, with the budget and the limits of another one where it has none of its own.
  ForeignRow or(ForeignRow named) {
    Map<String, String> merged = new HashMap<>(named.columns);
    if (has("max_budget")) {
      BUDGET.forEach(merged::remove);
    }
    columns.forEach((column, text) -> merged.merge(column, text, (a, b) -> b.isEmpty() ? a : b));
    return new ForeignRow(merged);
  }

  /// The text of a column; empty where it has none.
  String text(String column) {
    return columns.getOrDefault(column, "").strip();
  }

  /// Whether a column says something.
  boolean has(String column) {
    return !NOTHING.contains(text(column));
  }

  boolean flag(String column) {
    return text(column).equals("true") || text(column).equals("t");
  }

  /// A finite number; empty where there is none.
  ///
  /// @throws NotTaken if there is something else
  Optional<BigDecimal> number(String column) throws NotTaken {
    String text = text(column);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var number = new BigDecimal(text);
      if (Math.abs((long) number.scale()) <= LARGEST_SCALE) {
        return Optional.of(number);
      }
    } catch (NumberFormatException notFinite) {
      // Told below.
    }
    throw new NotTaken("its " + column + " is no number");
  }

  /// An instant, in milliseconds since 1970; 0 where there is none.
  long instant(String column) throws NotTaken {
    return number(column).map(BigDecimal::longValue).orElse(0L);
  }

  /// A list of texts.
  ///
  /// @throws NotTaken if there is something else
  List<String> list(String column) throws NotTaken {
    if (!has(column)) {
      return List.of();
    }
    try {
      JsonNode array = JSON.readTree(text(column));
      if (array.isArray()) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
      }
    } catch (JsonProcessingException none) {
      // Told below.
    }
    throw new NotTaken("its " + column + " is no list");
  }
}
