package dev.sluice.dialect.embed;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A reader of the properties of requests and answers.
final class EmbeddingProperties {
  private static final JsonReader REQUESTS =
      JsonReader.of(
          "input",
          "texts",
          "inputs",
          "content",
          "parts",
          "requests",
          "instances",
          "parameters",
          "embedding_types",
          "embedContentConfig",
          "embed_content_config");

  /// The reader of answers, which passes over lists of numbers.
  private static final JsonReader ANSWERS =
      JsonReader.of(
          "data",
          "embeddings",
          "base64",
          "usage",
          "usageMetadata",
          "meta",
          "billed_units",
          "predictions",
          "statistics");

  /// The heap bytes of a property beside its value, and of an input beside its text: of their path
  /// above all.
  private static final long OTHER = 96;

  private EmbeddingProperties() {}

  /// Returns an input that is a text.
  static EmbeddingInput input(JsonNode text) {
    text.counting(OTHER);
    return new EmbeddingInput.Text(text.path(), text.text());
  }

  static JsonNode request(byte[] body, HeapMeter meter) {
    try {
      return REQUESTS.read(body, meter);
    } catch (NotJsonException e) {
      throw new Untranslatable("", "cannot be read: " + e.getMessage());
    }
  }

  static JsonNode answer(byte[] body, HeapMeter meter) {
    return answer(ANSWERS, body, meter);
  }

  static JsonNode answer(JsonReader reader, byte[] body, HeapMeter meter) {
    try {
      return reader.read(body, meter);
    } catch (NotJsonException e) {
      throw malformed("it is no JSON: " + e.getMessage());
    }
  }

  static BrokenAnswer malformed(String what) {
    return new BrokenAnswer(
        AnswerFault.malformed("the answer has no vectors that can be used: " + what));
  }

  /// The first of the properties called `names` that the object has.
  static @Nullable JsonNode first(JsonNode object, String... names) {
    for (String name : names) {
      JsonNode value = object.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  static Optional<Stated<Long>> whole(JsonNode object, String... names) {
    JsonNode value = first(object, names);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Stated<>(value.path(), Long.parseLong(value.text())));
    } catch (NumberFormatException e) {
      throw new Untranslatable(value, "must be a whole number");
    }
  }

  static Optional<Stated<String>> text(JsonNode object, String... names) {
    JsonNode value = first(object, names);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.is(JsonKind.STRING)) {
      throw new Untranslatable(value, "must be a string");
    }
    return Optional.of(new Stated<>(value.path(), value.text()));
  }

  static Optional<Stated<NumberType>> type(JsonNode object, String name) {
    return text(object, name).map(type -> named(type, NumberType::named));
  }

  static Optional<Stated<EmbeddingTask>> task(JsonNode object, String... names) {
    return text(object, names).map(task -> named(task, EmbeddingTask::named));
  }

  /// The value that a name stands for; an unknown name is refused.
  static <T> Stated<T> named(Stated<String> name, Function<String, Optional<T>> meaning) {
    return meaning
        .apply(name.value())
        .map(value -> new Stated<>(name.path(), value))
        .orElseThrow(() -> new Untranslatable(name.path(), "is a value that Sluice does not know"));
  }

  static Optional<Stated<Boolean>> flag(JsonNode object, String... names) {
    JsonNode value = first(object, names);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.is(JsonKind.BOOLEAN)) {
      throw new Untranslatable(value, "must be true or false");
    }
    return Optional.of(new Stated<>(value.path(), value.text().equals("true")));
  }

  /// The properties whose names are not in `known`, and that are not null.
  static List<Stated<RawJson>> others(JsonNode object, Set<String> known) {
    List<Stated<RawJson>> others = new ArrayList<>();
    for (JsonNode child : object.children()) {
      if (!known.contains(child.name()) && !child.is(JsonKind.NULL)) {
        child.counting(OTHER);
        others.add(new Stated<>(child.path(), child.raw()));
      }
    }
    return others;
  }
}
