package dev.sluice.lab.ledger;

import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.ledger.JournalFiles;
import dev.sluice.accounts.store.SchemaVersions;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreUpkeep;
import dev.sluice.accounts.upkeep.Backup;
import dev.sluice.accounts.upkeep.BackupException;
import dev.sluice.accounts.upkeep.Restore;
import dev.sluice.config.provider.Secret;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Upgrades one of two gateways at one PostgreSQL under load, takes it back, and compares what each
/// program knows of its cost with what the provider has billed. With SQLite, which one process has,
/// the programs come one after the other.
///
/// ```text
/// earlier program   called ──────────────────────> killed   starts again, called ──> ends
/// this program               starts, called ──> ends   steps back                        starts
/// ```
public final class UpgradeLab {
  private static final String TOKEN = "lab-token";
  private static final long LOOK_MS = 100;
  private static final long PATIENCE_MS = 60_000;

  /// How far the numbers of calls of one gateway lie from those of the next.
  private static final long APART = 10_000_000;

  private final UpgradeOptions options;
  private final GatewayProgram earlier;
  private final GatewayProgram later;
  private final PrintStream out;
  private final Path folder;
  private final BillingProvider provider;
  private final StoreConfig store;
  private final Set<String> answered = new HashSet<>();
  private long failed;
  private long first;

  private UpgradeLab(
      UpgradeOptions options, PrintStream out, Path folder, BillingProvider provider) {
    this.options = options;
    this.earlier = GatewayProgram.launchedBy(options.before());
    this.later = GatewayProgram.likeThisProcess();
    this.out = out;
    this.folder = folder;
    this.provider = provider;
    this.store = new StoreConfig(folder.resolve(LedgerLab.DATA), options.url().map(Secret::new));
  }

  /// Runs the experiment, and prints the findings.
  ///
  /// @return 0, or 1 if a call has failed, or the ledger or a budget is not what was billed
  public static int run(UpgradeOptions options, PrintStream out)
      throws IOException, InterruptedException {
    try (var folder = Folder.create("sluice-upgrade");
        var provider = new BillingProvider()) {
      boolean holds = new UpgradeLab(options, out, folder.path(), provider).holds();
      out.println(holds ? "no call has failed, and the ledger is what was billed" : "MISSED");
      return holds ? 0 : 1;
    } catch (StoreException | JournalException | BackupException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private boolean holds()
      throws IOException, InterruptedException, StoreException, JournalException, BackupException {
    ChildGateway old = start(earlier, "earlier");
    boolean holds = true;
    LabKeys keys;
    SchemaVersions before = versions();
    try (var view = new AdminView(old, TOKEN)) {
      keys = LabKeys.by(view);
      call(keys, old);
      holds &= isShared() ? sideBySide(keys, view) : told("earlier program", view);
    } finally {
      old.kill();
    }
    if (!isShared()) {
      Backup.Made _ = new Backup(store, "", Instant.now()).make(backup());
      holds &= goesOn(later, "later", "upgrade", keys);
    }
    rollBack(before);
    holds &= goesOn(earlier, "earlier", "earlier program again", keys);
    holds &= goesOn(later, "later", "this program again", keys);
    boolean right = checked(keys);
    return holds && right;
  }

  /// Lets the earlier program start again, by its backup where it cannot use the store.
  private void rollBack(SchemaVersions before)
      throws IOException, InterruptedException, StoreException, JournalException, BackupException {
    long now = versions().store();
    if (versions().isFor(before.store())) {
      StoreUpkeep.Migrated back = StoreUpkeep.stepBack(store, before.store());
      out.println(
          "rollback                 tables of version %d, taken by programs of %d"
              .formatted(now, back.after().store()));
    } else {
      Restore.Done done = new Restore(store, Instant.now()).from(backup(), true);
      out.println(
          "rollback                 backup of version %d, and %d calls of the journal"
              .formatted(versions().store(), done.journal().map(JournalFiles::behind).orElse(0L)));
    }
  }

  private Path backup() {
    return folder.resolve("backup");
  }

  /// Starts this program beside the earlier one, calls both, and ends it.
  private boolean sideBySide(LabKeys keys, AdminView old)
      throws IOException, InterruptedException, StoreException {
    ChildGateway gateway = start(later, "later");
    try (var view = new AdminView(gateway, TOKEN)) {
      out.println(
          "upgrade                  tables of version %d now".formatted(versions().store()));
      call(keys, old.gateway(), gateway);
      return told("side by side", view);
    } finally {
      gateway.end();
    }
  }

  /// Starts a program on what the others have left, compares, calls it and compares again.
  private boolean goesOn(GatewayProgram program, String name, String what, LabKeys keys)
      throws IOException, InterruptedException {
    ChildGateway gateway = start(program, name);
    try (var view = new AdminView(gateway, TOKEN)) {
      boolean same = budgets(what + ", start", keys, view);
      call(keys, gateway);
      boolean told = told(what, view);
      boolean counted = budgets(what + ", budgets", keys, view);
      return told && same && counted;
    } finally {
      gateway.end();
    }
  }

  private boolean isShared() {
    return store.url().isPresent();
  }

  private SchemaVersions versions() throws StoreException {
    return StoreUpkeep.look(store, (_, _) -> "").versions();
  }

  private ChildGateway start(GatewayProgram program, String name) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    return ChildGateway.start(program, own, yaml(own));
  }

  private String yaml(Path own) {
    Path data = isShared() ? own.resolve(LedgerLab.DATA) : store.path();
    String rest = LedgerLab.rest(provider.port(), ", token: " + TOKEN);
    return LedgerLab.keyed(data, store.url(), rest);
  }

  private void call(LabKeys keys, ChildGateway... gateways) throws InterruptedException {
    var callers = new SteadyCallers[gateways.length];
    for (int i = 0; i < callers.length; i++) {
      first += APART;
      callers[i] = new SteadyCallers(gateways[i].api(), keys.secrets(), options.rate(), first);
    }
    TimeUnit.NANOSECONDS.sleep(options.each().toNanos());
    for (SteadyCallers one : callers) {
      one.close();
      answered.addAll(one.answered());
      failed += one.failed().size();
    }
  }

  /// Waits until the store has what was billed.
  private boolean told(String what, AdminView view) throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (view.calls() < provider.billed().size() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
    long calls = view.calls();
    out.println(
        "%-24s %d calls in the store, billed %d".formatted(what, calls, provider.billed().size()));
    return calls == provider.billed().size();
  }

  private boolean budgets(String what, LabKeys keys, AdminView view)
      throws IOException, InterruptedException {
    Map<String, Long> due = OutageFindings.due(keys, provider.billed());
    return OutageFindings.tell(out, what, view.budgets(), due);
  }

  private boolean checked(LabKeys keys) throws StoreException, InterruptedException {
    LedgerCheck check = LedgerCheck.of(store, keys.ids(), provider.billed(), answered);
    out.println("billed %d, failed %d, %s".formatted(check.billed(), failed, check.faults()));
    return failed == 0 && check.holds(0);
  }
}
