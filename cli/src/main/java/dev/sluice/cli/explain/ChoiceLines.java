package dev.sluice.cli.explain;

import dev.sluice.call.text.EnumWords;
import dev.sluice.cli.config.Loaded;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.policy.RoutePolicy.Choice;
import dev.sluice.config.policy.RoutePolicy.Shadow;

/// The lines that say how a route chooses among targets of one rank, what it sends on behind a
/// refusal, and where copies of its calls go; each with where it is configured.
record ChoiceLines(Loaded.Origin origin, RouteConfig route) {

  void addTo(Table table) {
    Choice choice = route.policy().choice();
    if (!choice.isPlain()) {
      table.row("balance", EnumWords.of(choice.balance()), origin("balance"));
      table.row("affinity", EnumWords.of(choice.affinity()), origin("affinity"));
      table.row("keys", choice.spreadKeys() ? "spread" : "in_order", origin("keys"));
    }
    if (route.policy().retry().onContentFilter()) {
      table.row("fallback_on", "content_filter", origin("fallback_on"));
    }
    if (route.policy().retry().resumes()) {
      table.row("resume", "prefill", origin("resume"));
    }
    route
        .policy()
        .shadow()
        .ifPresent(shadow -> table.row("shadow", target(shadow), origin("shadow")));
  }

  private static String target(Shadow shadow) {
    String model = shadow.provider() + "/" + shadow.model().orElse("*");
    return model + ", " + Table.percent(shadow.share());
  }

  private String origin(String key) {
    return origin.ofRoute(route, key).orElse("default");
  }
}
