package dev.sluice.lab.ledger;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.config.provider.Secret;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Kills a gateway under load, again and again on one store, and compares its ledger with what the
/// provider has billed.
public final class LedgerLab {
  static final String KEY = "lab-key";

  /// The folder of a gateway's own files, in that of an experiment.
  static final String DATA = "data";

  private LedgerLab() {}

  /// Runs the experiment, and prints what was found.
  ///
  /// @return 0, or 1 if the ledger is not what was billed
  public static int run(LedgerOptions options, GatewayProgram program, PrintStream out)
      throws IOException, InterruptedException {
    try (var temporary = Folder.create("sluice-ledger");
        var provider = new BillingProvider()) {
      Path folder = temporary.path();
      var callers = new ClosedLoopCallers(options.clients());
      String yaml = yaml(folder, provider.port());
      kill(options, program, folder, yaml, callers);
      ChildGateway.start(program, folder, yaml).end();
      var store = StoreConfig.in(folder.resolve(DATA));
      LedgerCheck check =
          LedgerCheck.of(store, List.of("web"), provider.billed(), callers.answered());
      return tell(check, options, callers.answered().size(), out);
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// The configuration of a gateway with a store, a budget of all and keys of its own besides those
  /// of the store.
  static String keyed(Path data, Optional<Secret> url, String rest) {
    return """
    store: {path: "%s"%s}
    budgets: {all: [%s]}
    server: {listen: "127.0.0.1:0", keys: [%s]}
    %s\
    """
        .formatted(
            data,
            url.map(secret -> ", url: \"" + secret.reveal() + "\"").orElse(""),
            LabKeys.BUDGET,
            LabKeys.fixed(),
            rest);
  }

  private static String yaml(Path folder, int provider) {
    return """
    store: {path: "%s"}
    server: {listen: "127.0.0.1:0", keys: [{name: web, key: %s, team: ops}]}
    %s\
    """
        .formatted(folder.resolve(DATA), KEY, rest(provider));
  }

  /// Returns what a gateway's configuration says beside its store and its keys.
  static String rest(int provider) {
    return rest(provider, "");
  }

  /// @param admin more members of `admin`
  static String rest(int provider, String admin) {
    return """
    admin: {listen: "127.0.0.1:0"%s}
    log: {calls: off}
    prices: {models: [{provider: p, model: "*", input: 1, output: 10}]}
    providers: {p: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}}
    routes: {all: {models: [m], targets: [{provider: p, model: m}]}}
    """
        .formatted(admin, provider);
  }

  private static void kill(
      LedgerOptions options,
      GatewayProgram program,
      Path folder,
      String yaml,
      ClosedLoopCallers callers)
      throws IOException, InterruptedException {
    var random = new Random(options.seed());
    for (int i = 0; i < options.kills(); i++) {
      ChildGateway gateway = ChildGateway.start(program, folder, yaml);
      List<Thread> threads = callers.start(gateway.api());
      callers.awaitAnswer();
      TimeUnit.MILLISECONDS.sleep(1 + random.nextLong(options.each().toMillis()));
      gateway.kill();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static int tell(
      LedgerCheck check, LedgerOptions options, long answered, PrintStream out) {
    long underWay = (long) options.kills() * options.clients();
    boolean holds = check.holds(underWay);
    out.println(
        "%d kills under %d calls at the same time, seed %d: %d calls answered"
            .formatted(options.kills(), options.clients(), options.seed(), answered));
    out.println("billed                   %d, at least 1".formatted(check.billed()));
    out.println("billed and missing       %d, at most 0".formatted(check.missing()));
    out.println("charged twice            %d, at most 0".formatted(check.twice()));
    out.println("charged other tokens     %d, at most 0".formatted(check.wrong()));
    out.println("sums less calls          %d nano-dollars, must be 0".formatted(check.apart()));
    out.println(
        "charged their estimate   %d, at most the %d under way at a kill (%d of them answered)"
            .formatted(check.lost(), underWay, check.unseen()));
    out.println(holds ? "the ledger is what was billed" : "MISSED");
    return holds ? 0 : 1;
  }
}
