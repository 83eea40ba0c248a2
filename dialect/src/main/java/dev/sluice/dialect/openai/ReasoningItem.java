package dev.sluice.dialect.openai;

import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.Seals;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An item that is a model's thinking: its summary, or its words where the provider shows them. The
/// content that the provider has encrypted comes when the item is over, and becomes the seal.
final class ReasoningItem implements StreamedItem {
  private static final String SUMMARY = "response.reasoning_summary_text.delta";
  private static final String WORDS = "response.reasoning_text.delta";
  private static final String JOINT = "\n\n";

  private final Seals seals;
  private final Consumer<HubEvent> sink;
  private final HeldText text;
  private boolean open;

  /// The kind of events that has come first: a summary and its words are not mixed.
  private String shown = "";

  private long part;

  ReasoningItem(Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    this.seals = seals;
    this.sink = sink;
    text = new HeldText(room);
  }

  @Override
  public boolean event(String type, JsonNode event) {
    switch (type) {
      case SUMMARY -> more(type, event.number("summary_index", 0), event);
      case WORDS -> more(type, event.number("content_index", 0), event);
      case "response.content_part.done" -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private void more(String type, long index, JsonNode event) {
    shown = shown.isEmpty() ? type : shown;
    if (shown.equals(type)) {
      say(index, event.string("delta", ""));
    }
  }

  private void say(long index, String words) {
    if (words.isEmpty()) {
      return;
    }
    String joint = text.isEmpty() || index == part ? "" : JOINT;
    part = index;
    open();
    text.append(joint + words);
    sink.accept(new HubEvent.Delta(joint + words));
  }

  private void open() {
    if (!open) {
      open = true;
      sink.accept(new HubEvent.Open(BlockKind.THINKING, "", ""));
    }
  }

  @Override
  public boolean agrees(JsonNode item) {
    String whole =
        item.children(shown.equals(WORDS) ? "content" : "summary").stream()
            .map(words -> words.string("text", ""))
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining(JOINT));
    return text.isEmpty() || text.toString().equals(whole);
  }

  @Override
  public void done(JsonNode item) {
    if (text.isEmpty()) {
      whole(item.children("summary").isEmpty() ? item.get("content") : item.get("summary"));
    }
    String encrypted = item.string("encrypted_content", "");
    if (open || !encrypted.isEmpty()) {
      open();
      sink.accept(new HubEvent.Seal(seals.close(encrypted, text.toString())));
    }
    cut();
  }

  private void whole(@Nullable JsonNode parts) {
    if (parts != null) {
      long index = 0;
      for (JsonNode words : parts.children()) {
        say(index++, words.string("text", ""));
      }
    }
  }

  @Override
  public void cut() {
    if (open) {
      open = false;
      sink.accept(new HubEvent.Close());
    }
    text.clear();
  }
}
