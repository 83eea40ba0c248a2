package dev.sluice.lab.faults;

import dev.sluice.lab.load.LocalGateway;
import dev.sluice.lab.mechanism.SideBySide;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Drives the faults and judges what came of each.
public final class Faults {
  private static final String ROW = "%-4s %-37s %-31s %-52s %s%n";

  /// Longer than the longest case, an hour of waiting is none.
  private static final long ENDS_WITHIN_SECONDS = 150;

  /// A gateway that has had one case forgets it before the next.
  private static final long PAUSE_SECONDS = 8;

  private Faults() {}

  /// Runs what `options` ask for, and prints a table. Blocks the calling thread.
  ///
  /// @return the exit code: 1 where a fault has come to less than it must
  public static int run(FaultsOptions options, PrintStream out)
      throws IOException, InterruptedException {
    List<FaultCase> cases = FaultCases.all().stream().filter(options::includes).toList();
    out.printf(ROW, "case", "what the first provider does", "wanted", "what came", "verdict");
    int wrong = 0;
    int wanted = 0;
    try (ExecutorService drivers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<FaultResult>> results = begin(cases, options, drivers);
      for (int i = 0; i < cases.size(); i++) {
        FaultResult result = SideBySide.get(results.get(i));
        print(out, cases.get(i), result);
        wrong += cases.get(i).holds(result) ? 0 : 1;
        wanted += result.verdict() == FaultVerdict.WANTED ? 1 : 0;
      }
      drivers.shutdownNow();
    }
    out.printf("%n%d of %d as wanted, %d as they must not%n", wanted, cases.size(), wrong);
    return wrong == 0 ? 0 : 1;
  }

  private static void print(PrintStream out, FaultCase each, FaultResult result) {
    String verdict = each.holds(result) ? result.verdict().label() : "WRONG";
    out.printf(ROW, each.code(), each.what(), each.wanted(), result.came(), verdict);
  }

  /// Begins all cases at once, each at a gateway of its own; one after the other at a gateway that
  /// runs already.
  private static List<Future<FaultResult>> begin(
      List<FaultCase> cases, FaultsOptions options, ExecutorService drivers) {
    List<Future<FaultResult>> results = new ArrayList<>();
    Future<FaultResult> before = null;
    for (FaultCase each : cases) {
      Future<FaultResult> last = before;
      Future<FaultResult> next =
          options.against().isEmpty()
              ? drivers.submit(() -> alone(each, options))
              : drivers.submit(() -> against(each, options, last));
      results.add(next);
      before = next;
    }
    return results;
  }

  /// A case at a Sluice that has just been started.
  private static FaultResult alone(FaultCase each, FaultsOptions options)
      throws IOException, InterruptedException {
    try (var first = new ScriptedProvider(Scene.FIRST, 0);
        var second = new ScriptedProvider(Scene.SECOND, 0);
        LocalGateway sluice = LocalGateway.start(config(each, options.defaults(), first, second))) {
      return drive(each, first, second, sluice.base());
    }
  }

  /// A case at a gateway that runs already, when the one before has ended.
  private static FaultResult against(
      FaultCase each, FaultsOptions options, @Nullable Future<FaultResult> before)
      throws IOException, InterruptedException {
    if (before != null) {
      FaultResult _ = SideBySide.get(before);
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    }
    try (var first = new ScriptedProvider(Scene.FIRST, options.port());
        var second = new ScriptedProvider(Scene.SECOND, options.port() + 1)) {
      return drive(each, first, second, options.against().orElseThrow());
    }
  }

  private static FaultResult drive(
      FaultCase each, ScriptedProvider first, ScriptedProvider second, URI base)
      throws IOException, InterruptedException {
    FaultClient client = new FaultClient(base, Scene.MODEL);
    try (ExecutorService driver = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FaultResult> result =
          driver.submit(() -> each.drive().in(new Scene(first, second, client)));
      try {
        return result.get(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException _) {
        return FaultResult.wrong("no end within " + ENDS_WITHIN_SECONDS + " s");
      } catch (ExecutionException e) {
        return FaultResult.wrong(String.valueOf(e.getCause()));
      } finally {
        client.close();
        driver.shutdownNow();
      }
    }
  }

  private static String config(
      FaultCase each, String defaults, ScriptedProvider first, ScriptedProvider second) {
    String resume = each.resumes() ? "prefill" : "off";
    String prefill = each.resumes() ? ", prefill: continue_final_message" : "";
    String fallback = each.resumes() ? Scene.FIRST : Scene.SECOND;
    return """
    defaults: %s
    providers:
      first: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
      second: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
    routes:
      faults:
        models: [%s]
        resume: %s
        targets:
          - {provider: first, model: %s%s}
          - {provider: second, model: %s, fallback: true%s}
    """
        .formatted(
            defaults,
            first.port(),
            second.port(),
            Scene.MODEL,
            resume,
            Scene.FIRST,
            prefill,
            fallback,
            prefill);
  }
}
