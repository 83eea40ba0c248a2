package dev.sluice.report;

import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.Failed;
import dev.sluice.call.text.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The key of a caller whose limits have refused most calls.
///
/// @param id its id; empty for callers that show no key
/// @param name what it is called, in words: `the caller key "web" of the team search`
/// @param limit its limit, in words: `10 requests a minute`
/// @param alone whether calls of no other key were refused
/// @param configured whether the configuration has it, rather than the store
public record KeyAtLimit(String id, String name, String limit, boolean alone, boolean configured) {

  static KeyAtLimit of(RefusedCalls.Most most, Optional<Principal> holder) {
    return new KeyAtLimit(
        most.key(),
        holder.map(KeyAtLimit::name).orElseGet(() -> unknown(most.key())),
        limit(most.limit(), holder.map(key -> key.terms().limits()).orElse(KeyLimits.NONE)),
        most.calls() == most.all(),
        holder.map(key -> key.id().equals(key.name())).orElse(true));
  }

  private static String unknown(String id) {
    return id.isEmpty() ? "callers without a key" : "the caller key " + id;
  }

  private static String name(Principal key) {
    String team = key.team().equals(key.name()) ? "" : " of the team " + key.team();
    return "the caller key \"" + key.name() + "\"" + team;
  }

  private static String limit(Failed.Limit limit, KeyLimits limits) {
    return switch (limit) {
      case RATE -> rate(limits);
      case BUDGET -> "its budget, or its team's";
      case BUDGET_IN_USE -> "its budget, which calls under way may use up";
    };
  }

  /// Names the limits of how fast a key may call; which of several refused a call is not counted.
  private static String rate(KeyLimits limits) {
    List<String> words = new ArrayList<>();
    if (limits.rpm() > 0) {
      words.add(Plural.of(limits.rpm(), "request") + " a minute");
    }
    if (limits.tpm() > 0) {
      words.add(Plural.of(limits.tpm(), "token") + " a minute");
    }
    if (limits.concurrent() > 0) {
      words.add(Plural.of(limits.concurrent(), "call") + " at a time");
    }
    return words.isEmpty() ? "its limits" : String.join(" or ", words);
  }
}
