package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.FreeformInput;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An encoder of blocks.
///
/// Belongs to one thread.
final class AnthropicBlockEncoder {
  /// The most marks of the cache in one request.
  private static final int MARKS_MAX = 4;

  private final JsonOutput out;
  private final Seals seals;
  private final ToolNames names;
  private final Losses losses;
  private final AnthropicMediaEncoder media;
  private int marks;

  AnthropicBlockEncoder(JsonOutput out, TargetRules rules, ToolNames names, Losses losses) {
    this.out = out;
    this.seals = rules.seals();
    this.names = names;
    this.losses = losses;
    media = new AnthropicMediaEncoder(out);
  }

  /// Whether a block has no form here and is passed over: empty texts, which this dialect refuses,
  /// and thinking that is not the target's own, which is never made a text.
  boolean vanishes(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Text text -> text.text().isBlank();
      case ContentBlock.Declined refusal -> refusal.text().isBlank();
      case ContentBlock.Thinking thought -> foreign(signature(thought), block);
      case ContentBlock.Redacted hidden -> foreign(opened(hidden), block);
      default -> false;
    };
  }

  private boolean foreign(Optional<String> value, ContentBlock block) {
    if (value.isEmpty()) {
      losses.note(block.place().path());
    }
    return value.isEmpty();
  }

  private Optional<String> opened(ContentBlock.Redacted hidden) {
    return seals.open(hidden.seal(), "", out.meter());
  }

  private Optional<String> signature(ContentBlock.Thinking thought) {
    String seal = thought.seal();
    return seal == null
        ? Optional.empty()
        : seals.open(seal, thought.text(), out.meter()).filter(raw -> !raw.isEmpty());
  }

  /// Writes content: a string where there is one text without a mark, else a list of blocks.
  void content(List<? extends ContentBlock> blocks) {
    if (blocks.size() == 1
        && blocks.getFirst() instanceof ContentBlock.Text text
        && text.cache() == null) {
      out.string(text.text());
      return;
    }
    out.open('[');
    blocks.forEach(this::block);
    out.close(']');
  }

  private void block(ContentBlock block) {
    switch (block) {
      case ContentBlock.Text text -> text(text.text(), text.cache());
      case ContentBlock.Declined refusal -> text(refusal.text(), null);
      case ContentBlock.Search search -> text(search.told(), null);
      case ContentBlock.Image image -> end(media.image(image));
      case ContentBlock.Document document -> end(media.document(document));
      case ContentBlock.Thinking thought -> thinking(thought);
      case ContentBlock.Redacted hidden ->
          out.open('{')
              .field("type", "redacted_thinking")
              .field("data", opened(hidden).orElseThrow())
              .close('}');
      case ContentBlock.ToolCall call -> call(call);
      case ContentBlock.ToolResult result -> result(result);
      case ContentBlock.Audio _, ContentBlock.Foreign _ ->
          throw new Untranslatable(block.place(), "this target has no form for such a block");
    }
  }

  private void text(String text, @Nullable String cache) {
    out.open('{').field("type", "text").field("text", text);
    end(cache);
  }

  private void end(@Nullable String cache) {
    if (cache != null && marks++ < MARKS_MAX) {
      AnthropicMessageEncoder.cacheControl(out, cache);
    }
    out.close('}');
  }

  private void thinking(ContentBlock.Thinking thought) {
    out.open('{').field("type", "thinking").field("thinking", thought.text());
    out.field("signature", signature(thought).orElseThrow()).close('}');
  }

  private void call(ContentBlock.ToolCall call) {
    out.open('{').field("type", "tool_use").field("id", Ids.call(call.id()));
    out.field("name", names.sent(call.name())).name("input");
    FreeformInput.write(out, call, losses);
    end(call.cache());
  }

  private void result(ContentBlock.ToolResult result) {
    out.open('{').field("type", "tool_result").field("tool_use_id", Ids.call(result.callId()));
    List<ContentBlock> content =
        result.content().stream().filter(block -> !vanishes(block)).toList();
    if (!content.isEmpty()) {
      out.name("content");
      content(content);
    }
    if (result.failed()) {
      out.name("is_error").bool(true);
    }
    end(result.cache());
  }
}
