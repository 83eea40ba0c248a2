package dev.sluice.server.config.reader;

import dev.sluice.accounts.price.ModelPrice;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.call.text.Nearest;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.config.value.Quoted;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.config.SluiceConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Notes about names that name nothing in the same configuration: rows and discounts of prices,
/// limits of models, what keys may call, and patterns that are written as regular expressions. Each
/// may be meant for what comes later, so that none is an error.
final class UnmatchedPatterns {
  /// How often patterns are compared with names at most: a start shall not wait for notes.
  private static final long MOST = 100_000;

  /// How many notes are made at most: nobody reads more.
  private static final int NOTES = 100;

  /// The regular expression for any characters. Behind a digit a dot is a version's: `gpt-4.*`
  /// means 4.1 and 4.5.
  private static final String ANY_CHARACTERS = "(?<!\\d)\\.\\*";

  /// Characters that no name has, so that a pattern with them is a regular expression. Names may
  /// have brackets.
  private static final Pattern REGEX =
      Pattern.compile(ANY_CHARACTERS + "|\\.\\+|\\\\.|^\\^|\\$$|\\|");

  /// Characters that stand for more than one text even where the rest is no regular expression.
  private static final Pattern CHOICE = Pattern.compile("[|()\\[\\]+?{}]");

  private final SluiceConfig config;
  private final Doc doc;
  private final ModelNames names;
  private long left = MOST;
  private int notes;

  private UnmatchedPatterns(SluiceConfig config, Doc doc) {
    this.config = config;
    this.doc = doc;
    this.names = ModelNames.of(config);
  }

  /// Adds a note to the document for each pattern that matches nothing.
  static void note(SluiceConfig config, Doc doc) {
    UnmatchedPatterns patterns = new UnmatchedPatterns(config, doc);
    patterns.routes();
    patterns.keys();
    patterns.prices();
    patterns.priced("discounts", config.money().discounts().keySet());
    patterns.priced("default_tier", config.money().usualTiers().keySet());
    config.gateway().providers().forEach(patterns::tier);
    patterns.limits();
  }

  private void routes() {
    for (RouteConfig route : config.gateway().routes()) {
      for (int i = 0; i < route.models().size(); i++) {
        String model = route.models().get(i);
        if (looksLikeRegex(model)) {
          regex(model, "routes", route.name(), "models", "" + i);
        }
      }
    }
  }

  private static boolean looksLikeRegex(String pattern) {
    return REGEX.matcher(pattern).find();
  }

  /// Keys of the file; their places are those of the list that they stand in.
  private void keys() {
    Set<String> routes =
        config.gateway().routes().stream().map(RouteConfig::name).collect(Collectors.toSet());
    List<String> list = new ArrayList<>(List.of("server", "keys"));
    if (doc.position("server", "keys", "list").isPresent()) {
      list.add("list");
    }
    List<ClientKey> keys = config.server().keys();
    for (int i = 0; i < keys.size(); i++) {
      KeyScope scope = keys.get(i).client().terms().scope();
      List<String> key = with(list, "" + i);
      scope(scope.models(), names.asked(), "model that a route answers for", with(key, "models"));
      if (!config.gateway().discover()) {
        scope(scope.routes(), routes, "route", with(key, "routes"));
      }
    }
  }

  private void scope(
      List<String> patterns, Set<String> candidates, String what, List<String> path) {
    for (int i = 0; i < patterns.size(); i++) {
      String[] at = with(path, "" + i).toArray(String[]::new);
      unmatched(patterns.get(i), candidates, what, at);
    }
  }

  private void prices() {
    if (doc.position("prices", "models").isEmpty()) {
      return;
    }
    List<ModelPrice> rows = config.money().own().getFirst().rows();
    for (int i = 0; i < rows.size(); i++) {
      price(rows.get(i), "" + i);
    }
  }

