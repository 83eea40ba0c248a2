package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.server.payment.KeyBudgets;
import java.util.List;
import java.util.Optional;

/// The owner of the calls that are asked for: a key, or a team with all its keys.
///
/// @param key the key; empty for a team
/// @param team the team, where it was asked for
/// @param ids the ids of the keys
record CallOwner(Optional<KeyName> key, String team, List<String> ids) {
  private static final String KEY = "key";
  private static final String ID = "id";
  private static final String TEAM = "team";

  /// Finds the owner that a question means.
  static CallOwner of(Cursor cursor, KeyBudgets keys, Spend spend)
      throws ApiProblem, StoreException, InterruptedException {
    long given = List.of(KEY, ID, TEAM).stream().filter(cursor::has).count();
    if (given != 1) {
      throw ApiProblem.invalid(
          "key is missing, or there is id or team beside it: say whose calls, by a key's id or its"
              + " name, such as key=live, by its id alone, such as id=live, or by a team, such as"
              + " team=search; with an empty key those that showed no key");
    }
    if (cursor.has(TEAM)) {
      return team(cursor.of(TEAM), keys);
    }
    KeyName of =
        cursor.has(ID) ? KeyName.ofId(cursor.of(ID), keys) : KeyName.find(cursor.of(KEY), keys);
    if (of.isByName() && !spend.recent(of.text(), Optional.empty(), 1).calls().isEmpty()) {
      throw of.ambiguous();
    }
    return new CallOwner(Optional.of(of), "", List.of(of.id()));
  }

  private static CallOwner team(String team, KeyBudgets keys) throws ApiProblem {
    List<String> ids = KeyName.ofTeam(team, keys);
    if (ids.isEmpty()) {
      throw ApiProblem.missing(
          "team: no key is of the team %s: `teams list` has them".formatted(team));
    }
    return new CallOwner(Optional.empty(), team, ids);
  }

  /// Adds the owner to an answer.
  void tell(ObjectNode tree) {
    if (key.isPresent()) {
      tree.put(KEY, key.get().id()).put("name", key.get().name().orElse(null));
      tree.put(TEAM, key.get().team().orElse(null));
    } else {
      tree.putNull(KEY).putNull("name").put(TEAM, team);
    }
  }

  /// Checks that the key is there, or has calls of which to tell.
  ///
  /// @throws ApiProblem if there is neither the key nor a call of it
  void checkThere() throws ApiProblem {
    if (key.isPresent()) {
      key.get().checkThere();
    }
  }

  /// The owner as a part of a file's name.
  String forFile() {
    return key.map(KeyName::forFile).orElseGet(() -> KeyName.plain(team));
  }
}
