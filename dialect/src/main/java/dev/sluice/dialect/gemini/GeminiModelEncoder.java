package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.FreeformInput;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import java.util.Optional;

/// An encoder of what the model has said and called, in one content. A signature directly before a
/// call is the call's. Where a model refuses a first call without a signature and the client has
/// not kept it, the value that Google documents for this stands in its place.
///
/// Belongs to one thread.
final class GeminiModelEncoder {
  private final JsonOutput out;
  private final Seals seals;
  private final boolean needsSignatures;
  private final ToolNames names;
  private final Losses losses;
  private final GeminiPartEncoder parts;

  /// Whether the content has been begun.
  private boolean begun;

  /// Whether the turn has called something already.
  private boolean called;

  /// The signature of the next call; empty for none.
  private String signature = "";

  GeminiModelEncoder(JsonOutput out, TargetRules rules, ToolNames names, Losses losses) {
    this.out = out;
    this.seals = rules.seals();
    this.needsSignatures = rules.facts().refuses(Limit.UNSIGNED_CALLS);
    this.names = names;
    this.losses = losses;
    parts = new GeminiPartEncoder(out);
  }

  void encode(List<ContentBlock> blocks) {
    begun = false;
    called = false;
    for (int i = 0; i < blocks.size(); i++) {
      block(blocks.get(i), ContentBlock.isBeforeCall(blocks, i));
    }
    if (begun) {
      out.close(']').close('}');
    }
  }

  private void block(ContentBlock block, boolean beforeCall) {
    switch (block) {
      case ContentBlock.Text _, ContentBlock.Declined _, ContentBlock.Search _ -> said(block);
      case ContentBlock.Thinking thought -> thought(thought, beforeCall);
      case ContentBlock.Redacted hidden -> losses.note(hidden.place().path());
      case ContentBlock.ToolCall call -> call(call);
      default ->
          throw new Untranslatable(block.place(), "this target's model cannot have said this");
    }
  }

  private void said(ContentBlock block) {
    if (!GeminiPartEncoder.isEmpty(block)) {
      begin();
      parts.write(block);
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      out.open('{').field("role", "model").name("parts").open('[');
    }
  }

  private void thought(ContentBlock.Thinking thought, boolean beforeCall) {
    String seal = thought.seal();
    Optional<String> value =
        seal == null ? Optional.empty() : seals.open(seal, thought.text(), out.meter());
    if (value.isEmpty()) {
      losses.note(thought.place().path());
    } else if (beforeCall && !value.get().isEmpty()) {
      signature = value.get();
    } else if (!value.get().isEmpty() || !thought.text().isEmpty()) {
      write(thought.text(), value.get());
    }
  }

  private void write(String thought, String signature) {
    begin();
    out.open('{').field("text", thought).name("thought").bool(true);
    sign(signature);
    out.close('}');
  }

  private void sign(String value) {
    if (!value.isEmpty()) {
      out.field("thoughtSignature", value);
    }
  }

  private void call(ContentBlock.ToolCall call) {
    begin();
    out.open('{').name("functionCall").open('{').field("name", names.sent(call.name()));
    out.name("args");
    FreeformInput.write(out, call, losses);
    out.close('}');
    fillSignature(call);
    sign(signature);
    out.close('}');
    signature = "";
    called = true;
  }

  private void fillSignature(ContentBlock.ToolCall call) {
    if (signature.isEmpty() && !called && needsSignatures) {
      losses.note(call.place().path());
      signature = GeminiRequestEncoder.FILLER;
    }
  }
}
