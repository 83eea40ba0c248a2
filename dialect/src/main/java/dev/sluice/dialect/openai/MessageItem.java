package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.json.JsonNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An item that is a message, of which each part becomes a block.
final class MessageItem implements StreamedItem {
  private final String path;
  private final Consumer<HubEvent> sink;
  private @Nullable BlockKind open;
  private long part;
  private boolean said;

  /// The length and the hash of all text so far, since the text itself is not held.
  private long length;

  private int hash;

  /// @param path the path of the item in the answer
  MessageItem(String path, Consumer<HubEvent> sink) {
    this.path = path;
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
    length += text.length();
    hash = hash(hash, text);
    sink.accept(new HubEvent.Delta(text));
  }

  /// Continues a hash, which is that of the one string of all parts.
  private static int hash(int before, String text) {
    int hash = before;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  @Override
  public boolean agrees(JsonNode item) {
    int wholeHash = 0;
    long wholeLength = 0;
    for (JsonNode part : item.children("content")) {
      String text = part.string("text", part.string("refusal", ""));
      wholeHash = hash(wholeHash, text);
      wholeLength += text.length();
    }
    return !said || (wholeLength == length && wholeHash == hash);
  }

  /// Passes on the citation of a page; other sources are the provider's files.
  private void cited(@Nullable JsonNode annotation) {
    boolean page = annotation != null && annotation.string("type", "").equals("url_citation");
    if (annotation != null && page && open == BlockKind.TEXT) {
      sink.accept(new HubEvent.Cited(ChatAnswerDecoder.citation(annotation)));
    }
  }

  @Override
  public void done(JsonNode item) {
    boolean heard = said;
    int index = 0;
    for (JsonNode content : item.children("content")) {
      whole(content, index++, heard);
    }
    close();
  }

  /// Reads a part of the whole message. A part of an unknown kind is left out.
  ///
  /// @param heard whether events have said the parts of known kinds
  private void whole(JsonNode content, int index, boolean heard) {
    String type = content.string("type", "");
    boolean known = type.equals("output_text") || type.equals("refusal");
    if (!known) {
      close();
      sink.accept(new HubEvent.Dropped(path + ".content[" + index + "]", true));
      return;
    }
    if (heard) {
      return;
    }
    if (type.equals("refusal")) {
      say(BlockKind.DECLINED, content.string("refusal", ""));
    } else {
      say(BlockKind.TEXT, content.string("text", ""));
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
