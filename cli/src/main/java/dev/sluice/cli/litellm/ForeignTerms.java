package dev.sluice.cli.litellm;

import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.call.request.Operation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Reads what rows of LiteLLM's allow and may cost. Where something cannot be said here, less is
/// allowed, never more.
final class ForeignTerms {
  private static final String DURATION = "budget_duration";
  private static final int DECIMALS = 9;
  private static final BigDecimal MOST = BigDecimal.valueOf(Money.MOST, DECIMALS);

  private static final BigDecimal MOST_A_MINUTE = BigDecimal.valueOf(1_000_000_000_000L);

  private static final Set<String> ALL_MODELS = Set.of("all-proxy-models", "*");
  private static final String TEAMS_MODELS = "all-team-models";
  private static final String NO_MODELS = "no-default-models";

  /// Groups of LiteLLM's paths, the first of which has all that are served here.
  private static final Set<String> ALL_ROUTES = Set.of("llm_api_routes", "/*", "*");

  private static final Map<String, Operation> ROUTES =
      Map.of(
          "/chat/completions", Operation.CHAT,
          "/completions", Operation.COMPLETIONS,
          "/embeddings", Operation.EMBEDDINGS,
          "/moderations", Operation.MODERATIONS,
          "/responses", Operation.RESPONSES,
          "/messages", Operation.MESSAGES);

  private ForeignTerms() {}

  /// The budget of a row.
  ///
  /// @param remark gets what is different
  static BudgetTerms budget(ForeignRow row, Consumer<String> remark) throws NotTaken {
    Optional<BigDecimal> amount = row.number("max_budget");
    if (amount.isEmpty()) {
      return BudgetTerms.NONE;
    }
    String duration = row.text(DURATION);
    Periods period = duration.isEmpty() ? new Periods(Period.TOTAL, true) : Periods.of(duration);
    if (!period.exact()) {
      remark.accept(period.stricter());
    }
    return new BudgetTerms(List.of(period.budget(bounded(amount.get()))), false);
  }

  private static BigDecimal bounded(BigDecimal dollars) {
    return dollars.max(BigDecimal.ZERO).min(MOST).setScale(DECIMALS, RoundingMode.DOWN);
  }

  /// What was spent since the row's budget last began anew, in nano-dollars.
  ///
  /// @param now milliseconds since 1970
  static long spent(ForeignRow row, long now) throws NotTaken {
    long reset = row.instant("budget_reset_at");
    if (!row.text(DURATION).isEmpty() && reset != 0 && reset <= now) {
      return 0;
    }
    BigDecimal spent = row.number("spend").orElse(BigDecimal.ZERO);
    return spent
        .max(BigDecimal.ZERO)
        .min(MOST)
        .setScale(DECIMALS, RoundingMode.UP)
        .movePointRight(DECIMALS)
        .longValue();
  }

  /// The least of what several rows allow.
  static KeyLimits limits(List<ForeignRow> rows) throws NotTaken {
    return new KeyLimits(
        least(rows, "rpm_limit"), least(rows, "tpm_limit"), least(rows, "max_parallel_requests"));
  }

  /// 0 where none has one.
  private static long least(List<ForeignRow> rows, String column) throws NotTaken {
    long least = 0;
    for (ForeignRow row : rows) {
      Optional<BigDecimal> limit = row.number(column);
      if (limit.isPresent() && limit.get().signum() <= 0) {
        throw new NotTaken("may make no calls: a " + column + " is 0");
      }
      long value = limit.map(most -> most.min(MOST_A_MINUTE).longValue()).orElse(0L);
      least = value != 0 && (least == 0 || value < least) ? value : least;
    }
    return least;
  }

  /// What a key may call.
  ///
  /// @param holder the team or user whose key it is
  static KeyScope scope(ForeignRow key, ForeignRow holder) throws NotTaken {
    try {
      return new KeyScope(models(key, holder), List.of(), operations(key));
    } catch (IllegalArgumentException bounds) {
      throw new NotTaken("cannot have its models: " + bounds.getMessage());
    }
  }

  private static List<String> models(ForeignRow key, ForeignRow holder) throws NotTaken {
    List<String> own = named(key.list("models"));
    List<String> theirs = named(holder.list("models"));
    if (own.isEmpty() || theirs.isEmpty()) {
      return own.isEmpty() ? theirs : own;
    }
    var allowed = new KeyScope(theirs, List.of(), Set.of());
    List<String> both = own.stream().filter(allowed::allowsModel).toList();
    if (both.isEmpty()) {
      throw new NotTaken("may call no model: its team has none of its models");
    }
    return both;
  }

  /// The names in a list of models; none if it has all.
  private static List<String> named(List<String> models) throws NotTaken {
    if (models.isEmpty()
        || models.contains(TEAMS_MODELS)
        || models.stream().anyMatch(ALL_MODELS::contains)) {
      return List.of();
    }
    List<String> names = models.stream().filter(name -> !name.equals(NO_MODELS)).toList();
    if (names.isEmpty()) {
      throw new NotTaken("may call no model: " + NO_MODELS);
    }
    return names;
  }

  private static Set<Operation> operations(ForeignRow key) throws NotTaken {
    List<String> routes = key.list("allowed_routes");
    if (routes.isEmpty() || routes.stream().anyMatch(ALL_ROUTES::contains)) {
      return Set.of();
    }
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    routes.stream()
        .map(route -> ROUTES.get(route.replaceFirst("^/v1(?=/)", "")))
        .flatMap(Stream::ofNullable)
        .forEach(operations::add);
    if (operations.isEmpty()) {
      throw new NotTaken("may call nothing that is served here: allowed_routes");
    }
    return operations;
  }
}
