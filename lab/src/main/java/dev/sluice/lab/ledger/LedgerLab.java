package dev.sluice.lab.ledger;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Kills a gateway under load, again and again on one store, and compares its ledger with what the
/// provider has billed.
public final class LedgerLab {
  static final String KEY = "lab-key";

  private LedgerLab() {}

  /// Runs it and prints what was found.
  ///
  /// @return 0, or 1 if the ledger is not what was billed
  public static int run(LedgerOptions options, GatewayProgram program, PrintStream out)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sluice-ledger");
    try (var provider = new BillingProvider()) {
      var callers = new Callers(options.clients());
      kill(options, program, folder, provider.port(), callers);
      KilledGateway.start(program, folder, provider.port()).end();
      LedgerCheck check = LedgerCheck.of(folder, provider.billed(), callers.answered());
      return tell(check, options, callers.answered().size(), out);
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      delete(folder);
    }
  }

  private static void kill(
      LedgerOptions options, GatewayProgram program, Path folder, int provider, Callers callers)
      throws IOException, InterruptedException {
    var random = new Random(options.seed());
    for (int i = 0; i < options.kills(); i++) {
      KilledGateway gateway = KilledGateway.start(program, folder, provider);
      List<Thread> threads = callers.start(gateway.api());
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

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
