package dev.sluice.internal.dialect.responses.item;

import dev.sluice.internal.dialect.chat.answer.ChatAnswerDecoder;
import dev.sluice.internal.dialect.hub.HubEvent;
import dev.sluice.internal.dialect.hub.HubEvent.BlockKind;
import dev.sluice.internal.dialect.json.JsonNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A message, of which each part becomes a block.
final class MessageItem implements StreamedItem {
  private final Consumer<HubEvent> sink;
  private @Nullable BlockKind open;
  private long part;
  private boolean said;

  MessageItem(Consumer<HubEvent> sink) {
    this.sink = sink;
  }

  @Override
  public boolean event(String type, JsonNode event) {
    switch (type) {
      case "response.output_text.delta" -> more(BlockKind.TEXT, event);
      case "response.refusal.delta" -> more(BlockKind.DECLINED, event);
      case "response.output_text.annotation.added" -> cited(event.get("annotation"));
      case "response.content_part.done" -> close();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void more(BlockKind kind, JsonNode event) {
    long index = event.number("content_index", 0);
    if (open != kind || part != index) {
      close();
    }
    part = index;
    say(kind, event.string("delta", ""));
  }

  private void say(BlockKind kind, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (open == null) {
      open = kind;
      sink.accept(new HubEvent.Open(kind, "", ""));
    }
    said = true;
    sink.accept(new HubEvent.Delta(text));
  }

  /// Of a page; other sources are the provider's files.
  private void cited(@Nullable JsonNode annotation) {
    boolean page = annotation != null && annotation.string("type", "").equals("url_citation");
    if (annotation != null && page && open == BlockKind.TEXT) {
      sink.accept(new HubEvent.Cited(ChatAnswerDecoder.citation(annotation)));
    }
  }

  @Override
  public void done(JsonNode item) {
    if (!said) {
      item.children("content").forEach(this::whole);
    }
    close();
  }

  private void whole(JsonNode content) {
    String type = content.string("type", "");
    switch (type) {
      case "output_text" -> say(BlockKind.TEXT, content.string("text", ""));
      case "refusal" -> say(BlockKind.DECLINED, content.string("refusal", ""));
      default -> throw ItemSequence.broken("a part of the type \"" + type + "\" cannot be carried");
    }
    content.children("annotations").forEach(this::cited);
    close();
  }

  @Override
  public void cut() {
    close();
  }

  private void close() {
    if (open != null) {
      open = null;
      sink.accept(new HubEvent.Close());
    }
  }
}
