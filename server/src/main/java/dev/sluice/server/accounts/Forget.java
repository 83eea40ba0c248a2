package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.Forgetting;
import dev.sluice.accounts.Forgetting.Part;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.tag.TagText;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.server.admin.Page;
import dev.sluice.server.payment.KeyBudgets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The action that removes what names somebody: `{"team": "search"}`, `{"key": "live"}`,
/// `{"person": "ID"}` or `{"user": "u-17"}`. A request does a part of it; one that is not the last
/// answers with `after`, which the next one has to say.
///
/// @param forgetting does it
/// @param keyBudgets the keys that there are
record Forget(Forgetting forgetting, KeyBudgets keyBudgets) {
  private static final List<String> KINDS = List.of("team", "key", "person", "user");

  /// What nothing here removes, and why.
  private static final List<String> LEFT =
      List.of(
          "the journal of each gateway: calls' threads write to its files in memory; a file goes"
              + " when two newer ones are full and the store has it",
          "calls that run: they are named again when they end; repeat this then",
          "the memory of each gateway: recent calls and what a cache has, until others take their"
              + " place, and metrics, until it restarts",
          "what has left the store: backups, the call log, spans, messages of webhooks, exported"
              + " tables, and what providers keep");

  Page run(String actor, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    List<String> asked = KINDS.stream().filter(body::has).toList();
    if (asked.size() != 1) {
      throw ApiProblem.invalid(
          "one of team, key, person and user must say what is to be forgotten");
    }
    String kind = asked.getFirst();
    String name = body.need(kind).strip();
    boolean revoke = body.flag("revoke", false);
    Optional<String> after = body.text("after");
    body.end();
    return Pages.of(200, tree(part(actor, kind, name, revoke, after)));
  }

  private Part part(String actor, String kind, String name, boolean revoke, Optional<String> after)
      throws ApiProblem, StoreException, InterruptedException {
    return switch (kind) {
      case "team" -> forgetting.team(actor, checkedTeam(name), revoke);
      case "key" -> forgetting.key(actor, key(name), revoke);
      case "person" -> forgetting.person(actor, name, revoke);
      default -> forgetting.user(actor, checkedUser(name), after);
    };
  }

  private String checkedTeam(String name) throws ApiProblem {
    checkNone(
        keyBudgets.fixed().stream()
            .map(key -> key.principal())
            .filter(key -> key.team().equals(name))
            .toList());
    return name;
  }

  /// The identifier of a key: that of the store, or what the ledger has of one that is gone.
  private String key(String text) throws ApiProblem {
    Optional<Principal> meant = KeyName.meant(text, keyBudgets);
    checkNone(
        meant.stream()
            .filter(key -> keyBudgets.fixed().stream().anyMatch(one -> one.principal().equals(key)))
            .toList());
    return meant.map(Principal::id).orElse(text);
  }

  private static void checkNone(List<Principal> fixed) throws ApiProblem {
    if (!fixed.isEmpty()) {
      throw new ApiProblem(
          409,
          "exists",
          "the configuration names it: %s; remove that from server.keys first, and reload"
              .formatted(KeyName.words(fixed)));
    }
  }

  private static String checkedUser(String value) throws ApiProblem {
    if (value.isEmpty() || value.equals(TagText.OTHER)) {
      throw ApiProblem.invalid(
          "user must be a value of a tag, and none that stands for several: it is " + value);
    }
    return value;
  }

  private static ObjectNode tree(Part part) {
    ObjectNode tree =
        AccountsJson.object()
            .put("as", part.as())
            .put("keys", part.keys())
            .put("sums", part.sums())
            .put("calls", part.calls());
    ArrayNode left = tree.putArray("left");
    if (part.after().isEmpty()) {
      Stream.concat(audit(part).stream(), LEFT.stream()).forEach(left::add);
    }
    return tree.put("after", part.after().orElse(null));
  }

  private static Optional<String> audit(Part part) {
    return part.audit() == 0
        ? Optional.empty()
        : Optional.of(
            "%d of the audit log's entries: each has the hash of the one before it, so that none can be changed"
                .formatted(part.audit()));
  }
}
