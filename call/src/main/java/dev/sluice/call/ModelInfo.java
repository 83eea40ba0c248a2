package dev.sluice.call;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// What is known of a model, as lists of models tell it: only what somebody has said. A number that
/// no model has, and a word that is none, count as not said.
///
/// @param context the most tokens of input and output together
/// @param output the most tokens of one answer
/// @param reads the kinds of input that the model takes (`text`, `image` ...); empty where not
///   known
/// @param writes the kinds of output that it makes; empty where not known
/// @param prices dollars for one token, or for one request, by the names of prices (`input`,
///   `output`, `cache_read`, `cache_write`, `request`); empty where not known
public record ModelInfo(
    OptionalLong context,
    OptionalLong output,
    List<String> reads,
    List<String> writes,
    Map<String, BigDecimal> prices) {
  /// Nothing is known.
  public static final ModelInfo UNKNOWN =
      new ModelInfo(OptionalLong.empty(), OptionalLong.empty(), List.of(), List.of(), Map.of());

  private static final long TOKENS_MAX = 1_000_000_000;
  private static final int KINDS_MAX = 8;
  private static final Pattern KIND = Pattern.compile("[a-z_]{1,16}");

  public ModelInfo {
    context = bounded(context);
    output = bounded(output);
    reads = kinds(reads);
    writes = kinds(writes);
    prices = Map.copyOf(prices);
  }

  /// What is known of the sizes of a model.
  public static ModelInfo sizes(OptionalLong context, OptionalLong output) {
    return new ModelInfo(context, output, List.of(), List.of(), Map.of());
  }

  /// What is known of the prices of a model.
  public static ModelInfo prices(Map<String, BigDecimal> prices) {
    return new ModelInfo(OptionalLong.empty(), OptionalLong.empty(), List.of(), List.of(), prices);
  }

  private static OptionalLong bounded(OptionalLong tokens) {
    boolean sensible =
        tokens.isPresent() && tokens.getAsLong() > 0 && tokens.getAsLong() <= TOKENS_MAX;
    return sensible ? tokens : OptionalLong.empty();
  }

  private static List<String> kinds(List<String> said) {
    return said.stream()
        .filter(kind -> KIND.matcher(kind).matches())
        .distinct()
        .limit(KINDS_MAX)
        .toList();
  }

  /// Adds what another source says and this one does not.
  public ModelInfo or(ModelInfo other) {
    return new ModelInfo(
        context.isPresent() ? context : other.context,
        output.isPresent() ? output : other.output,
        reads.isEmpty() ? other.reads : reads,
        writes.isEmpty() ? other.writes : writes,
        prices.isEmpty() ? other.prices : prices);
  }

  /// What a call may rely on that either of two models answers: the lesser of two sizes, the kinds
  /// that both have, and the dearer of two prices, where both have one.
  public ModelInfo and(ModelInfo other) {
    return new ModelInfo(
        least(context, other.context),
        least(output, other.output),
        common(reads, other.reads),
        common(writes, other.writes),
        dearer(other.prices));
  }

  private static OptionalLong least(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }

  private static List<String> common(List<String> some, List<String> others) {
    if (some.isEmpty() || others.isEmpty()) {
      return some.isEmpty() ? others : some;
    }
    return some.stream().filter(others::contains).toList();
  }

  private Map<String, BigDecimal> dearer(Map<String, BigDecimal> others) {
    var both = new HashMap<String, BigDecimal>();
    prices.forEach(
        (name, price) -> {
          BigDecimal other = others.get(name);
          if (other != null) {
            both.put(name, price.max(other));
          }
        });
    return both;
  }
}
