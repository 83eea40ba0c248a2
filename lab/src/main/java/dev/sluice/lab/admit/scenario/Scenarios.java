package dev.sluice.lab.admit.scenario;

import dev.sluice.lab.admit.run.AdmitOptions;
import dev.sluice.lab.trace.Excerpt;
import dev.sluice.lab.trace.Trace;
import java.util.List;

/// All scenarios. Their calls have the sizes of the conversation excerpt.
public final class Scenarios {
  private Scenarios() {}

  /// Plays them.
  public static List<Finding> play(AdmitOptions options) {
    Trace sizes = Excerpt.CONVERSATION.trace();
    return List.of(
        new NoisyTenant(sizes, options.bands(), options.deadline(), options.bucket())
            .find(options.seeds()),
        new HalvedLimit(sizes, options.bands(), options.deadline(), options.bucket())
            .find(options.seeds()));
  }
}
