package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Effort;
import dev.sluice.dialect.hub.Turn;
import dev.sluice.dialect.hub.Turn.Role;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.Efforts;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.ModelFacts.Thinks;
import dev.sluice.dialect.rule.TargetRules;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The way in which a model is asked to think, for an effort: newer models think as much as they
/// like, with an effort; older ones up to a budget, a share of the output.
///
/// @param maxOutput the bound on the output in tokens, thinking included
/// @param effort the effort, for models that decide by themselves; null for none
/// @param budget the budget in tokens, for [Form#BUDGET]
record ThinkingPlan(Form form, long maxOutput, @Nullable String effort, long budget) {
  /// The form of the property `thinking`.
  enum Form {
    UNSAID,
    DISABLED,
    ADAPTIVE,
    BUDGET
  }

  private static final long LEAST_BUDGET = 1024;

  /// The bound on the output where neither client nor configuration nor table says one, in tokens.
  private static final long MAX_OUTPUT = 4096;

  /// Whether the model is asked to think, beside which sampling and forced tools are errors.
  boolean thinks() {
    return form == Form.BUDGET || form == Form.ADAPTIVE;
  }

  /// Returns the plan for a request.
  ///
  /// @param meter counts what is built to look at the conversation
  static ThinkingPlan of(HubRequest request, TargetRules rules, Losses losses, HeapMeter meter) {
    long max = maxOutput(request, rules, losses);
    Effort effort = effort(request.settings(), max);
    ModelFacts facts = rules.facts();
    if (effort == null || (effort == Effort.NONE && facts.thinks() == Thinks.NO)) {
      return request.settings().thinks() ? adaptive(request, facts, max, losses) : unsaid(max);
    }
    if (facts.thinks() != Thinks.YES) {
      losses.drop(losses.path(Setting.EFFORT), "this model is not known to think");
      return unsaid(max);
    }
    if (effort == Effort.NONE) {
      return disabled(facts, max, losses);
    }
    return facts.refuses(Limit.ADAPTIVE)
        ? budget(request, rules, max, effort, losses, meter)
        : new ThinkingPlan(Form.ADAPTIVE, max, word(effort, facts), 0);
  }

  /// The effort that is asked for, or the one that a budget stands for.
  private static @Nullable Effort effort(Settings settings, long max) {
    Long budget = settings.budget();
    return settings.effort() == null && budget != null && max > 0
        ? Efforts.of(budget, max)
        : settings.effort();
  }

  /// The plan by which the model thinks as much as it likes, if it is one that decides by itself. A
  /// tool that it must call matters more.
  private static ThinkingPlan adaptive(
      HubRequest request, ModelFacts facts, long max, Losses losses) {
    if (facts.thinks() != Thinks.YES || facts.refuses(Limit.ADAPTIVE)) {
      return unsaid(max);
    }
    if (request.choice().forces() && !facts.refuses(Limit.FORCED_TOOLS)) {
      losses.drop(losses.path(Setting.EFFORT), "the model cannot think where it must call a tool");
      return unsaid(max);
    }
    return new ThinkingPlan(Form.ADAPTIVE, max, null, 0);
  }

  private static ThinkingPlan unsaid(long max) {
    return new ThinkingPlan(Form.UNSAID, max, null, 0);
  }

  private static long maxOutput(HubRequest request, TargetRules rules, Losses losses) {
    Long bound = request.settings().maxOutput();
    long most = rules.facts().maxOutput();
    if (bound == null) {
      return rules.maxOutput() > 0 ? rules.maxOutput() : most > 0 ? most : MAX_OUTPUT;
    }
    if (most > 0 && bound > most) {
      losses.note(losses.path(Setting.MAX_OUTPUT));
      return most;
    }
    return bound;
  }

  private static ThinkingPlan disabled(ModelFacts facts, long max, Losses losses) {
    if (!facts.refuses(Limit.DISABLING)) {
      return new ThinkingPlan(Form.DISABLED, max, null, 0);
    }
    losses.drop(losses.path(Setting.EFFORT), "this model always thinks");
    return new ThinkingPlan(Form.ADAPTIVE, max, "low", 0);
  }

  private static String word(Effort effort, ModelFacts facts) {
    return switch (effort) {
      case NONE, MINIMAL -> "low";
      case XHIGH -> facts.refuses(Limit.XHIGH) ? "max" : "xhigh";
      default -> effort.name().toLowerCase(Locale.ROOT);
    };
  }

  private static ThinkingPlan budget(
      HubRequest request,
      TargetRules rules,
      long max,
      Effort effort,
      Losses losses,
      HeapMeter meter) {
    boolean room = max > LEAST_BUDGET;
    if (rules.facts().refuses(Limit.BUDGET)
        || !room
        || lacksThinking(request.turns(), rules, meter)) {
      losses.drop(losses.path(Setting.EFFORT), "the model cannot think in this call");
      return unsaid(max);
    }
    Long asked = request.settings().budget();
    long budget = asked == null ? Efforts.budget(effort, max) : Math.max(LEAST_BUDGET, asked);
    return new ThinkingPlan(Form.BUDGET, max, null, Math.min(max - 1, budget));
  }

  /// Whether the model has called a tool and its client has not kept the thinking before that call,
  /// without which the model may not go on thinking.
  private static boolean lacksThinking(List<Turn> turns, TargetRules rules, HeapMeter meter) {
    if (turns.size() < 2 || turns.getLast().role() == Role.SYSTEM) {
      return false;
    }
    Turn last = turns.get(turns.size() - 2);
    boolean calls = last.blocks().stream().anyMatch(ContentBlock.ToolCall.class::isInstance);
    return calls && last.blocks().stream().noneMatch(block -> ours(block, rules, meter));
  }

  private static boolean ours(ContentBlock block, TargetRules rules, HeapMeter meter) {
    return switch (block) {
      case ContentBlock.Thinking thought ->
          thought.seal() != null
              && rules.seals().open(thought.seal(), thought.text(), meter).isPresent();
      case ContentBlock.Redacted hidden -> rules.seals().open(hidden.seal(), "", meter).isPresent();
      default -> false;
    };
  }
}
