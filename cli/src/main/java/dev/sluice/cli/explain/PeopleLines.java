package dev.sluice.cli.explain;

import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.text.EnumWords;
import dev.sluice.call.text.Plural;
import dev.sluice.cli.config.Loaded.Origin;
import dev.sluice.config.value.Durations;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.config.OidcConfig;
import dev.sluice.server.config.OidcConfig.TeamRights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// The lines about how people log in, and what their groups give them. The client's secret is never
/// shown.
///
/// @param origin where each value is set
record PeopleLines(Origin origin, OidcConfig config) {
  private static final String AUTH = "auth";
  private static final String OIDC = "oidc";
  private static final String EACH = " a minute";

  void addTo(Table table) {
    set(table, "issuer", config.provider().issuer());
    set(table, "client_id", config.provider().client());
    set(table, "client_secret", config.provider().secret().isEmpty() ? "none" : "set, not shown");
    set(table, "redirect", config.redirect().toString());
    set(table, "scopes", joined(config.provider().scopes()));
    set(table, "ca", config.provider().ca().isEmpty() ? "the system's" : "those of the file");
    set(table, "groups", config.claims().groups());
    set(table, "link", config.claims().link());
    set(table, "only_provisioned", said(config.provisioned()));
    set(table, "directory_groups", said(config.directoryGroups()));
    set(table, "session", Durations.show(config.session()));
    set(table, "idle", config.idle().map(Durations::show).orElse("none"));
    set(table, "device", said(config.device()));
    for (Role role : Role.values()) {
      String groups = joined(config.roles().getOrDefault(role, Set.of()));
      row(table, "roles", EnumWords.of(role), groups.isEmpty() ? "nobody" : "people in " + groups);
    }
    new TreeMap<>(config.teams()).forEach((name, team) -> addTo(table, name, team));
  }

  private void addTo(Table table, String name, TeamRights team) {
    row(
        table,
        "teams",
        name,
        people(team) + "; " + Plural.of(team.keys(), "key") + " each at most");
    table.row("  terms", terms(team.terms()));
    if (!team.most().equals(team.terms())) {
      table.row("  most", terms(team.most()));
    }
  }

  private static String people(TeamRights team) {
    List<String> people = new ArrayList<>();
    if (!team.members().isEmpty()) {
      people.add("members in " + joined(team.members()));
    }
    if (!team.owners().isEmpty()) {
      people.add("owners in " + joined(team.owners()));
    }
    return String.join(", ", people);
  }

  private static String terms(KeyTerms terms) {
    List<String> all = new ArrayList<>();
    List<String> models = terms.scope().models();
    all.add(models.isEmpty() ? "all models" : "models " + String.join(", ", models));
    all.add("priority up to " + EnumWords.of(terms.bands().highest()));
    KeyLimits limits = terms.limits();
    add(all, limits.rpm(), "call", EACH);
    add(all, limits.tpm(), "token", EACH);
    add(all, limits.concurrent(), "call", " at the same time");
    List<String> budgets = terms.budget().budgets();
    all.add(budgets.isEmpty() ? "no budget" : "budgets " + String.join(", ", budgets));
    return String.join("; ", all);
  }

  private static void add(List<String> all, long count, String what, String each) {
    if (count > 0) {
      all.add(Plural.of(count, what) + each);
    }
  }

  private void set(Table table, String key, String value) {
    table.row("auth.oidc." + key, value, origin.of(AUTH, OIDC, key).orElse("default"));
  }

  private void row(Table table, String section, String name, String value) {
    table.row(
        "auth.oidc." + section + "." + name,
        value,
        origin.of(AUTH, OIDC, section, name).orElse("default"));
  }

  private static String said(boolean value) {
    return String.valueOf(value);
  }

  private static String joined(Collection<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
