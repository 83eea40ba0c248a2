package dev.sluice.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The keys of sluice.yaml below one of them, so that a property is found in each form in which
/// Spring Boot lets it be written: `first-token`, `firstToken` and `FIRSTTOKEN` are `first_token`.
/// What it does not know, it leaves to the loader, which says so.
///
/// The list is a resource, made of the schema that docs/configuration.md describes: a line for each
/// key that takes a single value, with the words that it takes; `*` is a name, `[]` an element of a
/// list.
final class KnownKeys {
  /// The name of the resource.
  static final String FILE = "known-keys";

  private static final String ANY = "*";
  private static final String ITEM = "[]";
  private static final KnownKeys NONE = new KnownKeys();

  private final Map<String, KnownKeys> below = new LinkedHashMap<>();
  private boolean single;
  private Set<String> words = Set.of();

  /// Reads the list.
  static KnownKeys load() {
    var root = new KnownKeys();
    try (InputStream in = Objects.requireNonNull(KnownKeys.class.getResourceAsStream(FILE), FILE);
        var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      lines.lines().map(line -> List.of(line.split(" ", -1))).forEach(root::add);
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(List<String> line) {
    KnownKeys at = this;
    for (String element : line.getFirst().replace(ITEM, "." + ITEM).split("\\.", -1)) {
      at = at.below.computeIfAbsent(element, _ -> new KnownKeys());
    }
    at.single = true;
    at.words = Set.copyOf(line.subList(1, line.size()));
  }

  /// Returns the key that an element of a property's name means.
  String key(String element) {
    if (below.containsKey(element)) {
      return element;
    }
    return below.keySet().stream().filter(key -> isSame(key, element)).findFirst().orElse(element);
  }

  /// Whether there is such a key.
  boolean has(String element) {
    return below.containsKey(key(element));
  }

  /// Returns the keys below one of them.
  KnownKeys below(String key) {
    KnownKeys known = below.get(key);
    return known != null ? known : below.getOrDefault(ANY, NONE);
  }

  /// Returns the keys below an element of a list.
  KnownKeys item() {
    return below.getOrDefault(ITEM, NONE);
  }

  /// Whether only a list may stand here, so that a single value is one with commas.
  boolean isList() {
    return below.containsKey(ITEM) && !single;
  }

  /// Returns a value as the loader reads it. YAML as Spring Boot reads it makes truth values of
  /// `on` and `off`.
  String text(Object value) {
    if (value instanceof Boolean truth) {
      String word = truth ? "on" : "off";
      return words.contains(word) ? word : truth.toString();
    }
    return value.toString();
  }

  /// Whether two names are the same in Spring Boot's eyes.
  static boolean isSame(String one, String other) {
    return uniform(one).equals(uniform(other));
  }

  private static String uniform(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }
}
