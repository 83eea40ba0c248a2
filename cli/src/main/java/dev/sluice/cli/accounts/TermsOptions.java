package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Durations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options that say what a key may do: all of a new key, or the changes of a key that there is. An
/// option that is not given changes nothing.
final class TermsOptions {
  private static final int DAY = 24;
  private static final String NEVER = "never";

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      description = "It ends after this time: 90d, 12h; or never.")
  private Optional<String> expires = Optional.empty();

  @Option(
      names = "--models",
      paramLabel = "PATTERN",
      split = ",",
      description = "The models that it may call; * stands for any characters, '' for all.")
  private @Nullable List<String> models;

  @Option(
      names = "--routes",
      paramLabel = "PATTERN",
      split = ",",
      description = "The routes that its calls may take; '' for all.")
  private @Nullable List<String> routes;

  @Option(
      names = "--operations",
      paramLabel = "NAME",
      split = ",",
      description = "What it may be used for: chat, embeddings, messages ...; '' for all.")
  private @Nullable List<String> operations;

  @Mixin private BudgetOptions budget = new BudgetOptions();

  @Option(
      names = "--priority",
      paramLabel = "BAND",
      description = "The highest band of its calls: critical, interactive, normal or batch.")
  private Optional<String> priority = Optional.empty();

  @Option(
      names = "--rpm",
      paramLabel = "N",
      converter = Count.class,
      description = "Calls a minute: 500, 2K; 0 for no limit.")
  private @Nullable Long rpm;

  @Option(
      names = "--tpm",
      paramLabel = "N",
      converter = Count.class,
      description = "Tokens a minute: 200K, 5M; 0 for no limit.")
  private @Nullable Long tpm;

  @Option(
      names = "--concurrent",
      paramLabel = "N",
      converter = Count.class,
      description = "Calls at the same time; 0 for no limit.")
  private @Nullable Long concurrent;

  void addTo(ObjectNode body) throws CannotStart {
    if (expires.isPresent()) {
      body.put("expires", expires(expires.get()));
    }
    BudgetOptions.texts(body, "models", models);
    BudgetOptions.texts(body, "routes", routes);
    BudgetOptions.texts(body, "operations", operations);
    budget.addTo(body);
    priority.ifPresent(band -> body.put("priority", band));
    limit(body, "rpm", rpm);
    limit(body, "tpm", tpm);
    limit(body, "concurrent", concurrent);
  }

  private static void limit(ObjectNode body, String name, @Nullable Long limit) {
    if (limit != null) {
      body.withObject("/limits").put(name, limit.longValue());
    }
  }

  /// Returns when a key expires, in milliseconds since 1970; 0 for never.
  private static long expires(String text) throws CannotStart {
    return text.equals(NEVER) ? 0 : Instant.now().plusMillis(millis(text)).toEpochMilli();
  }

  private static long millis(String text) throws CannotStart {
    try {
      String hours =
          text.matches("\\d{1,5}d") ? Integer.parseInt(text.replace("d", "")) * DAY + "h" : text;
      return Durations.parse(hours).toMillis();
    } catch (ConfigProblem | ArithmeticException e) {
      throw new CannotStart("--expires must be a duration such as 90d or 12h; it is " + text);
    }
  }
}