  private void price(ModelPrice row, String index) {
    Set<String> candidates = new HashSet<>();
    for (ProviderConfig provider : config.gateway().providers()) {
      candidates.add(provider.name());
      candidates.add(provider.type().name().toLowerCase(Locale.ROOT));
    }
    if (!candidates.contains(row.provider())) {
      String what = "is no provider's name or type, is " + Quoted.of(row.provider());
      note(what + near(row.provider(), candidates), "prices", "models", index, "provider");
      return;
    }
    Set<String> sent =
        config.gateway().providers().stream()
            .filter(provider -> isOf(row.provider(), provider))
            .flatMap(provider -> names.sent().getOrDefault(provider.name(), Set.of()).stream())
            .collect(Collectors.toSet());
    unmatched(
        row.model().text(),
        sent,
        "model that a target of it asks for",
        "prices",
        "models",
        index,
        "model");
  }

  /// @param section of the prices, which says something of providers
  private void priced(String section, Set<String> providers) {
    Set<String> candidates =
        config.gateway().providers().stream().map(ProviderConfig::name).collect(Collectors.toSet());
    for (String provider : providers) {
      if (!candidates.contains(provider)) {
        note("is of no provider" + near(provider, candidates), "prices", section, provider);
      }
    }
  }

  /// A word that no price has a factor for counts as the usual tier.
  private void tier(ProviderConfig provider) {
    String tier = config.money().usualTiers().getOrDefault(provider.name(), "");
    if (tier.isEmpty()) {
      return;
    }
    Set<String> candidates =
        config.money().tables().stream()
            .flatMap(table -> table.rows().stream())
            .filter(row -> isOf(row.provider(), provider))
            .flatMap(row -> row.extras().serviceTiers().keySet().stream())
            .collect(Collectors.toSet());
    if (!candidates.contains(tier)) {
      String what = "is a tier that no price of it has a factor for, is " + Quoted.of(tier);
      note(what + near(tier, candidates), "prices", "default_tier", provider.name());
    }
  }

  private static boolean isOf(String name, ProviderConfig provider) {
    return provider.name().equals(name) || provider.type().name().equalsIgnoreCase(name);
  }

  private void limits() {
    for (Map.Entry<String, QuotaConfig> quota : config.gateway().quotas().entrySet()) {
      Set<String> sent = names.sent().getOrDefault(quota.getKey(), Set.of());
      for (String model : quota.getValue().limits().keySet()) {
        if (!model.equals(QuotaConfig.ANY)) {
          unmatched(
              model,
              sent,
              "model that a target of it asks for",
              "providers",
              quota.getKey(),
              "limits",
              model);
        }
      }
    }
  }

  /// @param what of which kind the names are
  private void unmatched(String pattern, Set<String> candidates, String what, String... path) {
    left -= candidates.size();
    if (left < 0) {
      return;
    }
    if (ModelNames.anyMatches(pattern, candidates)) {
      return;
    }
    if (looksLikeRegex(pattern)) {
      regex(pattern, path);
    } else {
      note("matches no " + what + ", is " + Quoted.of(pattern) + near(pattern, candidates), path);
    }
  }

  private void regex(String pattern, String... path) {
    String plain =
        pattern.replaceAll("^\\^|\\$$", "").replaceAll(ANY_CHARACTERS, "*").replace("\\", "");
    boolean one = !looksLikeRegex(plain) && !CHOICE.matcher(plain).find();
    String remedy = one ? "write " + Quoted.of(plain) : "write each name by itself";
    note(
        "looks like a regular expression, is %s: %s; * alone stands for any characters"
            .formatted(Quoted.of(pattern), remedy),
        path);
  }

  private static String near(String text, Set<String> candidates) {
    List<String> near = Nearest.of(text, candidates);
    return near.isEmpty() ? "" : ": did you mean " + String.join(" or ", near) + "?";
  }

  private void note(String what, String... path) {
    if (notes++ >= NOTES) {
      return;
    }
    doc.position(path).ifPresent(at -> doc.note(at, name(path), what));
  }

  /// The full name of a key: `routes.fast.models[0]`.
  private static String name(String... path) {
    StringBuilder name = new StringBuilder();
    for (String key : path) {
      boolean index = key.matches("\\d+");
      name.append(index ? "[" + key + "]" : (name.isEmpty() ? "" : ".") + key);
    }
    return name.toString();
  }

  private static List<String> with(List<String> path, String more) {
    List<String> longer = new ArrayList<>(path);
    longer.add(more);
    return longer;
  }
}
