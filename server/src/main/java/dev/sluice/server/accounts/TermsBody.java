package dev.sluice.server.accounts;

import dev.sluice.accounts.terms.AskedWords;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.CacheRight;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.text.EnumWords;
import java.util.Optional;

/// The reader of what a key or a team may do from a request's body: what the body does not name
/// stays.
final class TermsBody {
  private TermsBody() {}

  static KeyTerms read(AdminRequestBody in, KeyTerms before) throws ApiProblem {
    KeyScope scope = before.scope();
    AskedWords asked =
        AskedWords.read("operations", in.texts("operations", AskedWords.of(scope)), scope);
    return new KeyTerms(
        new KeyScope(in.texts("models", scope.models()), in.texts("routes", scope.routes()), asked),
        bands(in, before.bands()),
        word(CacheRight.class, "cache", in.text("cache"), before.cache()),
        limits(in.part("limits"), before.limits()),
        budget(in, before.budget()));
  }

  private static KeyBands bands(AdminRequestBody in, KeyBands before) throws ApiProblem {
    Band highest = word(Band.class, "priority", in.text("priority"), before.highest());
    Band usual = before.usual().compareTo(highest) < 0 ? highest : before.usual();
    return new KeyBands(
        highest, word(Band.class, "default_priority", in.text("default_priority"), usual));
  }

  private static KeyLimits limits(AdminRequestBody in, KeyLimits before) throws ApiProblem {
    var limits =
        new KeyLimits(
            in.number("rpm", before.rpm()),
            in.number("tpm", before.tpm()),
            in.number("concurrent", before.concurrent()),
            before.when());
    in.end();
    return limits;
  }

  static BudgetTerms budget(AdminRequestBody in, BudgetTerms before) throws ApiProblem {
    return new BudgetTerms(
        in.texts("budgets", before.budgets()),
        in.flag("strict", before.strict()),
        in.overrun("overrun", before.overrun()));
  }

  private static <E extends Enum<E>> E word(
      Class<E> type, String name, Optional<String> word, E otherwise) {
    return word.map(text -> EnumWords.read(type, name, text)).orElse(otherwise);
  }
}
