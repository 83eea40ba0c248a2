package dev.sluice.config.file;

import dev.sluice.config.policy.RaceConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/// The reader of `retry`, `fallback_on`, `resume` and `race`.
final class RepeatReader {
  private static final String FALLBACK_ON = "fallback_on";
  private static final Type<String> CAUSE = Types.oneOf(Map.of("content_filter", "content_filter"));

  private static final int MOST_ATTEMPTS = 10;

  private RepeatReader() {}

  /// Reads `retry`. Keys that `in` leaves out are as in `otherwise`.
  static RetryConfig retry(Section in, RetryConfig otherwise) {
    RetryConfig read =
        in.single("retry")
            ? in.get("retry", off(RetryConfig.off(), "attempts, budget"), otherwise)
            : in.in("retry", section -> retrySection(section, otherwise));
    return read.onContentFilter(onContentFilter(in, otherwise.onContentFilter()))
        .resumes(in.get("resume", Types.oneOf(resumptions()), otherwise.resumes()));
  }

  private static boolean onContentFilter(Section in, boolean otherwise) {
    return in.has(FALLBACK_ON) ? !in.list(FALLBACK_ON, CAUSE).isEmpty() : otherwise;
  }

  private static RetryConfig retrySection(Section in, RetryConfig otherwise) {
    int attempts = in.get("attempts", Types.integer(1, MOST_ATTEMPTS), attempts(in, otherwise));
    double budget = in.get("budget", Types.PERCENT, budget(in, otherwise));
    if (budget == 0 && attempts > 1) {
      in.fail("budget", "is 0%, so that nothing could be repeated: raise it, or say `retry: off`");
      return otherwise;
    }
    return new RetryConfig(attempts, budget);
  }

  /// Reads how many attempts there may be; a section about repeats switches them on, although the
  /// defaults have none.
  private static int attempts(Section in, RetryConfig otherwise) {
    boolean on = otherwise.isOff() && in.has("budget");
    return on ? RetryConfig.defaults().attempts() : otherwise.attempts();
  }

  private static double budget(Section in, RetryConfig otherwise) {
    boolean on = otherwise.isOff() && in.has("attempts");
    return on ? RetryConfig.defaults().budget() : otherwise.budget();
  }

  /// Reads `race`. Keys that `in` leaves out are as in `otherwise`.
  static RaceConfig race(Section in, RaceConfig otherwise) {
    if (in.single("race")) {
      return in.get("race", off(RaceConfig.off(), "budget"), otherwise);
    }
    return in.has("race") ? in.in("race", section -> raceSection(section, otherwise)) : otherwise;
  }

  private static RaceConfig raceSection(Section in, RaceConfig otherwise) {
    double usual = (otherwise.isOff() ? RaceConfig.defaults() : otherwise).budget();
    double budget = in.get("budget", Types.PERCENT, usual);
    if (budget == 0) {
      in.fail("budget", "is 0%, so that there could be no race: raise it, or say `race: off`");
    }
    return new RaceConfig(budget);
  }

  private static <T> Type<T> off(T value, String keys) {
    return text -> {
      if (text.equals("off")) {
        return value;
      }
      throw new ConfigProblem("must be off, or hold keys (" + keys + ")");
    };
  }

  private static Map<String, Boolean> resumptions() {
    Map<String, Boolean> resumptions = new LinkedHashMap<>();
    resumptions.put("off", false);
    resumptions.put("prefill", true);
    return resumptions;
  }
}
