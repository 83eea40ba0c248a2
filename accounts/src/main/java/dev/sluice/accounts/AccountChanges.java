package dev.sluice.accounts;

import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.Credit;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.text.Plural;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Changes of teams and keys. Each is one transaction with its audit row and a new revision, and
/// holds for calls when its method returns. For threads that may wait; never a call's or a loop.
public final class AccountChanges {
  /// How many keys a message names at most.
  private static final int NAMED = 20;

  private final Committer committer;
  private final LongSupplier wall;
  private final RandomGenerator random;

  /// Commits changes, and lets calls be judged by the result.
  interface Committer {
    <T> T commit(Function<Sql, T> change) throws StoreException, InterruptedException;
  }

  /// A key and its new secret, which is shown once and never again.
  public record Issued(StoredKey key, KeySecret secret) {}

  /// A key that is to be made.
  ///
  /// @param divided whether `x-sluice-tenant` names parts of the team
  /// @param expires in milliseconds since 1970; 0 for never
  /// @param owner the person whose it is
  public record NewKey(
      String name, String team, boolean divided, long expires, KeyTerms terms, KeyOwner owner) {
    /// A key that is no person's.
    public NewKey(String name, String team, boolean divided, long expires, KeyTerms terms) {
      this(name, team, divided, expires, terms, KeyOwner.NONE);
    }
  }

  /// @param wall the wall clock, in milliseconds since 1970
  /// @param random a generator that cannot be foretold
  AccountChanges(Committer committer, LongSupplier wall, RandomGenerator random) {
    this.committer = committer;
    this.wall = wall;
    this.random = random;
  }

  /// The import of teams and keys of another gateway.
  public AccountImport imports() {
    return new AccountImport(committer, wall, random);
  }

  /// Changes of what is no account.
  public OtherChanges others() {
    return new OtherChanges(committer, wall);
  }

  /// Makes a team.
  ///
  /// @param actor who does it, for the audit log
  public Team createTeam(String actor, String name, BudgetTerms budget)
      throws StoreException, InterruptedException {
    ChangeChecks.name("a team's name", name);
    ChangeChecks.budget(budget);
    return committer.commit(
        sql -> {
          Team team = insertTeam(sql, name, budget);
          record(sql, actor, "team.create", name, budget.toString());
          return team;
        });
  }

  private Team insertTeam(Sql sql, String name, BudgetTerms budget) {
    if (KeyTable.ring(sql).team(name).isPresent()) {
      throw new ChangeRefused(Reason.EXISTS, "there is a team " + name + ": choose another");
    }
    Team team = new Team(name, budget, wall.getAsLong(), 1);
    KeyTable.insert(sql, team);
    return team;
  }

  /// Changes what a team may cost.
  ///
  /// @param version the one that was read; empty for any
  public Team changeTeam(String actor, String name, OptionalLong version, BudgetTerms budget)
      throws StoreException, InterruptedException {
    ChangeChecks.budget(budget);
    return committer.commit(
        sql -> {
          Team before = teamOfVersion(sql, name, version);
          Team next = new Team(name, budget, before.created(), before.version());
          ChangeChecks.current(KeyTable.update(sql, next), "team " + name);
          record(sql, actor, "team.change", name, budget.toString());
          return team(KeyTable.ring(sql), name);
        });
  }

