package dev.sluice.sim.dialect;

import dev.sluice.sim.dialect.Shape.UsageForm;
import dev.sluice.sim.wire.Bytes;

/// `"usage":{...}` in its two forms; nothing at all if it is to be missing.
final class UsageJson {
  private UsageJson() {}

  /// The usage of chat and completions, with a comma in front.
  static Bytes completions(Bytes out, AnswerPlan plan) {
    if (plan.usage() == UsageForm.MISSING) {
      return out;
    }
    long in = plan.usage().of(plan.inputTokens());
    long made = plan.usage().of(plan.outputTokens());
    out.ascii(",\"usage\":{\"prompt_tokens\":").number(in);
    out.ascii(",\"completion_tokens\":").number(made);
    out.ascii(",\"total_tokens\":").number(in + made);
    out.ascii(",\"prompt_tokens_details\":{\"cached_tokens\":").number(plan.cachedTokens());
    out.ascii(",\"cache_write_tokens\":0,\"audio_tokens\":0}");
    out.ascii(",\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,");
    return out.ascii("\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}");
  }

  /// The usage of embeddings, with a comma in front.
  static Bytes embeddings(Bytes out, long tokens, UsageForm form) {
    if (form == UsageForm.MISSING) {
      return out;
    }
    out.ascii(",\"usage\":{\"prompt_tokens\":").number(form.of(tokens));
    return out.ascii(",\"total_tokens\":").number(form.of(tokens)).ascii("}");
  }
}
