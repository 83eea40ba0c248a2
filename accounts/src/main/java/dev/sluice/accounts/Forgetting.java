package dev.sluice.accounts;

import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.ledger.ForgottenNames;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The removal of what the store has of a person, a team or a key. Sums stay, under a name that
/// says nothing (`forgotten-...`). Each is done in parts, of which the last one does what can be
/// done once: a caller repeats a request until nothing is left. For threads that may wait; never a
/// call's or a loop.
public final class Forgetting {
  private static final String ACTION = "forget";
  private static final String AS = "forgotten-";

  /// The cursor behind all calls one by one.
  private static final String SUMS = "sums";

  private final AccountChanges.Committer committer;
  private final LongSupplier wall;
  private final RandomGenerator random;

  /// What a part has done.
  ///
  /// @param as the name by which the sums go now; empty where this was not the last part, and for
  ///   values of tags
  /// @param keys how many keys were removed
  /// @param sums how many rows of sums were changed
  /// @param calls how many calls one by one were removed, or have lost a value of their tags
  /// @param audit how many entries of the audit log name it still
  /// @param after what the next request has to say; empty where this was the last part
  public record Part(
      String as, long keys, long sums, long calls, long audit, Optional<String> after) {

    private static Part unfinished(long sums, long calls, String after) {
      return new Part("", 0, sums, calls, 0, Optional.of(after));
    }
  }

  /// @param wall the wall clock, in milliseconds since 1970
  /// @param random a generator that cannot be foretold
  Forgetting(AccountChanges.Committer committer, LongSupplier wall, RandomGenerator random) {
    this.committer = committer;
    this.wall = wall;
    this.random = random;
  }

