package dev.sluice.accounts.key;

import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.store.Sql.Row;
import dev.sluice.accounts.terms.AskedWords;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.CacheRight;
import dev.sluice.accounts.terms.Credit;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.accounts.terms.Words;
import dev.sluice.call.request.Band;
import dev.sluice.call.text.EnumWords;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Teams and keys as columns: those of the store's tables, and of the last copy on disk.
final class KeyRows {
  private KeyRows() {}

  static Team team(Row row) {
    return new Team(row.text("name"), budget(row), row.number("created"), row.number("version"));
  }

  static Credit credit(Row row) {
    return new Credit(row.text("owner"), row.number("at"), row.number("nanos"));
  }

  static Map<String, Object> of(Credit credit) {
    return Map.of("owner", credit.owner(), "at", credit.at(), "nanos", credit.nanos());
  }

  static SecretDigest secret(Row row) {
    return new SecretDigest(
        row.bytes("digest"),
        row.number("created"),
        row.number("ends"),
        row.number("imported") != 0);
  }

  /// @param active whether its owner may come in
  static StoredKey key(Row row, List<SecretDigest> secrets, boolean active) {
    return new StoredKey(
        new Principal(
            row.text("id"),
            row.text("name"),
            row.text("team"),
            row.number("divided") != 0,
            terms(row)),
        life(row),
        secrets,
        row.number("version"),
        new KeyOwner(row.text("owner"), active));
  }

  private static Life life(Row row) {
    return new Life(
        row.number("created"),
        row.number("expires"),
        row.number("revoked"),
        row.number("cut") != 0);
  }

  private static KeyTerms terms(Row row) {
    AskedWords asked = AskedWords.stored(Words.split(row.text("operations")));
    return new KeyTerms(
        new KeyScope(firsts(row.text("models")), firsts(row.text("routes")), asked),
        bands(row),
        EnumWords.read(CacheRight.class, "cache", row.text("cache")),
        new KeyLimits(row.number("rpm"), row.number("tpm"), row.number("concurrent")),
        budget(row));
  }

  private static KeyBands bands(Row row) {
    return new KeyBands(
        EnumWords.read(Band.class, "highest", row.text("highest")),
        EnumWords.read(Band.class, "usual", row.text("usual")));
  }

  /// Keeps the first patterns of a list: earlier versions have taken more. The key may do less than
  /// it was meant to, and never more.
  private static List<String> firsts(String text) {
    return Words.split(text).stream().limit(KeyScope.MOST).toList();
  }

  private static BudgetTerms budget(Row row) {
    List<String> budgets = Words.split(row.text("budgets"));
    return new BudgetTerms(
        budgets.size() > BudgetTerms.MOST ? lowest(budgets) : budgets,
        row.number("strict") != 0,
        Math.toIntExact(row.number("overrun")));
  }

  /// Keeps the lowest budget of each window. Earlier versions have taken more budgets, of which the
  /// lowest for each window counts, too.
  private static List<String> lowest(List<String> budgets) {
    Map<String, String> byWindow = new TreeMap<>();
    for (String budget : budgets) {
      String window = budget.substring(budget.indexOf('/') + 1);
      byWindow.merge(window, budget, (a, b) -> amount(a).compareTo(amount(b)) <= 0 ? a : b);
    }
    return List.copyOf(byWindow.values());
  }

  private static BigDecimal amount(String budget) {
    return new BigDecimal(budget.substring(0, budget.indexOf('/')).replaceFirst("[A-Z]+$", ""));
  }

  /// The columns of a key that may change.
  static Map<String, Object> terms(StoredKey key) {
    KeyTerms terms = key.principal().terms();
    Map<String, Object> columns = scope(terms.scope());
    columns.put("highest", EnumWords.of(terms.bands().highest()));
    columns.put("usual", EnumWords.of(terms.bands().usual()));
    columns.put("cache", EnumWords.of(terms.cache()));
    columns.putAll(limits(terms.limits()));
    columns.putAll(budget(terms.budget()));
    columns.put("expires", key.life().expires());
    return columns;
  }

  private static Map<String, Object> scope(KeyScope scope) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("models", Words.join(scope.models()));
    columns.put("routes", Words.join(scope.routes()));
    columns.put("operations", Words.join(AskedWords.of(scope)));
    return columns;
  }

  private static Map<String, Object> limits(KeyLimits limits) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("rpm", limits.rpm());
    columns.put("tpm", limits.tpm());
    columns.put("concurrent", limits.concurrent());
    return columns;
  }

  /// The columns of a key that do not change, and those of what has become of it.
  static Map<String, Object> identity(StoredKey key) {
    Principal of = key.principal();
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", of.id());
    columns.put("name", of.name());
    columns.put("team", of.team());
    columns.put("divided", bit(of.divided()));
    columns.putAll(life(key.life()));
    columns.put("version", key.version());
    columns.put("owner", key.owner().person());
    return columns;
  }

  private static Map<String, Object> life(Life life) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("created", life.created());
    columns.put("revoked", life.revoked());
    columns.put("cut", bit(life.cut()));
    return columns;
  }

  static Map<String, Object> of(Team team) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("name", team.name());
    columns.putAll(budget(team.budget()));
    columns.put("created", team.created());
    columns.put("version", team.version());
    return columns;
  }

  private static Map<String, Object> budget(BudgetTerms budget) {
    return Map.of(
        "budgets", Words.join(budget.budgets()),
        "strict", bit(budget.strict()),
        "overrun", (long) budget.overrun());
  }

  static long bit(boolean value) {
    return value ? 1 : 0;
  }
}
