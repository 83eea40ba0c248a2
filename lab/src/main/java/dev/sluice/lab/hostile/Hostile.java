package dev.sluice.lab.hostile;

import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Drives the hostile cases and judges what came of each.
public final class Hostile {
  private static final long CASE_ENDS_WITHIN_SECONDS = 60;
  private static final String ROW = "%-4s %-44s %-26s %-60s %6s %s%n";

  private Hostile() {}

  /// Runs what `options` ask for, and prints a table. Blocks the calling thread.
  ///
  /// @return the exit code: 1 where anything is wrong
  public static int run(HostileOptions options, GatewayProgram program, PrintStream out)
      throws IOException, InterruptedException {
    if (options.minutes() > 0) {
      return MixedRun.run(options, program, out);
    }
    out.printf(ROW, "case", "what is sent", "expected", "what came", "ms", "verdict");
    int wrong = 0;
    int driven = 0;
    try (Sites sites = new Sites(program, options.against())) {
      for (HostileCase each : HostileCases.all()) {
        if (options.includes(each)) {
          long began = System.nanoTime();
          AttackResult result = drive(each, sites);
          print(out, each, result, System.nanoTime() - began);
          wrong += result.right() ? 0 : 1;
          driven++;
        }
      }
    }
    out.printf("%n%d of %d cases went as they must%n", driven - wrong, driven);
    return wrong == 0 ? 0 : 1;
  }

  private static void print(PrintStream out, HostileCase each, AttackResult result, long nanos) {
    out.printf(
        ROW,
        each.code(),
        each.sent(),
        each.expected(),
        result.came(),
        TimeUnit.NANOSECONDS.toMillis(nanos),
        result.right() ? "ok" : "WRONG");
  }

  /// Drives one case, and an honest call behind it: whatever happens to the attacker, others are
  /// served.
  private static AttackResult drive(HostileCase each, Sites sites) throws InterruptedException {
    try {
      Site site = sites.get(each.setup());
      AttackResult result = within(each.attack(), site);
      AttackResult honest = site.honest();
      if (honest.right()) {
        return result;
      }
      sites.end(each.setup());
      return new AttackResult(false, result.came() + "; an honest call: " + honest.came());
    } catch (IOException e) {
      sites.end(each.setup());
      return new AttackResult(false, String.valueOf(e.getMessage()));
    }
  }

  private static AttackResult within(Attack attack, Site site)
      throws IOException, InterruptedException {
    CompletableFuture<AttackResult> result = new CompletableFuture<>();
    Thread driver =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    result.complete(attack.drive(site));
                  } catch (IOException | InterruptedException | RuntimeException e) {
                    result.completeExceptionally(e);
                  }
                });
    try {
      return result.get(CASE_ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      driver.interrupt();
      return new AttackResult(false, "no end within " + CASE_ENDS_WITHIN_SECONDS + " s");
    } catch (ExecutionException e) {
      return new AttackResult(false, String.valueOf(e.getCause()));
    }
  }
}
