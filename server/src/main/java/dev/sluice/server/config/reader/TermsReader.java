package dev.sluice.server.config.reader;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.AskedWords;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.CacheRight;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Overrun;
import dev.sluice.call.request.Band;
import dev.sluice.call.text.EnumWords;
import dev.sluice.config.ConfigNames;
import dev.sluice.config.value.ConditionText;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Counts;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.client.ClientKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The reader of what a key may do: one of `server.keys`, or of a file of teams.
final class TermsReader {
  private static final Type<Band> BAND = Types.oneOf(Band.class, EnumWords::of);
  private static final Type<String> WORD = Types.oneOf(words());
  private static final Type<String> OPERATION =
      text -> ConfigNames.isPassThrough(text) ? passThrough(text) : WORD.read(text);
  private static final Type<CacheRight> CACHE = Types.oneOf(CacheRight.class, EnumWords::of);

  private TermsReader() {}

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    AskedWords.all().forEach(word -> words.put(word, word));
    return words;
  }

  private static String passThrough(String text) throws ConfigProblem {
    if (!AskedWords.isPassThrough(text)) {
      throw new ConfigProblem("must be passthrough:NAME, or passthrough:* for all");
    }
    return text;
  }

  static KeyTerms read(Section in) {
    return terms(in, TermsReader::limits);
  }

  /// Reads what a key of a store may do, whose limits have no condition.
  static KeyTerms stored(Section in) {
    return terms(in, TermsReader::limitsOfAllCalls);
  }

  private static KeyTerms terms(Section in, Function<Section, KeyLimits> limits) {
    AskedWords asked = AskedWords.read("operations", operations(in));
    return new KeyTerms(
        new KeyScope(
            list(in, "models", TermsReader::pattern, KeyScope.MOST),
            list(in, "routes", TermsReader::pattern, KeyScope.MOST),
            asked),
        bands(in),
        in.get("cache", CACHE, CacheRight.FULL),
        in.in("limits", limits),
        budget(in));
  }

  private static List<String> operations(Section in) {
    return in.has("operations") ? in.list("operations", OPERATION) : List.of();
  }

  /// Reads what a key or a team may spend.
  static BudgetTerms budget(Section in) {
    return new BudgetTerms(
        list(in, "budgets", TermsReader::budget, BudgetTerms.MOST),
        in.get("strict", Types.BOOLEAN, false),
        in.get("overrun", MoneyReader.OVERRUN, Overrun.USUAL));
  }

  private static List<String> list(Section in, String name, Type<String> type, int most) {
    List<String> items = in.list(name, type);
    if (items.size() > most) {
      in.fail(name, "must be at most %d; it is %d".formatted(most, items.size()));
      return List.of();
    }
    return items;
  }

  private static KeyBands bands(Section in) {
    KeyBands standard = KeyBands.upTo(in.get("priority", BAND, ClientKey.HIGHEST));
    Band usual = in.get("default_priority", BAND, standard.usual());
    if (usual.compareTo(standard.highest()) < 0) {
      in.fail(
          "default_priority", "must not be above priority, " + EnumWords.of(standard.highest()));
      return standard;
    }
    return new KeyBands(standard.highest(), usual);
  }

  private static KeyLimits limits(Section in) {
    var limits =
        new KeyLimits(
            in.get("rpm", Counts.COUNT_OR_NONE, 0L),
            in.get("tpm", Counts.COUNT_OR_NONE, 0L),
            in.get("concurrent", Counts.COUNT_OR_NONE, 0L),
            in.get("when", new ConditionText()));
    if (limits.when().isPresent() && limits.isNone()) {
      in.fail("when", "needs a limit beside it: add rpm, tpm or concurrent");
    }
    return limits;
  }

  private static KeyLimits limitsOfAllCalls(Section in) {
    if (in.has("when")) {
      in.fail(
          "when",
          "must not be here: limits.when holds for keys of server.keys and callers of auth.jwt"
              + " alone, and limits of keys of a store hold for all calls; remove it");
    }
    return limits(in);
  }

  private static String pattern(String text) throws ConfigProblem {
    return checked(text, pattern -> new KeyScope(List.of(pattern), List.of(), Set.of()));
  }

  private static String budget(String text) throws ConfigProblem {
    String formed = checked(text, budget -> new BudgetTerms(List.of(budget), false));
    try {
      Budget _ = Budget.parse(formed, false, Overrun.USUAL);
      return formed;
    } catch (PriceProblem e) {
      String why = String.valueOf(e.getMessage());
      throw new ConfigProblem(why.substring(why.indexOf("must")));
    }
  }

  private static String checked(String text, Check check) throws ConfigProblem {
    try {
      Object _ = check.of(text);
      return text;
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw new ConfigProblem(why.substring(why.indexOf("must"), why.indexOf("; it is")));
    }
  }

  @FunctionalInterface
  private interface Check {
    Object of(String text);
  }

  /// Reads an expiry time, in milliseconds since 1970.
  static long instant(String text) throws ConfigProblem {
    try {
      return Instant.parse(text.contains("T") ? text : text + "T00:00:00Z").toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new ConfigProblem(
          "must be a day or an instant in UTC, such as 2027-01-31 or 2027-01-31T18:00:00Z");
    }
  }
}
