package dev.sluice.cli.explain;

import dev.sluice.GatewayPlan;
import dev.sluice.call.Call;
import dev.sluice.cli.config.Loaded;
import dev.sluice.config.Condition;
import dev.sluice.config.Condition.Answer;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.expression.CallCondition;
import dev.sluice.config.expression.EvaluationError;
import java.util.List;
import java.util.Optional;

/// The conditions of routes and targets, and what they say of a call.
///
/// @param call what they are put to; empty where they are only shown
record ConditionLines(Loaded.Origin origin, Optional<Call> call) {

  /// Adds the routes that may answer for a model, where there are conditions among them.
  void routes(Table table, List<GatewayPlan.Match> matches) {
    if (matches.size() == 1 && matches.getFirst().route().when().isEmpty()) {
      return;
    }
    table.row("routes", "in the order in which they are asked");
    for (GatewayPlan.Match match : matches) {
      RouteConfig route = match.route();
      String says = route.when().map(this::says).orElse("all other calls");
      table.row("  " + route.name(), says, set(route.name(), "when"));
    }
  }

  /// What the condition of a target says; empty where it has none.
  Optional<String> target(TargetConfig target) {
    return target.when().map(this::says);
  }

  /// The first route that answers the call; of all calls where there is none to put.
  Optional<GatewayPlan.Match> chosen(List<GatewayPlan.Match> matches) {
    return matches.stream().filter(match -> holds(match.route().when())).findFirst();
  }

  /// Whether the caller's key may use a route.
  boolean allows(String route) {
    return call.map(asked -> asked.origin().routes().test(route)).orElse(true);
  }

  private boolean holds(Optional<Condition> condition) {
    return condition.isEmpty()
        || call.map(asked -> condition.get().of(asked) == Answer.HOLDS).orElse(true);
  }

  private String says(Condition condition) {
    String text = text(condition);
    return call.map(
            asked ->
                switch (condition.of(asked)) {
                  case HOLDS -> "yes, " + text;
                  case FAILS -> "no, " + text;
                  case UNKNOWN -> "no, " + text + ": " + why(condition, asked);
                })
        .orElse(text);
  }

  /// A condition as one line.
  static String text(Condition condition) {
    return "when " + condition.text().strip().replaceAll("\\s+", " ");
  }

  /// Why a condition cannot be put to a call.
  static String why(Condition condition, Call asked) {
    return condition instanceof CallCondition(var expression)
            && expression.value(asked) instanceof EvaluationError fault
        ? fault.words()
        : "it cannot be said";
  }

  private String set(String route, String key) {
    return origin.of("routes", route, key).or(() -> origin.of("routes", route)).orElse("default");
  }
}
