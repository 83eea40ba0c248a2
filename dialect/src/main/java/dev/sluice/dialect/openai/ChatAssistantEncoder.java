package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.FreeformInput;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;

/// An encoder of an assistant's message. Thinking goes back to the target that it came from and to
/// no other.
final class ChatAssistantEncoder {
  private final JsonOutput out;
  private final boolean custom;
  private final Seals seals;
  private final ToolNames names;
  private final Losses losses;
  private final ChatContentEncoder content;

  private final List<ContentBlock> texts = new ArrayList<>();
  private final List<ContentBlock.ToolCall> calls = new ArrayList<>();
  private final StringBuilder thinking = new StringBuilder();
  private final StringBuilder declined = new StringBuilder();

  ChatAssistantEncoder(
      JsonOutput out,
      TargetRules rules,
      ToolNames names,
      Losses losses,
      ChatContentEncoder content) {
    this.out = out;
    custom = rules.surface() == ChatSurface.OPENAI;
    this.seals = rules.seals();
    this.names = names;
    this.losses = losses;
    this.content = content;
  }

  void encode(List<ContentBlock> blocks) {
    clear();
    blocks.forEach(this::sort);
    if (texts.isEmpty() && calls.isEmpty() && declined.isEmpty()) {
      return;
    }
    out.open('{').field("role", "assistant");
    thought();
    said();
    called();
    out.close('}');
  }

  private void clear() {
    texts.clear();
    calls.clear();
    thinking.setLength(0);
    declined.setLength(0);
  }

  private void sort(ContentBlock block) {
    switch (block) {
      case ContentBlock.Text text -> texts.add(text);
      case ContentBlock.Search search ->
          texts.add(new ContentBlock.Text(search.told(), search.place()));
      case ContentBlock.ToolCall call -> calls.add(call);
      case ContentBlock.Declined refusal -> declined.append(refusal.text());
      case ContentBlock.Thinking thought -> thinking(thought);
      case ContentBlock.Redacted hidden -> losses.note(hidden.place().path());
      default ->
          throw new Untranslatable(block.place(), "this target's assistant cannot have said this");
    }
  }

  private void thinking(ContentBlock.Thinking thought) {
    String seal = thought.seal();
    if (seal != null && seals.open(seal, thought.text(), out.meter()).isPresent()) {
      thinking.append(thought.text());
    } else {
      losses.note(thought.place().path());
    }
  }

  private void thought() {
    if (!thinking.isEmpty()) {
      out.field("reasoning_content", thinking.toString());
    }
  }

  private void said() {
    if (texts.isEmpty()) {
      out.name("content").nothing();
    } else {
      content.encode(texts);
    }
    if (!declined.isEmpty()) {
      out.field("refusal", declined.toString());
    }
  }

  private void called() {
    if (calls.isEmpty()) {
      return;
    }
    out.name("tool_calls").open('[');
    calls.forEach(this::call);
    out.close(']');
  }

  private void call(ContentBlock.ToolCall call) {
    boolean asCustom = custom && call.freeform();
    String kind = asCustom ? "custom" : "function";
    out.open('{').field("id", Ids.call(call.id())).field("type", kind).name(kind).open('{');
    out.field("name", names.sent(call.name()));
    out.field(asCustom ? "input" : "arguments", asCustom ? call.arguments() : arguments(call));
    out.close('}').close('}');
  }

  private static String arguments(ContentBlock.ToolCall call) {
    if (call.freeform()) {
      return FreeformInput.wrap(call.arguments());
    }
    return call.arguments().isBlank() ? "{}" : call.arguments();
  }
}
