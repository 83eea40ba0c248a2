package dev.sluice.dialect.rule;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.ModelFacts.Thinks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The facts of models, by name. A row's `match` is a name, or the beginning of names with a `*`
/// behind it; the longest match counts, and a later table's row goes before an earlier one's.
///
/// Immutable and safe for any number of threads.
public final class ModelTable {
  private static final String BUILT_IN = "models.json";

  /// What Bedrock puts in front of a model's name: perhaps the region of an inference profile, and
  /// the publisher.
  private static final Pattern PUBLISHER =
      Pattern.compile(
          "(?:[a-z-]{2,7}\\.)?(?:anthropic|openai|google|mistral|meta|deepseek|qwen)\\.");

  private record Row(String match, ModelFacts facts) {
    boolean fits(String name) {
      return match.endsWith("*")
          ? name.startsWith(match.substring(0, match.length() - 1))
          : name.equals(match);
    }
  }

  private final List<Row> rows;

  private ModelTable(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /// The table that comes with the gateway; reads a resource.
  public static ModelTable builtIn() {
    try (InputStream in = ModelTable.class.getResourceAsStream(BUILT_IN)) {
      if (in == null) {
        throw new IllegalStateException(BUILT_IN + " is missing");
      }
      return new ModelTable(List.of()).with(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The table of an operator alone.
  ///
  /// @throws IllegalArgumentException if `json` is no such table; the message names the row
  public static ModelTable of(byte[] json) {
    return new ModelTable(List.of()).with(json);
  }

  /// A copy of this table with the rows of `json`, which go before its own.
  ///
  /// @throws IllegalArgumentException if `json` is no such table; the message names the row
  public ModelTable with(byte[] json) {
    JsonNode models;
    try {
      models = JsonReader.WHOLE.read(json, HeapMeter.unbounded()).get("models");
    } catch (NotJsonException e) {
      throw new IllegalArgumentException("models: " + e.getMessage(), e);
    }
    if (models == null || !models.is(JsonKind.ARRAY)) {
      throw new IllegalArgumentException("models: there is no array of this name");
    }
    var all = new ArrayList<Row>();
    for (JsonNode row : models.children()) {
      all.add(row(row));
    }
    all.addAll(rows);
    return new ModelTable(all);
  }

  /// The known facts of a model.
  ///
  /// @param name the model's name, with or without a vendor's name and a slash before it, or, as at
  ///   Bedrock, a region and a publisher with dots
  public ModelFacts facts(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    Matcher publisher = PUBLISHER.matcher(last);
    String plain = publisher.lookingAt() ? last.substring(publisher.end()) : last;
    int best = -1;
    ModelFacts facts = ModelFacts.UNKNOWN;
    for (Row row : rows) {
      if (row.match.length() > best && row.fits(plain)) {
        best = row.match.length();
        facts = row.facts;
      }
    }
    return facts;
  }

  private static Row row(JsonNode row) {
    String match = row.string("match");
    if (match == null || match.isEmpty()) {
      throw new IllegalArgumentException(row.path() + ".match: a name is needed");
    }
    Thinks thinks =
        row.get("thinks") == null ? Thinks.UNKNOWN : row.isTrue("thinks") ? Thinks.YES : Thinks.NO;
    var facts =
        new ModelFacts(
            row.number("context", 0), row.number("output", 0), thinks, limits(row), efforts(row));
    return new Row(match, facts);
  }

  private static Set<Limit> limits(JsonNode row) {
    var limits = EnumSet.noneOf(Limit.class);
    JsonNode refuses = row.get("refuses");
    for (JsonNode limit : refuses == null ? List.<JsonNode>of() : refuses.children()) {
      try {
        limits.add(Limit.valueOf(limit.text().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException unknown) {
        throw new IllegalArgumentException(
            limit.path()
                + ": \""
                + limit.text()
                + "\" is none of "
                + EnumSet.allOf(Limit.class).toString().toLowerCase(Locale.ROOT),
            unknown);
      }
    }
    return Collections.unmodifiableSet(limits);
  }

  private static Set<String> efforts(JsonNode row) {
    var efforts = new LinkedHashSet<String>();
    JsonNode listed = row.get("efforts");
    for (JsonNode effort : listed == null ? List.<JsonNode>of() : listed.children()) {
      efforts.add(effort.text());
    }
    return Collections.unmodifiableSet(efforts);
  }
}
