package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.accounts.TermsJson;
import dev.sluice.server.config.reader.TeamsFile.KeyEntry;
import dev.sluice.server.config.reader.TeamsFile.TeamEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a file says of teams and keys, as the members of a request, and as differences from what a
/// gateway has.
final class AppliedTerms {
  private static final String LIMITS = "limits";
  private static final List<String> OF_TEAM = List.of("budgets", "strict", "overrun");
  private static final List<String> OF_KEY =
      List.of(
          "models",
          "routes",
          "operations",
          "priority",
          "default_priority",
          "cache",
          "limits/rpm",
          "limits/tpm",
          "limits/concurrent",
          "budgets",
          "strict",
          "overrun",
          "expires");

  private AppliedTerms() {}

  /// Returns the terms that the file gives a team.
  static ObjectNode of(TeamEntry team) {
    return TermsJson.budget(JsonNodeFactory.instance.objectNode(), team.budget());
  }

  /// Returns the terms that the file gives a key.
  static ObjectNode of(KeyEntry key) {
    return TermsJson.terms(JsonNodeFactory.instance.objectNode(), key.terms())
        .put("expires", key.expires());
  }

  /// Returns a line for each term of a team that will change.
  static List<String> changesOfTeam(JsonNode current, ObjectNode desired) {
    return changes(current, desired, OF_TEAM);
  }

  /// Returns a line for each term of a key that will change.
  static List<String> changesOfKey(JsonNode current, ObjectNode desired) {
    return changes(current, desired, OF_KEY);
  }

  private static List<String> changes(JsonNode current, JsonNode desired, List<String> members) {
    List<String> changes = new ArrayList<>();
    for (String member : members) {
      String before = shown(member, current);
      String next = shown(member, desired);
      if (!before.equals(next)) {
        changes.add("%s: %s -> %s".formatted(name(member), before, next));
      }
    }
    return changes;
  }

  /// Returns a line for each term that differs from what holds where nothing is said.
  ///
  /// @param usual the members of an entry that says nothing
  static List<String> said(JsonNode wanted, JsonNode usual) {
    return (wanted.has(LIMITS) ? OF_KEY : OF_TEAM)
        .stream()
            .filter(member -> !shown(member, wanted).equals(shown(member, usual)))
            .map(member -> name(member) + ": " + shown(member, wanted))
            .toList();
  }

  private static String name(String member) {
    return member.replace(LIMITS + "/", "");
  }

  private static String shown(String member, JsonNode of) {
    JsonNode value = of.at("/" + member);
    if (member.equals("expires")) {
      return value.asLong() == 0 ? "never" : Instant.ofEpochMilli(value.asLong()).toString();
    }
    if (value.isArray()) {
      return Shown.list(value, member.equals("budgets") ? "none" : "all");
    }
    if (member.startsWith(LIMITS)) {
      return value.asLong() == 0 ? "none" : value.asText();
    }
    return value.isNumber()
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.asText();
  }
}
