package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.server.config.value.ConfigProblem;
import dev.sluice.server.config.value.Durations;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What a new key may do.
final class TermsOptions {
  private static final int DAY = 24;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      description = "It ends after this time: 90d, 12h.")
  private Optional<String> expires = Optional.empty();

  @Option(
      names = "--models",
      paramLabel = "PATTERN",
      split = ",",
      description = "The models that it may call; * stands for any characters.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--routes",
      paramLabel = "PATTERN",
      split = ",",
      description = "The routes that its calls may take.")
  private List<String> routes = new ArrayList<>();

  @Option(
      names = "--operations",
      paramLabel = "NAME",
      split = ",",
      description = "What it may be used for: chat, embeddings, messages ...")
  private List<String> operations = new ArrayList<>();

  @Option(
      names = "--budget",
      paramLabel = "AMOUNT/WINDOW",
      split = ",",
      description = "What its calls may cost: 50USD/month.")
  private List<String> budgets = new ArrayList<>();

  @Option(names = "--strict", description = "No call is let in that may pass a budget.")
  private boolean strict;

  @Option(
      names = "--overrun",
      paramLabel = "NUMBER",
      description = "How much of a budget may be spent at worst: 1.25 where nothing is said.")
  private Optional<BigDecimal> overrun = Optional.empty();

  @Option(
      names = "--priority",
      paramLabel = "BAND",
      description = "The highest band of its calls: critical, interactive, normal or batch.")
  private Optional<String> priority = Optional.empty();

  @Option(
      names = "--tenants",
      description = "x-sluice-tenant names parts of the team, which share out its share.")
  private boolean tenants;

  @Option(names = "--rpm", paramLabel = "N", description = "Calls a minute.")
  private long rpm;

  @Option(names = "--tpm", paramLabel = "N", description = "Tokens a minute.")
  private long tpm;

  @Option(names = "--concurrent", paramLabel = "N", description = "Calls at the same time.")
  private long concurrent;

  void addTo(ObjectNode body) throws CannotStart {
    if (expires.isPresent()) {
      body.put("expires", Instant.now().plusMillis(millis(expires.get())).toEpochMilli());
    }
    texts(body, "models", models);
    texts(body, "routes", routes);
    texts(body, "operations", operations);
    texts(body, "budgets", budgets);
    priority.ifPresent(band -> body.put("priority", band));
    overrun.ifPresent(number -> body.put("overrun", number));
    body.put("strict", strict).put("tenants", tenants);
    body.putObject("limits").put("rpm", rpm).put("tpm", tpm).put("concurrent", concurrent);
  }

  private static void texts(ObjectNode body, String name, List<String> texts) {
    var array = body.putArray(name);
    texts.forEach(array::add);
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