  /// Forgets a team with its keys.
  ///
  /// @param actor who does it, for the audit log
  /// @param revoke whether keys end that could still call; if not, a team that has some stays
  public Part team(String actor, String name, boolean revoke)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          KeyRing ring = KeyTable.ring(sql);
          List<StoredKey> stored =
              ring.keys().stream().filter(key -> key.principal().team().equals(name)).toList();
          List<String> ids =
              Stream.concat(
                      stored.stream().map(StoredKey::id), ForgottenNames.keysOf(sql, name).stream())
                  .distinct()
                  .toList();
          if (ring.team(name).isEmpty() && ids.isEmpty()) {
            throw unknown("team " + name);
          }
          end(sql, actor, stored, revoke);
          long calls = ForgottenNames.removeCalls(sql, ids);
          return calls > 0
              ? Part.unfinished(0, calls, name)
              : finishTeam(sql, actor, name, ring, ids, stored);
        });
  }

  private Part finishTeam(
      Sql sql, String actor, String name, KeyRing ring, List<String> ids, List<StoredKey> stored) {
    String as = newName();
    ring.team(name).ifPresent(team -> KeyTable.delete(sql, team));
    Map<String, String> names = new TreeMap<>();
    ids.forEach(id -> names.put(id, newName()));
    long sums = ForgottenNames.renameTeam(sql, name, as) + ForgottenNames.renameKeys(sql, names);
    record(sql, actor, "team " + as);
    long audit = AuditLog.naming(sql, name);
    return new Part(as, stored.size(), sums, 0, audit, Optional.empty());
  }

  /// Forgets a key.
  ///
  /// @param id its identifier in the store, or what the ledger has of one that is gone
  /// @param revoke whether it ends if it could still call; if not, it stays
  public Part key(String actor, String id, boolean revoke)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          List<StoredKey> stored = KeyTable.ring(sql).key(id).stream().toList();
          if (stored.isEmpty() && !ForgottenNames.hasKey(sql, id)) {
            throw unknown("key " + id);
          }
          end(sql, actor, stored, revoke);
          long calls = ForgottenNames.removeCalls(sql, List.of(id));
          return calls > 0 ? Part.unfinished(0, calls, id) : finishKey(sql, actor, id, stored);
        });
  }

  private Part finishKey(Sql sql, String actor, String id, List<StoredKey> stored) {
    String as = newName();
    stored.forEach(key -> KeyTable.delete(sql, key));
    long sums = ForgottenNames.renameKeys(sql, Map.of(id, as));
    record(sql, actor, "key " + as);
    return new Part(as, stored.size(), sums, 0, AuditLog.naming(sql, id), Optional.empty());
  }

  /// Forgets a person of the store with keys, sessions and memberships. A directory may write the
  /// same person again.
  ///
  /// @param actor who does it, for the audit log
  /// @param id of the person, also of one that is gone and has left keys
  /// @param revoke whether keys end that could still call; if not, a person who has some stays
  public Part person(String actor, String id, boolean revoke)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          PeopleTable.lock(sql);
          List<StoredKey> stored =
              KeyTable.ring(sql).keys().stream()
                  .filter(key -> !id.isEmpty() && key.owner().person().equals(id))
                  .toList();
          if (stored.isEmpty() && PeopleTable.person(sql, id).isEmpty()) {
            throw new ChangeRefused(Reason.NOT_FOUND, "there is no person " + id);
          }
          end(sql, actor, stored, revoke);
          long calls = ForgottenNames.removeCalls(sql, stored.stream().map(StoredKey::id).toList());
          return calls > 0 ? Part.unfinished(0, calls, id) : finishPerson(sql, actor, id, stored);
        });
  }

  private Part finishPerson(Sql sql, String actor, String id, List<StoredKey> stored) {
    String as = newName();
    Map<String, String> names = new TreeMap<>();
    stored.forEach(key -> names.put(key.id(), newName()));
    stored.forEach(key -> KeyTable.delete(sql, key));
    long sums = ForgottenNames.renameKeys(sql, names);
    PeopleTable.delete(sql, id);
    PeopleTable.raise(sql);
    record(sql, actor, "person " + as);
    return new Part(as, stored.size(), sums, 0, AuditLog.naming(sql, id), Optional.empty());
  }

  /// Forgets a value of tags, such as the name of a person: it counts as `other`.
  ///
  /// @param after what the part before has told; empty for the first
  /// @throws IllegalArgumentException if it has told nothing such
  public Part user(String actor, String value, Optional<String> after)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql ->
            after.equals(Optional.of(SUMS))
                ? userSums(sql, actor, value)
                : userCalls(sql, value, after));
  }

  private static Part userCalls(Sql sql, String value, Optional<String> after) {
    ForgottenNames.Part part = ForgottenNames.removeTag(sql, value, after);
    return Part.unfinished(0, part.calls(), part.after().orElse(SUMS));
  }

  private Part userSums(Sql sql, String actor, String value) {
    long sums = ForgottenNames.renameTag(sql, value);
    if (sums > 0) {
      return Part.unfinished(sums, 0, SUMS);
    }
    record(sql, actor, "user");
    return new Part("", 0, 0, 0, AuditLog.naming(sql, value), Optional.empty());
  }

  /// Ends keys before their calls go: a key that can call would leave new ones. Of an entry of the
  /// audit log that says so only the identifier is new.
  private void end(Sql sql, String actor, List<StoredKey> keys, boolean revoke) {
    long now = wall.getAsLong();
    List<StoredKey> living = keys.stream().filter(key -> key.state(now).equals("active")).toList();
    if (!living.isEmpty() && !revoke) {
      throw new ChangeRefused(
          Reason.EXISTS,
          "keys can call: %s; revoke them first, or say --revoke (`revoke: true`), which ends them"
              .formatted(AccountChanges.named(living)));
    }
    for (StoredKey key : living) {
      KeyTable.revoke(sql, key.id(), now, false);
      KeyTable.raise(sql);
      AuditLog.add(sql, new Event(now, actor, "key.revoke", key.id(), ACTION));
    }
  }

  private void record(Sql sql, String actor, String subject) {
    KeyTable.raise(sql);
    AuditLog.add(sql, new Event(wall.getAsLong(), actor, ACTION, subject, ""));
  }

  private String newName() {
    return AS + KeySecret.newId(random);
  }

  private static ChangeRefused unknown(String what) {
    return new ChangeRefused(
        Reason.NOT_FOUND, "neither the store's accounts nor its ledger have a " + what);
  }
}
