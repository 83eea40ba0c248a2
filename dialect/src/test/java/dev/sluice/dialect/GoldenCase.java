package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.Translation.RequestResult;
import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.ModelTable;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A case in a file: a title, the two dialects and the model, then sections. A section whose name
/// begins with `->` is what has to come out.
record GoldenCase(String title, Map<String, String> head, Map<String, String> sections) {
  /// Models of the cases for Chat Completions: one that does not think and one that does.
  private static final String OWN =
      """
      {"models": [
        {"match": "plain", "thinks": false, "output": 16384},
        {"match": "thinker", "thinks": true, "output": 128000, "refuses": ["sampling", "stop"],
         "efforts": ["none", "low", "medium", "high"]}
      ]}
      """;

  private static final ModelTable MODELS = ModelTable.builtIn().with(OWN.getBytes(UTF_8));

  static GoldenCase read(Path file) throws IOException {
    String[] parts = Files.readString(file).split("(?m)^--- ", -1);
    List<String> lines = parts[0].lines().toList();
    var head = new LinkedHashMap<String, String>();
    for (int i = 1; i < lines.size(); i++) {
      String[] pair = lines.get(i).split(": ", 2);
      head.put(pair[0], pair[1]);
    }
    var sections = new LinkedHashMap<String, String>();
    for (int i = 1; i < parts.length; i++) {
      int line = parts[i].indexOf('\n');
      sections.put(parts[i].substring(0, line), parts[i].substring(line + 1));
    }
    return new GoldenCase(lines.getFirst(), head, sections);
  }

  /// Whether the provider speaks the client's dialect, so that nothing is translated.
  boolean passes() {
    return dialect("client") == dialect("provider");
  }

  /// The request without what targets of other dialects have sealed in it.
  Optional<Unsealed> unsealed() {
    return dialect("client").unsealed(given("request"), HeapMeter.unbounded());
  }

  Translation translation() {
    return Translation.of(dialect("client"), dialect("provider"));
  }

  TargetRules rules() {
    String model = named("model");
    String surface = head.getOrDefault("surface", "current");
    return new TargetRules(
        model,
        MODELS.facts(model),
        new Seals(named("provider"), "p", model, "k"),
        0,
        ChatSurface.valueOf(surface.toUpperCase(Locale.ROOT)),
        true,
        "true".equals(head.get("strict")));
  }

  /// The request, translated. Gemini's clients say in the path what is asked, and how.
  RequestResult ask() {
    byte[] body = given("request");
    return dialect("client") == WireDialect.GEMINI
        ? translation()
            .request(
                body, "asked", "true".equals(head.get("stream")), rules(), HeapMeter.unbounded())
        : translation().request(body, rules(), HeapMeter.unbounded());
  }

  private String named(String name) {
    return Objects.requireNonNull(head.get(name), name);
  }

  /// The section of that name, which the case must have.
  byte[] given(String section) {
    return Objects.requireNonNull(bytes(section), section);
  }

  private WireDialect dialect(String side) {
    return WireDialect.valueOf(named(side).toUpperCase(Locale.ROOT));
  }

  /// Null where the case has no such section.
  byte @Nullable [] bytes(String section) {
    String text = sections.get(section);
    return text == null ? null : text.getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return title;
  }
}
