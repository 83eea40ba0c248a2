package dev.sluice.sim.gemini;

import dev.sluice.sim.dialect.AnswerPlan;
import dev.sluice.sim.dialect.Choice;
import dev.sluice.sim.dialect.Shape.Stop;
import dev.sluice.sim.dialect.Shape.UsageForm;
import dev.sluice.sim.dialect.ToolCall;
import dev.sluice.sim.wire.Bytes;

/// Renders candidates: their parts, why they end, and what the answer says about itself.
record Candidates(AnswerPlan plan, Thinking thinking, Stop stop) {
  private static final String RATINGS =
      "\"safetyRatings\":[{\"category\":\"HARM_CATEGORY_DANGEROUS_CONTENT\","
          + "\"probability\":\"HIGH\",\"blocked\":true}]";

  /// Whether the prompt is refused, so that there are no candidates.
  boolean isBlocked() {
    return stop == Stop.FILTERED_PROMPT;
  }

  /// Writes why there are no candidates, with a comma behind it.
  Bytes blocked(Bytes out) {
    return out.ascii("\"promptFeedback\":{\"blockReason\":\"SAFETY\",").ascii(RATINGS).ascii("},");
  }

  /// Returns the whole answer, as JSON.
  byte[] whole() {
    Bytes out = new Bytes(1024 + 16 * plan.writtenTokens()).ascii("{");
    if (isBlocked()) {
      return about(blocked(out), 0, 0).ascii("}").array();
    }
    for (int i = 0; i < plan.choices().size(); i++) {
      out.ascii(i > 0 ? "," : "\"candidates\":[");
      Choice choice = plan.choices().get(i);
      out.ascii("{");
      if (says(choice)) {
        content(out.ascii("\"content\":{\"role\":\"model\",\"parts\":["), i, choice);
        out.ascii("]},");
      }
      end(out, i, choice);
    }
    out.ascii(plan.choices().isEmpty() ? "" : "],");
    return about(out, plan.outputTokens(), thinking.tokens()).ascii("}").array();
  }

  /// Returns whether a candidate has any content.
  static boolean says(Choice choice) {
    return choice.text().size() > 0 || !choice.calls().isEmpty();
  }

  private void content(Bytes out, int index, Choice choice) {
    if (thinking.shown()) {
      thought(out);
    }
    if (choice.speaks()) {
      choice.text().write(out.ascii("{\"text\":\""));
      boolean signed = signsText() && choice.calls().isEmpty();
      signature(out.ascii("\""), index + ".text", signed).ascii("}");
    }
    for (int i = 0; i < choice.calls().size(); i++) {
      call(out.ascii(i > 0 || choice.speaks() ? "," : ""), index, i, choice.calls().get(i));
    }
  }

  private void thought(Bytes out) {
    thinking.text().write(out.ascii("{\"text\":\""));
    out.ascii("\",\"thought\":true},");
  }

  /// Whether the end of a text has a signature.
  boolean signsText() {
    return thinking.third() && thinking.tokens() > 0;
  }

  /// Writes a part with a function call; the first call is signed. Models before the third
  /// generation give it no id.
  void call(Bytes out, int index, int number, ToolCall call) {
    out.ascii("{\"functionCall\":{");
    if (thinking.third()) {
      out.ascii("\"id\":").quoted(call.id()).ascii(",");
    }
    out.ascii("\"name\":").quoted(call.name()).ascii(",\"args\":").put(call.json()).ascii("}");
    signature(out, index + "." + number, number == 0).ascii("}");
  }

  /// Writes a signature behind the part that is signed.
  Bytes signature(Bytes out, String what, boolean signed) {
    return signed
        ? out.ascii(",\"thoughtSignature\":").quoted(Signatures.of(plan.id() + "." + what))
        : out;
  }

  /// Writes why a candidate ends, and its index.
  void end(Bytes out, int index, Choice choice) {
    if (stop != Stop.MISSING) {
      out.ascii("\"finishReason\":").quoted(reason(choice.finish())).ascii(",");
    }
    out.ascii("\"index\":").number(index);
    out.ascii(choice.finish().equals(Choice.FILTERED) ? "," + RATINGS + "}" : "}");
  }

  private static String reason(String finish) {
    return switch (finish) {
      case "length" -> "MAX_TOKENS";
      case Choice.FILTERED -> "SAFETY";
      default -> "STOP";
    };
  }

  /// What an answer, or an event, says about itself.
  ///
  /// @param outputTokens tokens so far
  /// @param thought tokens so far
  Bytes about(Bytes out, int outputTokens, int thought) {
    usage(out, outputTokens, thought);
    out.ascii("\"modelVersion\":").quoted(plan.ask().model());
    return out.ascii(",\"responseId\":").quoted(plan.id());
  }

  private void usage(Bytes out, int outputTokens, int thought) {
    UsageForm form = plan.usage();
    if (form == UsageForm.MISSING) {
      return;
    }
    long prompt = form.of(plan.ask().inputTokens());
    long output = form.of(outputTokens);
    out.ascii("\"usageMetadata\":{\"promptTokenCount\":").number(prompt);
    if (plan.cachedTokens() > 0) {
      out.ascii(",\"cachedContentTokenCount\":").number(plan.cachedTokens());
    }
    // Google leaves out what is zero.
    if (output != 0) {
      out.ascii(",\"candidatesTokenCount\":").number(output);
    }
    if (thought > 0) {
      out.ascii(",\"thoughtsTokenCount\":").number(thought);
    }
    out.ascii(",\"totalTokenCount\":").number(prompt + output + thought).ascii("},");
  }
}
