package dev.sluice.lab.admit;

import dev.sluice.lab.trace.Excerpt;
import dev.sluice.lab.trace.Trace;
import java.util.List;
import java.util.function.Consumer;

/// All scenarios. Their calls have the sizes of the conversation excerpt.
final class Scenarios {
  /// The number of scenarios.
  public static final int COUNT = 2;

  /// The runs of a policy that take as long as one scenario, for the progress.
  public static final int RUNS = 12;

  private Scenarios() {}

  /// Plays all scenarios.
  ///
  /// @param step told what begins
  public static List<ScenarioResult> play(AdmitOptions options, Consumer<String> step) {
    Trace sizes = Excerpt.CONVERSATION.trace();
    step.accept("a noisy tenant");
    ScenarioResult noisy =
        new NoisyTenant(sizes, options.bands(), options.deadline(), options.bucket())
            .find(options.seeds());
    step.accept("a limit that is halved");
    ScenarioResult halved =
        new HalvedLimit(sizes, options.bands(), options.deadline(), options.bucket())
            .find(options.seeds());
    return List.of(noisy, halved);
  }
}
