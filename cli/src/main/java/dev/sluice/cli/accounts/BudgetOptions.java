package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a key or a team may cost. What is not named is left out.
final class BudgetOptions {
  @Option(
      names = "--budget",
      paramLabel = "AMOUNT/WINDOW",
      split = ",",
      description = "What its calls may cost: 50USD/month; '' for no budget.")
  private @Nullable List<String> budgets;

  @Option(
      names = "--strict",
      negatable = true,
      description = "No call is let in that may pass a budget.")
  private @Nullable Boolean strict;

  @Option(
      names = "--overrun",
      paramLabel = "NUMBER",
      description = "How much of a budget may be spent at worst: 1.25 where nothing is said.")
  private Optional<BigDecimal> overrun = Optional.empty();

  void addTo(ObjectNode body) {
    texts(body, "budgets", budgets);
    if (strict != null) {
      body.put("strict", strict.booleanValue());
    }
    overrun.ifPresent(number -> body.put("overrun", number));
  }

  /// Adds a list that was named; an empty text is an empty list.
  static void texts(ObjectNode body, String name, @Nullable List<String> texts) {
    if (texts != null) {
      ArrayNode array = body.putArray(name);
      texts.stream().filter(text -> !text.isBlank()).forEach(array::add);
    }
  }
}
