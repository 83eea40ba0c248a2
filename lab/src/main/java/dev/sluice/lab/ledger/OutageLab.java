package dev.sluice.lab.ledger;

import static java.util.stream.Collectors.joining;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Takes the store away from a gateway that is called at a steady pace, gives it back, and compares
/// what the gateway knows of its cost with what the provider has billed.
public final class OutageLab {
  private static final Duration STEADY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// How long it looks on at least, behind the moment at which the store is missed.
  private static final Duration LOOKED_ON = Duration.ofSeconds(1);

  private static final long LOOK_MS = 100;
  private static final String READY = "200 ready";
  private static final String MISSED = READY + ", but ";

  private final OutageOptions options;
  private final GatewayProgram program;
  private final PrintStream out;
  private final Path folder;
  private final BillingProvider provider;
  private final List<TakenStore> outages;
  private final StoreConfig store;
  private final LabKeys keys;

  private OutageLab(
      OutageOptions options,
      GatewayProgram program,
      PrintStream out,
      Path folder,
      BillingProvider provider,
      List<TakenStore> outages)
      throws StoreException, InterruptedException {
    this.options = options;
    this.program = program;
    this.out = out;
    this.folder = folder;
    this.provider = provider;
    this.outages = outages;
    this.store = outages.getFirst().config();
    this.keys = LabKeys.in(store);
  }

  /// Runs the experiment, and prints the findings.
  ///
  /// @return 0, or 1 if a call has failed, or the ledger or a budget is not what was billed
  public static int run(OutageOptions options, GatewayProgram program, PrintStream out)
      throws IOException, InterruptedException {
    try (var folder = Folder.create("sluice-away");
        var provider = new BillingProvider()) {
      List<TakenStore> outages = TakenStore.of(folder.path().resolve(LedgerLab.DATA), options);
      try {
        var lab = new OutageLab(options, program, out, folder.path(), provider, outages);
        boolean holds = lab.holds();
        out.println(holds ? "no call has failed, and the ledger is what was billed" : "MISSED");
        return holds ? 0 : 1;
      } finally {
        outages.forEach(TakenStore::close);
      }
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private boolean holds() throws IOException, InterruptedException, StoreException {
    ChildGateway gateway = ChildGateway.start(program, folder, yaml());
    SteadyCallers callers = new SteadyCallers(gateway.api(), keys.secrets(), options.rate());
    boolean holds;
    try (callers;
        var view = new AdminView(gateway)) {
      holds = watch(callers, view);
    } finally {
      gateway.end();
    }
    holds &= told("budgets after a restart", restarted());
    LedgerCheck check = LedgerCheck.of(store, keys.ids(), provider.billed(), callers.answered());
    out.println("billed %d, %s".formatted(check.billed(), check.faults()));
    return holds && check.holds(0);
  }

  private String yaml() {
    return LedgerLab.keyed(store.path(), store.url(), LedgerLab.rest(provider.port()));
  }

  private boolean watch(SteadyCallers callers, AdminView view)
      throws IOException, InterruptedException {
    TimeUnit.NANOSECONDS.sleep(STEADY.toNanos());
    boolean holds = true;
    for (TakenStore taken : outages) {
      OutageFindings findings = outage(taken, callers, view);
      findings.tell(out);
      holds &= findings.hold();
    }
    callers.stop();
    long _ = complete(view);
    holds &= tell(callers);
    return told("budgets", view.budgets()) && holds;
  }

  private OutageFindings outage(TakenStore taken, SteadyCallers callers, AdminView view)
      throws IOException, InterruptedException {
    var before = callers.times();
    boolean known = view.toStranger().equals(OutageFindings.UNKNOWN);
    long begun = System.nanoTime();
    taken.take(view.gateway().process());
    long noticed =
        await(
            () -> view.toStranger().equals(taken.toStranger()) && view.ready().startsWith(MISSED));
    Map<String, Integer> answers = new TreeMap<>();
    long away = begun + options.away().toNanos();
    int silent = lookOn(view, answers, Math.max(away, System.nanoTime() + LOOKED_ON.toNanos()));
    var during = callers.times();
    taken.giveBack(view.gateway().process());
    long back = await(() -> view.ready().equals(READY));
    known &= view.toStranger().equals(OutageFindings.UNKNOWN);
    TimeUnit.NANOSECONDS.sleep(STEADY.toNanos());
    return new OutageFindings(
        known, noticed, back, complete(view), taken.toStranger(), answers, silent, before, during);
  }

  /// Waits until the store has all that is billed by now.
  private long complete(AdminView view) throws IOException, InterruptedException {
    int billed = provider.billed().size();
    return await(() -> view.calls() >= billed);
  }

  private int lookOn(AdminView view, Map<String, Integer> answers, long until)
      throws IOException, InterruptedException {
    int silent = 0;
    while (System.nanoTime() < until) {
      answers.merge(view.toStranger(), 1, Integer::sum);
      silent += view.ready().startsWith(MISSED) ? 0 : 1;
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
    return silent;
  }

  /// A condition that is to come true.
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /// @return after how many milliseconds it did; some sixty seconds where it did not
  private static long await(Condition condition) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (!condition.holds() && System.nanoTime() - begun < PATIENCE.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  private boolean tell(SteadyCallers callers) {
    out.println(
        "the store of %d keys was %s for %d ms, under %d calls a second: %d calls answered"
            .formatted(
                keys.all().size(),
                options.outages().stream().map(String::valueOf).collect(joining(" and then ")),
                options.away().toMillis(),
                options.rate(),
                callers.answered().size()));
    out.println(
        "failed calls             %d, at most 0 %s"
            .formatted(
                callers.failed().size(), callers.failed().values().stream().limit(1).toList()));
    return callers.failed().isEmpty();
  }

  private Map<String, Long> restarted() throws IOException, InterruptedException {
    ChildGateway gateway = ChildGateway.start(program, folder, yaml());
    try (var view = new AdminView(gateway)) {
      return view.budgets();
    } finally {
      gateway.end();
    }
  }

  private boolean told(String what, Map<String, Long> budgets) {
    return OutageFindings.tell(out, what, budgets, OutageFindings.due(keys, provider.billed()));
  }
}
