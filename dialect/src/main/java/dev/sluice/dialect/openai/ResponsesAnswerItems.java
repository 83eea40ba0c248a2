package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An encoder of the model's earlier turns, as items in their order. Thinking goes back to the
/// target that it came from, as the provider has sealed it, and to no other.
record ResponsesAnswerItems(JsonOutput out, Seals seals, ToolNames names, Losses losses) {
  void encode(List<ContentBlock> blocks) {
    var words = new ArrayList<ContentBlock>();
    for (ContentBlock block : blocks) {
      if (block instanceof ContentBlock.Text || block instanceof ContentBlock.Declined) {
        words.add(block);
      } else {
        say(words);
        item(block);
      }
    }
    say(words);
  }

  private void say(List<ContentBlock> words) {
    if (words.isEmpty()) {
      return;
    }
    out.open('{').field("type", "message").field("role", "assistant").name("content");
    content(words);
    out.close('}');
    words.clear();
  }

  private void content(List<ContentBlock> words) {
    if (words.size() == 1 && words.getFirst() instanceof ContentBlock.Text text) {
      out.string(text.text());
    } else {
      out.open('[');
      words.forEach(this::part);
      out.close(']');
    }
  }

  private void part(ContentBlock block) {
    switch (block) {
      case ContentBlock.Text text ->
          out.open('{').field("type", "output_text").field("text", text.text()).close('}');
      case ContentBlock.Declined refusal ->
          out.open('{').field("type", "refusal").field("refusal", refusal.text()).close('}');
      default -> throw new IllegalStateException("no words: " + block);
    }
  }

  private void item(ContentBlock block) {
    switch (block) {
      case ContentBlock.Thinking thought -> thinking(thought);
      case ContentBlock.Redacted hidden -> losses.note(hidden.place().path());
      case ContentBlock.ToolCall call -> call(call);
      case ContentBlock.Search search -> search(search);
      default ->
          throw new Untranslatable(block.place(), "this target's assistant cannot have said this");
    }
  }

  private void thinking(ContentBlock.Thinking thought) {
    Optional<String> content = encrypted(thought);
    if (content.isEmpty()) {
      losses.note(thought.place().path());
      return;
    }
    out.open('{').field("type", "reasoning").name("summary").open('[');
    if (!thought.text().isEmpty()) {
      out.open('{').field("type", "summary_text").field("text", thought.text()).close('}');
    }
    out.close(']').field("encrypted_content", content.get()).close('}');
  }

  private Optional<String> encrypted(ContentBlock.Thinking thought) {
    String seal = thought.seal();
    return seal == null
        ? Optional.empty()
        : seals.open(seal, thought.text(), out.meter()).filter(s -> !s.isEmpty());
  }

  private void search(ContentBlock.Search search) {
    out.open('{').field("type", "web_search_call").field("id", Ids.search("ws_", search.id()));
    out.field("status", "completed").name("action").open('{').field("type", "search");
    out.field("query", search.query()).close('}').close('}');
  }

  private void call(ContentBlock.ToolCall call) {
    String type = call.freeform() ? "custom_tool_call" : "function_call";
    out.open('{').field("type", type).field("call_id", Ids.call(call.id()));
    out.field("name", names.sent(call.name()));
    if (call.freeform()) {
      out.field("input", call.arguments());
    } else {
      out.field("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
    }
    out.close('}');
  }
}
