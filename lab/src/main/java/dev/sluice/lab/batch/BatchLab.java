package dev.sluice.lab.batch;

import dev.sluice.lab.batch.BatchOptions.Part;
import dev.sluice.server.CannotListen;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// The laboratory's run: what batching is worth, and whether it is right.
public final class BatchLab {
  private BatchLab() {}

  /// Runs the parts that the options name.
  ///
  /// @return 0 if everything holds, else 1
  public static int run(BatchOptions options, PrintStream out)
      throws InterruptedException, CannotListen {
    List<Check> checks = new ArrayList<>();
    if (options.only().contains(Part.RATES)) {
      checks.addAll(new SteadyEmbeddings(options.seconds(), out).run());
    }
    if (options.only().contains(Part.SAMENESS)) {
      checks.addAll(new EquivalenceCheck(options.calls(), options.seed()).run());
    }
    checks.forEach(check -> check.print(out));
    return checks.stream().allMatch(Check::holds) ? 0 : 1;
  }
}