  /// Removes a team, with its keys, which end; their running calls finish. What they have cost
  /// stays in the ledger, under its name.
  ///
  /// @param version the one that was read; empty for any
  /// @param revoke whether keys end that could still call; if not, a team that has some stays
  /// @return the keys that it had
  public List<StoredKey> deleteTeam(String actor, String name, OptionalLong version, boolean revoke)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          Team team = teamOfVersion(sql, name, version);
          List<StoredKey> keys = keysOf(KeyTable.ring(sql), name);
          checkOver(name, keys, revoke);
          KeyTable.delete(sql, team);
          record(sql, actor, "team.delete", name, "with keys: " + named(keys));
          return keys;
        });
  }

  private void checkOver(String team, List<StoredKey> keys, boolean revoke) {
    long now = wall.getAsLong();
    List<StoredKey> living = keys.stream().filter(key -> key.state(now).equals("active")).toList();
    if (!revoke && !living.isEmpty()) {
      throw new ChangeRefused(
          Reason.EXISTS,
          "the team %s has keys that can call: %s; revoke them first, or say --revoke (`revoke: true`), which ends them with it"
              .formatted(team, named(living)));
    }
  }

  private static List<StoredKey> keysOf(KeyRing ring, String team) {
    return ring.keys().stream()
        .filter(key -> key.principal().team().equals(team))
        .sorted(Comparator.comparing(key -> key.principal().name()))
        .toList();
  }

  /// Names some of the keys.
  static String named(List<StoredKey> keys) {
    String names =
        keys.stream()
            .limit(NAMED)
            .map(key -> key.principal().name() + " (" + key.id() + ")")
            .collect(Collectors.joining(", "));
    int more = keys.size() - NAMED;
    return keys.isEmpty() ? "none" : more > 0 ? names + " and " + more + " more" : names;
  }

  /// Gives money back to the owner of a budget, in the windows of now. The ledger stays as it is.
  ///
  /// @param owner as [dev.sluice.accounts.budget.Spender] has it
  /// @param subject the owner in the audit log: a key's [#subject], or a team's name
  /// @param nanos how much, in nano-dollars
  /// @param reason what for, in one line
  public void credit(String actor, String owner, String subject, long nanos, String reason)
      throws StoreException, InterruptedException {
    ChangeChecks.credit(nanos, reason);
    committer.commit(
        sql -> {
          var credit = new Credit(owner, wall.getAsLong(), nanos);
          KeyTable.insert(sql, credit, actor, reason);
          record(sql, actor, "budget.credit", subject, Money.text(nanos) + ": " + reason);
          return credit;
        });
  }

  /// Makes a key.
  public Issued createKey(String actor, NewKey key) throws StoreException, InterruptedException {
    return createKey(actor, key, Integer.MAX_VALUE);
  }

  /// Makes a key.
  ///
  /// @param most how many keys its owner may have in the team, this one included
  public Issued createKey(String actor, NewKey key, int most)
      throws StoreException, InterruptedException {
    ChangeChecks.name("a key's name", key.name());
    ChangeChecks.budget(key.terms().budget());
    long now = wall.getAsLong();
    ChangeChecks.expiry(key.expires(), now);
    return committer.commit(
        sql -> {
          PeopleChecks.owner(sql, key.owner());
          PeopleChecks.room(KeyTable.ring(sql), key, most, now);
          Principal principal = insertKey(sql, key, now);
          record(sql, actor, "key.create", subject(principal), described(key.terms()));
          return issue(sql, principal.id(), now);
        });
  }

  private Principal insertKey(Sql sql, NewKey key, long now) {
    KeyRing ring = KeyTable.ring(sql);
    checkNew(key, ring);
    String id = KeySecret.newId(random);
    var principal = new Principal(id, key.name(), key.team(), key.divided(), key.terms());
    var life = new Life(now, key.expires(), 0, false);
    KeyTable.insert(sql, new StoredKey(principal, life, List.of(), 1, key.owner()));
    return principal;
  }

  private static void checkNew(NewKey key, KeyRing ring) {
    Team team = team(ring, key.team());
    if (hasKey(ring, team.name(), key.name())) {
      throw new ChangeRefused(
          Reason.EXISTS,
          "the team %s has a key %s: choose another name, or rotate that one"
              .formatted(team.name(), key.name()));
    }
  }

  private static boolean hasKey(KeyRing ring, String team, String name) {
    return ring.keys().stream()
        .map(StoredKey::principal)
        .anyMatch(of -> of.team().equals(team) && of.name().equals(name));
  }

  private Issued issue(Sql sql, String id, long now) {
    KeySecret secret = KeySecret.of(id, random);
    KeyTable.insert(sql, secret, now);
    return new Issued(key(KeyTable.ring(sql), id), secret);
  }

  /// Changes what a key may do, and until when.
  ///
  /// @param version the one that was read; empty for any
  /// @param change makes the key with its new terms and expiry of the one that there is
  public StoredKey changeKey(
      String actor, String id, OptionalLong version, Function<StoredKey, StoredKey> change)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          StoredKey before = livingOfVersion(sql, id, version);
          StoredKey next = change.apply(before);
          if (next.life().expires() != before.life().expires()) {
            ChangeChecks.expiry(next.life().expires(), wall.getAsLong());
          }
          ChangeChecks.budget(next.principal().terms().budget());
          updateKey(sql, actor, id, next);
          return key(KeyTable.ring(sql), id);
        });
  }

  private void updateKey(Sql sql, String actor, String id, StoredKey next) {
    ChangeChecks.current(KeyTable.update(sql, next), "key " + id);
    Principal of = next.principal();
    record(sql, actor, "key.change", subject(of), described(of.terms()));
  }

  /// Gives a key another secret; those that it has go on for a while.
  ///
  /// @param overlap how long the old secrets are good
  public Issued rotateKey(String actor, String id, Duration overlap)
      throws StoreException, InterruptedException {
    long now = wall.getAsLong();
    return committer.commit(
        sql -> {
          StoredKey before = living(KeyTable.ring(sql), id);
          PeopleChecks.owner(sql, before.owner());
          PeopleChecks.secrets(before, overlap, now);
          KeyTable.end(sql, id, now + overlap.toMillis(), now);
          KeyTable.touch(sql, id);
          record(sql, actor, "key.rotate", subject(before.principal()), "overlap " + overlap);
          return issue(sql, id, now);
        });
  }

  /// Revokes a key, for good. Running calls finish, unless they are cut.
  public StoredKey revokeKey(String actor, String id, boolean cut)
      throws StoreException, InterruptedException {
    return committer.commit(
        sql -> {
          StoredKey before = key(KeyTable.ring(sql), id);
          KeyTable.revoke(sql, id, wall.getAsLong(), cut);
          record(sql, actor, "key.revoke", subject(before.principal()), cut ? "now" : "");
          return key(KeyTable.ring(sql), id);
        });
  }

  /// Records in a new store that it was made in the place of one that had these keys.
  void recordNewStore(Store store, String actor, KeyRing before)
      throws StoreException, InterruptedException {
    String had =
        "in the place of one with %s, %s"
            .formatted(
                Plural.of(before.teams().size(), "team"), Plural.of(before.keys().size(), "key"));
    store.await(
        store.write(
            sql -> {
              record(sql, actor, GoneStore.CREATED, "store", had);
              return had;
            }));
  }

  /// Records that tokens of callers were refused. Changes no key, and does not count as a change.
  ///
  /// @param issuer whose tokens they are
  /// @param detail why, and how many
  public void recordRefusedTokens(String issuer, String detail)
      throws StoreException, InterruptedException {
    committer.commit(
        sql -> {
          AuditLog.add(
              sql, new Event(wall.getAsLong(), "auth.jwt", AuditLog.REFUSED, issuer, detail));
          return detail;
        });
  }

  private void record(Sql sql, String actor, String action, String subject, String detail) {
    KeyTable.raise(sql);
    AuditLog.add(sql, new Event(wall.getAsLong(), actor, action, subject, detail));
  }

  /// The name of a key in the audit log.
  public static String subject(Principal principal) {
    return principal.id() + " " + principal.team() + "/" + principal.name();
  }

  static String described(KeyTerms terms) {
    return "%s %s cache=%s %s %s"
        .formatted(terms.scope(), terms.bands(), terms.cache(), terms.limits(), terms.budget());
  }

  private static Team team(KeyRing ring, String name) {
    return ring.team(name)
        .orElseThrow(
            () ->
                new ChangeRefused(
                    Reason.NOT_FOUND,
                    "there is no team %s: create it, or see `sluice teams list`".formatted(name)));
  }

  private static Team teamOfVersion(Sql sql, String name, OptionalLong version) {
    Team team = team(KeyTable.ring(sql), name);
    ChangeChecks.version("team " + name, version, team.version());
    return team;
  }

  private static StoredKey key(KeyRing ring, String id) {
    return ring.key(id)
        .orElseThrow(
            () ->
                new ChangeRefused(
                    Reason.NOT_FOUND, "there is no key " + id + ": see `sluice keys list`"));
  }

  private static StoredKey living(KeyRing ring, String id) {
    StoredKey key = key(ring, id);
    if (key.life().isRevoked()) {
      throw new ChangeRefused(
          Reason.INVALID, "key " + id + " is revoked, which is for good: create another");
    }
    return key;
  }

  private static StoredKey livingOfVersion(Sql sql, String id, OptionalLong version) {
    StoredKey key = living(KeyTable.ring(sql), id);
    ChangeChecks.version("key " + id, version, key.version());
    return key;
  }
}
