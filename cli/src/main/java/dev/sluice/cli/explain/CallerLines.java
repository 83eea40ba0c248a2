package dev.sluice.cli.explain;

import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.Call;
import dev.sluice.call.text.EnumWords;
import dev.sluice.call.text.Plural;
import dev.sluice.config.Condition;
import dev.sluice.server.client.ClientTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lines about the maker of a call: what it may do, and which tags its calls have.
///
/// @param call what conditions and tags are put to
/// @param tags those that are kept
record CallerLines(Caller caller, Call call, List<ClientTag> tags) {

  /// Whether the caller may ask for the model at all.
  boolean mayAsk() {
    return caller.terms().map(terms -> terms.scope().allowsModel(call.model())).orElse(true);
  }

  void addTo(Table table) {
    table.row("caller", caller.name() + ", of the team " + caller.team());
    caller
        .terms()
        .ifPresentOrElse(
            terms -> addTo(table, terms), () -> table.row("  terms", "those of the store"));
    for (ClientTag tag : tags) {
      table.row("  tag " + tag.name(), value(tag));
    }
  }

  private void addTo(Table table, KeyTerms terms) {
    if (!terms.scope().models().isEmpty()) {
      table.row("  models", String.join(", ", terms.scope().models()));
    }
    if (!terms.scope().routes().isEmpty()) {
      table.row("  routes", String.join(", ", terms.scope().routes()));
    }
    table.row("  priority", "up to " + EnumWords.of(terms.bands().highest()));
    table.row("  limits", limits(terms.limits()));
    List<String> budgets = terms.budget().budgets();
    table.row("  budgets", budgets.isEmpty() ? "none" : String.join(", ", budgets));
  }

  private String limits(KeyLimits limits) {
    List<String> all = new ArrayList<>();
    add(all, limits.rpm(), "call", " a minute");
    add(all, limits.tpm(), "token", " a minute");
    add(all, limits.concurrent(), "call", " at the same time");
    String words = all.isEmpty() ? "none" : String.join(", ", all);
    return words + limits.when().map(when -> "; " + says(when)).orElse("");
  }

  private static void add(List<String> all, long count, String what, String each) {
    if (count > 0) {
      all.add(Plural.of(count, what) + each);
    }
  }

  private String says(Condition when) {
    String text = ConditionLines.text(when);
    return switch (when.of(call)) {
      case HOLDS -> "they hold, " + text;
      case FAILS -> "they do not hold, " + text;
      case UNKNOWN -> "they hold, " + text + ": " + ConditionLines.why(when, call);
    };
  }

  private String value(ClientTag tag) {
    return switch (tag.source()) {
      case EXPRESSION -> shown(tag.value().map(expression -> expression.string(call)));
      case HEADER -> shown(Optional.ofNullable(caller.headers().get(tag.key())));
      case METADATA -> "the member " + tag.key() + " of the request's metadata";
    };
  }

  private static String shown(Optional<String> value) {
    return value.filter(text -> !text.isEmpty()).orElse("empty");
  }
}
