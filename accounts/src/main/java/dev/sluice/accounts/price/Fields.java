package dev.sluice.accounts.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of one object of a table, with errors that name the field.
record Fields(Map<?, ?> all) {

  /// Makes the fields of an object; `what` says in an error which fields it must have.
  static Fields of(@Nullable Object value, String what) throws PriceProblem {
    if (value instanceof Map<?, ?> map) {
      return new Fields(map);
    }
    throw new PriceProblem("must be an object with " + what);
  }

  private Optional<Object> get(String name) {
    return Optional.ofNullable(all.get(name));
  }

  boolean has(String name) {
    return all.get(name) != null;
  }

  String text(String name, String otherwise) throws PriceProblem {
    Optional<Object> found = get(name);
    if (found.isEmpty()) {
      return otherwise;
    }
    if (found.get() instanceof String text) {
      return text;
    }
    throw new PriceProblem("`" + name + "` must be a text");
  }

  String need(String name) throws PriceProblem {
    String text = text(name, "");
    if (text.isBlank()) {
      throw new PriceProblem("`" + name + "` is missing");
    }
    return text;
  }

  Optional<BigDecimal> number(String name) throws PriceProblem {
    Optional<Object> found = get(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof BigDecimal number) {
      return Optional.of(number);
    }
    throw new PriceProblem("`" + name + "` must be a number");
  }

  /// The numbers of an object, by their names; none where it is not there.
  Map<String, BigDecimal> numbers(String name) throws PriceProblem {
    Optional<Object> found = get(name);
    if (found.isEmpty()) {
      return Map.of();
    }
    if (!(found.get() instanceof Map<?, ?> map)) {
      throw new PriceProblem("`" + name + "` must be an object of numbers");
    }
    var numbers = new HashMap<String, BigDecimal>();
    for (Object key : map.keySet()) {
      String text = String.valueOf(key);
      new Fields(map).number(text).ifPresent(number -> numbers.put(text, number));
    }
    return numbers;
  }

  Optional<Long> count(String name) throws PriceProblem {
    Optional<BigDecimal> number = number(name);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    try {
      long count = number.get().longValueExact();
      if (count >= 0) {
        return Optional.of(count);
      }
    } catch (ArithmeticException _) {
      // Told below.
    }
    throw new PriceProblem("`" + name + "` must be a whole number, 0 or more");
  }

  Optional<LocalDate> date(String name) throws PriceProblem {
    String text = text(name, "");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      throw new PriceProblem("`" + name + "` must be a date such as 2026-11-26; it is " + text);
    }
  }

  List<?> list(String name) throws PriceProblem {
    Optional<Object> found = get(name);
    if (found.isEmpty()) {
      return List.of();
    }
    if (found.get() instanceof List<?> list) {
      return list;
    }
    throw new PriceProblem("`" + name + "` must be a list");
  }

  /// The texts of a list.
  List<String> texts(String name) throws PriceProblem {
    var texts = new ArrayList<String>();
    for (Object one : list(name)) {
      if (!(one instanceof String text)) {
        throw new PriceProblem("`" + name + "` must be a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  /// Says which field is none of those that there are.
  void only(Set<String> known) throws PriceProblem {
    for (Object name : all.keySet()) {
      if (!known.contains(String.valueOf(name))) {
        throw new PriceProblem("`" + name + "` is not known; known are " + known);
      }
    }
  }
}
