package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Effort;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.ModelFacts.Thinks;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Conversions between efforts and budgets of tokens: an effort is a share of the output, thinking
/// included.
public final class Efforts {
  /// The least budget that Anthropic takes, in tokens.
  private static final long LEAST = 1024;

  private static final int PERCENT = 100;

  private Efforts() {}

  /// The effort for a word that a request holds; null where none is asked for.
  ///
  /// @throws Untranslatable if the word is not known
  public static @Nullable Effort named(@Nullable JsonNode word) {
    if (word == null) {
      return null;
    }
    try {
      return Effort.valueOf(word.text().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new Untranslatable(word, "none of none, minimal, low, medium, high, xhigh and max");
    }
  }

  /// The budget, in tokens, of an effort that thinks at all.
  public static long budget(Effort effort, long maxOutput) {
    return Math.max(LEAST, maxOutput * share(effort) / PERCENT);
  }

  /// The effort whose share is nearest to a budget.
  ///
  /// @param maxOutput the bound on the output in tokens, above zero
  public static Effort of(long budget, long maxOutput) {
    double share = PERCENT * (double) budget / maxOutput;
    Effort nearest = Effort.MINIMAL;
    for (Effort effort : Effort.values()) {
      boolean thinks = effort != Effort.NONE && effort != Effort.MAX;
      if (thinks && Math.abs(share(effort) - share) < Math.abs(share(nearest) - share)) {
        nearest = effort;
      }
    }
    return nearest;
  }

  /// The word for the effort that a request asks for, at a vendor that takes words; null where none
  /// is sent.
  public static @Nullable String word(Settings settings, ModelFacts facts, Losses losses) {
    Effort effort = asked(settings);
    if (effort == null || (effort == Effort.NONE && facts.thinks() == Thinks.NO)) {
      return null;
    }
    if (facts.thinks() != Thinks.YES || facts.refuses(Limit.EFFORT)) {
      losses.drop(losses.path(Setting.EFFORT), "this model is not known to take an effort");
      return null;
    }
    String word = nearest(effort, facts);
    if (effort == Effort.NONE && !word.equals("none")) {
      losses.drop(losses.path(Setting.EFFORT), "this model always thinks");
    }
    return word;
  }

  /// The effort that is asked for, or the one that a budget stands for.
  private static @Nullable Effort asked(Settings settings) {
    Long budget = settings.budget();
    Long bound = settings.maxOutput();
    return settings.effort() == null && budget != null && bound != null && bound > 0
        ? of(budget, bound)
        : settings.effort();
  }

  /// The effort itself if the model takes it; else the next one below, or the lowest.
  private static String nearest(Effort effort, ModelFacts facts) {
    if (facts.efforts().isEmpty()) {
      return spelled(effort);
    }
    String nearest = facts.efforts().iterator().next();
    for (Effort lower : Effort.values()) {
      if (lower.compareTo(effort) <= 0 && facts.efforts().contains(spelled(lower))) {
        nearest = spelled(lower);
      }
    }
    return nearest;
  }

  private static String spelled(Effort effort) {
    return effort.name().toLowerCase(Locale.ROOT);
  }

  private static int share(Effort effort) {
    return switch (effort) {
      case NONE -> 0;
      case MINIMAL -> 2;
      case LOW -> 10;
      case MEDIUM -> 30;
      case HIGH -> 60;
      case XHIGH, MAX -> 90;
    };
  }
}
