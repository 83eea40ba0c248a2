package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.config.reader.TeamsFile;
import dev.sluice.server.config.reader.TeamsFile.KeyEntry;
import dev.sluice.server.config.reader.TeamsFile.TeamEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The changes that make the teams and keys of a store those of a file, in the order in which they
/// can be made.
final class ApplyPlan {
  private static final String TEAMS = "/admin/v1/teams";
  private static final String KEYS = "/admin/v1/keys";

  private final Map<String, JsonNode> teams = new LinkedHashMap<>();
  private final Map<String, JsonNode> keys = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /// A request to the admin listener, by which a step is carried out.
  @FunctionalInterface
  interface Request {
    JsonNode send(AccountsClient client) throws CannotStart, InterruptedException;
  }

  /// One change that the file asks for.
  ///
  /// @param title `+ key search/live`, with `~` for what changes, and `-` for what ends
  /// @param details a line each
  /// @param at where the file says so; empty for what it does not name
  /// @param ends whether something ends
  record Step(
      String title, List<String> details, Optional<FilePosition> at, boolean ends, Request run) {}

  private ApplyPlan() {}

  /// Compares a file with what a gateway has.
  ///
  /// @param prune whether what the file does not name is to end
  /// @param now milliseconds since 1970
  /// @throws CannotStart if the file asks for what cannot be
  static List<Step> of(TeamsFile file, AccountsClient client, boolean prune, long now)
      throws CannotStart, InterruptedException {
    var plan = new ApplyPlan();
    for (JsonNode team : client.all(TEAMS, "", "teams")) {
      plan.teams.put(team.path("name").asText(), team);
    }
    for (JsonNode key : client.all(KEYS, "", "keys")) {
      if (key.path("source").asText().equals("store")) {
        plan.keys.put(key.path("team").asText() + "/" + key.path("name").asText(), key);
      }
    }
    file.teams().forEach(team -> plan.add(team, now));
    if (!plan.problems.isEmpty()) {
      throw new CannotStart(String.join("\n", plan.problems));
    }
    if (prune) {
      plan.prune(file);
    }
    return plan.steps;
  }

  private void add(TeamEntry team, long now) {
    JsonNode current = teams.get(team.name());
    ObjectNode desired = AppliedTerms.of(team);
    String title = "team " + team.name();
    if (current == null) {
      List<String> lines = AppliedTerms.said(desired, AppliedTerms.of(usual(team)));
      ObjectNode body = desired.deepCopy().put("name", team.name());
      add("+ " + title, lines, team.at(), client -> client.post(TEAMS, body));
    } else {
      List<String> changes = AppliedTerms.changesOfTeam(current, desired);
      String path = TEAMS + "/" + AccountsClient.part(team.name());
      change("~ " + title, changes, team.at(), client -> client.patch(path, desired));
    }
    team.keys().forEach(key -> add(key, now));
  }

  private static TeamEntry usual(TeamEntry team) {
    return new TeamEntry(team.name(), BudgetTerms.NONE, List.of(), team.at());
  }

  private void add(KeyEntry key, long now) {
    JsonNode current = keys.get(key.fullName());
    ObjectNode desired = AppliedTerms.of(key);
    check(key, current, now);
    String title = "key " + key.fullName();
    if (current == null) {
      List<String> lines = AppliedTerms.said(desired, AppliedTerms.of(usual(key)));
      ObjectNode body = desired.deepCopy().put("team", key.team()).put("name", key.name());
      body.put("tenants", key.divided());
      add("+ " + title, lines, key.at(), client -> client.post(KEYS, body));
    } else {
      List<String> changes = AppliedTerms.changesOfKey(current, desired);
      String path = KEYS + "/" + AccountsClient.part(current.path("id").asText());
      change("~ " + title, changes, key.at(), client -> client.patch(path, desired));
    }
  }

  private static KeyEntry usual(KeyEntry key) {
    KeyTerms terms = KeyTerms.upTo(ClientKey.HIGHEST);
    return new KeyEntry(key.team(), key.name(), false, 0, terms, key.at());
  }

  private void check(KeyEntry key, @Nullable JsonNode current, long now) {
    if (current != null && current.path("state").asText().equals("revoked")) {
      problem(key, "is revoked, which is for good: give it another name, or leave it out");
    } else if (current != null && current.path("tenants").asBoolean() != key.divided()) {
      problem(key, "has tenants as it was made: give it another name, or write what it has");
    }
    boolean asItIs = current != null && current.path("expires").asLong() == key.expires();
    if (key.expires() != 0 && key.expires() <= now && !asItIs) {
      problem(key, "expires in the past: give it a day to come, or leave it out");
    }
  }

  private void problem(KeyEntry key, String what) {
    problems.add("%s: teams.%s.keys.%s %s".formatted(key.at(), key.team(), key.name(), what));
  }

  private void change(String title, List<String> changes, FilePosition position, Request run) {
    if (!changes.isEmpty()) {
      add(title, changes, position, run);
    }
  }

  private void add(String title, List<String> details, FilePosition at, Request run) {
    steps.add(new Step(title, details, Optional.of(at), false, run));
  }

  private void prune(TeamsFile file) {
    Set<String> named = new HashSet<>();
    file.teams().forEach(team -> named.add(team.name()));
    Set<String> namedKeys = new HashSet<>();
    file.teams().forEach(team -> team.keys().forEach(key -> namedKeys.add(key.fullName())));
    keys.forEach(
        (name, key) -> {
          boolean over = key.path("state").asText().equals("revoked");
          if (!namedKeys.contains(name) && !over) {
            end("- key " + name, List.of("ends; calls that run finish"), revoke(key));
          }
        });
    teams.forEach(
        (name, _) -> {
          if (!named.contains(name)) {
            end("- team " + name, keysOf(name), delete(name));
          }
        });
  }

  private void end(String title, List<String> details, Request run) {
    steps.add(new Step(title, details, Optional.empty(), true, run));
  }

  private List<String> keysOf(String team) {
    return keys.entrySet().stream()
        .filter(key -> key.getValue().path("team").asText().equals(team))
        .map(key -> "with key " + key.getKey() + ", " + key.getValue().path("state").asText())
        .toList();
  }

  private static Request revoke(JsonNode key) {
    String path = KEYS + "/" + AccountsClient.part(key.path("id").asText()) + "/revoke";
    return client -> client.post(path, JsonNodeFactory.instance.objectNode());
  }

  /// Ends no key: one that was made since stays, and its team with it.
  private static Request delete(String team) {
    String path = TEAMS + "/" + AccountsClient.part(team) + "/delete";
    return client -> client.post(path, JsonNodeFactory.instance.objectNode().put("revoke", false));
  }
}
