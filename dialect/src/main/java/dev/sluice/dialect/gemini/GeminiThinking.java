package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Effort;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Efforts;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.ModelFacts.Thinks;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A writer of how much a model is to think: a level for Gemini 3 and later, a budget of tokens for
/// the models before (Google, "Gemini thinking"). The thoughts are asked for with it.
record GeminiThinking(JsonOutput out, ModelFacts facts, Losses losses) {
  /// The largest budget that all models with budgets take, in tokens.
  private static final long BUDGET_MAX = 24_576;

  /// The output of an answer whose bound nobody tells, in tokens.
  private static final long OUTPUT = 8192;

  void encode(Settings settings) {
    Long budget = settings.budget();
    Effort effort = settings.effort();
    if (effort == null && budget != null) {
      effort = Efforts.of(budget, output(settings));
    }
    if (effort == null || (effort == Effort.NONE && facts.thinks() == Thinks.NO)) {
      if (settings.thinks() && facts.thinks() == Thinks.YES) {
        out.name("thinkingConfig").open('{').name("includeThoughts").bool(true).close('}');
      }
      return;
    }
    if (facts.thinks() != Thinks.YES) {
      losses.drop(losses.path(Setting.EFFORT), "this model is not known to think");
      return;
    }
    write(effort, budget == null ? Efforts.budget(effort, output(settings)) : budget);
  }

  private long output(Settings settings) {
    Long bound = settings.maxOutput();
    long usual = facts.maxOutput() > 0 ? facts.maxOutput() : OUTPUT;
    return bound == null || bound == 0 ? usual : bound;
  }

  private void write(Effort effort, long budget) {
    boolean none = effort == Effort.NONE;
    boolean levels = !facts.refuses(Limit.EFFORT);
    if (none && (levels || facts.refuses(Limit.DISABLING))) {
      losses.drop(losses.path(Setting.EFFORT), "this model always thinks");
    }
    out.name("thinkingConfig").open('{');
    if (levels) {
      out.field("thinkingLevel", level(effort));
    } else if (none && !facts.refuses(Limit.DISABLING)) {
      out.field("thinkingBudget", 0);
    } else {
      out.field("thinkingBudget", Math.min(BUDGET_MAX, budget));
    }
    if (!none) {
      out.name("includeThoughts").bool(true);
    }
    out.close('}');
  }

  /// The level itself if the model takes it; else the next one below, or the lowest.
  private String level(Effort effort) {
    @Nullable String nearest = null;
    for (Effort lower : Effort.values()) {
      String word = lower.name().toLowerCase(Locale.ROOT);
      boolean fits = facts.efforts().contains(word);
      if (fits && (nearest == null || lower.compareTo(effort) <= 0)) {
        nearest = word;
      }
    }
    return (nearest == null ? plain(effort) : nearest).toUpperCase(Locale.ROOT);
  }

  private static String plain(Effort effort) {
    return switch (effort) {
      case NONE, MINIMAL -> "minimal";
      case LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH, XHIGH, MAX -> "high";
    };
  }
}
