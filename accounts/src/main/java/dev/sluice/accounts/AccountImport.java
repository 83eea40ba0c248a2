package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.Committer;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.audit.AuditEntry.Event;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.key.SecretDigest;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.Credit;
import dev.sluice.accounts.terms.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Takes over teams and keys of another gateway. A key's secret goes on: it is known by its SHA-256
/// alone. What was spent there counts in the windows of now, as a negative [Credit]. Many are
/// written in one transaction, each with its audit row; a failure leaves the transactions before
/// it. For threads that may wait; never a call's or a loop.
public final class AccountImport {
  /// How many teams or keys one transaction writes: it must end within the store's patience.
  private static final int CHUNK = 500;

  private static final String REASON = "spent before, at another gateway";

  private final Committer committer;
  private final LongSupplier wall;
  private final RandomGenerator random;

  /// A team to be taken over.
  ///
  /// @param spent what it has spent in the window of now, in nano-dollars
  public record ImportedTeam(String name, BudgetTerms budget, long spent) {}

  /// A key to be taken over.
  ///
  /// @param spent what it has spent in the window of now, in nano-dollars
  public record ImportedKey(NewKey key, SecretDigest secret, long spent) {}

  /// @param wall the wall clock, in milliseconds since 1970
  /// @param random a generator that cannot be foretold
  AccountImport(Committer committer, LongSupplier wall, RandomGenerator random) {
    this.committer = committer;
    this.wall = wall;
    this.random = random;
  }

  /// Makes teams, none of which may be there.
  ///
  /// @param actor who does it, for the audit log
  public void teams(String actor, List<ImportedTeam> teams)
      throws StoreException, InterruptedException {
    for (ImportedTeam team : teams) {
      ChangeChecks.name("a team's name", team.name());
      ChangeChecks.budget(team.budget());
      ChangeChecks.spent(team.spent());
    }
    for (int i = 0; i < teams.size(); i += CHUNK) {
      List<ImportedTeam> chunk = teams.subList(i, Math.min(teams.size(), i + CHUNK));
      committer.commit(sql -> insertTeams(sql, actor, chunk));
    }
  }

  private int insertTeams(Sql sql, String actor, List<ImportedTeam> teams) {
    KeyRing ring = KeyTable.ring(sql);
    for (ImportedTeam team : teams) {
      if (ring.team(team.name()).isPresent()) {
        throw exists("there is a team " + team.name());
      }
      KeyTable.insert(sql, new Team(team.name(), team.budget(), wall.getAsLong(), 1));
      carry(sql, actor, Spender.team(team.name()), team.spent());
      record(sql, actor, "team.import", team.name(), spent(team.spent(), team.budget().toString()));
    }
    return teams.size();
  }

  /// Makes keys, whose teams must be there.
  ///
  /// @param actor who does it, for the audit log
  public void keys(String actor, List<ImportedKey> keys)
      throws StoreException, InterruptedException {
    for (ImportedKey key : keys) {
      ChangeChecks.name("a key's name", key.key().name());
      ChangeChecks.budget(key.key().terms().budget());
      ChangeChecks.expiry(key.key().expires(), wall.getAsLong());
      ChangeChecks.spent(key.spent());
    }
    for (int i = 0; i < keys.size(); i += CHUNK) {
      List<ImportedKey> chunk = keys.subList(i, Math.min(keys.size(), i + CHUNK));
      committer.commit(sql -> insertKeys(sql, actor, chunk));
    }
  }

  private int insertKeys(Sql sql, String actor, List<ImportedKey> keys) {
    KeyRing ring = KeyTable.ring(sql);
    Set<String> names = names(ring);
    for (ImportedKey imported : keys) {
      NewKey key = imported.key();
      if (ring.imported(imported.secret()).isPresent()) {
        throw exists("the secret of the key " + key.name() + " is there");
      }
      if (!names.add(key.team() + "/" + key.name())) {
        throw exists("the team %s has a key %s".formatted(key.team(), key.name()));
      }
      insertKey(sql, actor, imported);
    }
    return keys.size();
  }

  private static Set<String> names(KeyRing ring) {
    Set<String> names = new HashSet<>();
    for (StoredKey key : ring.keys()) {
      names.add(key.principal().team() + "/" + key.principal().name());
    }
    return names;
  }

  private void insertKey(Sql sql, String actor, ImportedKey imported) {
    NewKey key = imported.key();
    var principal =
        new Principal(KeySecret.newId(random), key.name(), key.team(), key.divided(), key.terms());
    var life = new Life(wall.getAsLong(), key.expires(), 0, false);
    KeyTable.insert(sql, new StoredKey(principal, life, List.of(), 1));
    KeyTable.insert(sql, principal.id(), imported.secret());
    carry(sql, actor, Spender.key(principal.id()), imported.spent());
    record(
        sql,
        actor,
        "key.import",
        AccountChanges.subject(principal),
        spent(imported.spent(), AccountChanges.described(key.terms())));
  }

  private void carry(Sql sql, String actor, String owner, long spent) {
    if (spent > 0) {
      KeyTable.insert(sql, new Credit(owner, wall.getAsLong(), -spent), actor, REASON);
    }
  }

  private static String spent(long nanos, String terms) {
    return "spent " + Money.text(nanos) + "; " + terms;
  }

  private void record(Sql sql, String actor, String action, String subject, String detail) {
    KeyTable.raise(sql);
    AuditLog.add(sql, new Event(wall.getAsLong(), actor, action, subject, detail));
  }

  private static ChangeRefused exists(String what) {
    return new ChangeRefused(
        Reason.EXISTS, what + " since the import began: run it again, it goes on from there");
  }
}
