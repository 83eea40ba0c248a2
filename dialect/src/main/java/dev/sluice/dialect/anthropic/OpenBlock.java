package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.Seals;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A block of a stream that is being read, and that becomes a block of the hub.
///
/// Belongs to one thread.
final class OpenBlock implements StreamedBlock {
  private static final Set<String> KNOWN =
      Set.of(
          "text_delta", "citations_delta", "thinking_delta", "signature_delta", "input_json_delta");

  private final BlockKind kind;
  private final String name;
  private final String path;
  private final Seals seals;
  private final Consumer<HubEvent> sink;
  private final HeldRoom room;

  /// The text of the thinking or of the call's arguments so far.
  private final HeldText text;

  private final HeldText signature;

  /// The input that stood at the start, for a call whose arguments do not come in parts.
  private final HeldText initial;

  /// Whether a part of the thinking was left out, so that its signature is of another text.
  private boolean partial;

  private OpenBlock(
      BlockKind kind,
      String name,
      String path,
      Seals seals,
      Consumer<HubEvent> sink,
      HeldRoom room) {
    this.kind = kind;
    this.name = room.keep(name);
    this.path = path;
    this.seals = seals;
    this.sink = sink;
    this.room = room;
    text = new HeldText(room);
    signature = new HeldText(room);
    initial = new HeldText(room);
  }

  /// Returns the block; null where its kind is unknown.
  ///
  /// @param path the path of the block in the answer
  static @Nullable OpenBlock of(
      JsonNode block, String path, Seals seals, Consumer<HubEvent> sink, HeldRoom room) {
    BlockKind kind = kind(block.string("type", ""));
    if (kind == null) {
      return null;
    }
    String name = block.string("name", "");
    var open = new OpenBlock(kind, name, path, seals, sink, room);
    open.start(block);
    return open;
  }

  private static @Nullable BlockKind kind(String type) {
    return switch (type) {
      case "text" -> BlockKind.TEXT;
      case "thinking" -> BlockKind.THINKING;
      case "redacted_thinking" -> BlockKind.REDACTED;
      case "tool_use" -> BlockKind.TOOL_CALL;
      default -> null;
    };
  }

  @Override
  public boolean calls() {
    return kind == BlockKind.TOOL_CALL;
  }

  @Override
  public String name() {
    return name;
  }

  private void start(JsonNode block) {
    String id = block.string("id", "");
    if (kind == BlockKind.TOOL_CALL && (name.isEmpty() || id.isEmpty())) {
      throw BrokenAnswer.stream("a call has no id or names no tool");
    }
    sink.accept(new HubEvent.Open(kind, id, name));
    firstContent(block);
  }

  private void firstContent(JsonNode block) {
    switch (kind) {
      case TEXT, DECLINED -> more(block.string("text", ""));
      case THINKING -> {
        more(block.string("thinking", ""));
        signature.append(block.string("signature", ""));
      }
      case REDACTED -> seal(block.string("data", ""), "");
      case TOOL_CALL -> initial.append(input(block.get("input")));
    }
  }

  private static String input(@Nullable JsonNode input) {
    return input == null ? "" : input.raw().text();
  }

  private void seal(String value, String words) {
    sink.accept(new HubEvent.Seal(seals.close(value, words)));
  }

  @Override
  public void delta(@Nullable JsonNode delta) {
    String type = delta == null ? "" : delta.string("type", "");
    if (delta != null && fits(type)) {
      take(type, delta);
    } else if (type.isEmpty() || KNOWN.contains(type) || kind == BlockKind.TOOL_CALL) {
      throw BrokenAnswer.stream(
          "a delta of the type \"" + type + "\" does not belong to its block");
    } else {
      partial = true;
      sink.accept(new HubEvent.Dropped(path + ".delta", true));
    }
  }

  private void take(String type, JsonNode delta) {
    switch (type) {
      case "text_delta" -> more(delta.string("text", ""));
      case "thinking_delta" -> more(delta.string("thinking", ""));
      case "input_json_delta" -> more(delta.string("partial_json", ""));
      case "signature_delta" -> signature.append(delta.string("signature", ""));
      default -> cited(delta.get("citation"));
    }
  }

  private boolean fits(String type) {
    return switch (kind) {
      case TEXT -> type.equals("text_delta") || type.equals("citations_delta");
      case THINKING -> type.equals("thinking_delta") || type.equals("signature_delta");
      case TOOL_CALL -> type.equals("input_json_delta");
      case REDACTED, DECLINED -> false;
    };
  }

  private void cited(@Nullable JsonNode entry) {
    ContentBlock.Citation citation = entry == null ? null : AnthropicAnswerDecoder.citation(entry);
    if (citation != null) {
      sink.accept(new HubEvent.Cited(citation));
    }
  }

  private void more(String words) {
    if (words.isEmpty()) {
      return;
    }
    if (kind != BlockKind.TEXT) {
      text.append(words);
    }
    sink.accept(new HubEvent.Delta(words));
  }

  @Override
  public boolean close() {
    String whole = initial.toString();
    initial.clear();
    if (kind == BlockKind.TOOL_CALL && text.isEmpty() && !whole.equals("{}")) {
      more(whole);
    }
    if (kind == BlockKind.THINKING && !signature.isEmpty() && !partial) {
      seal(signature.toString(), text.toString());
    }
    sink.accept(new HubEvent.Close());
    String said = text.toString();
    text.clear();
    signature.clear();
    return kind != BlockKind.TOOL_CALL || said.isBlank() || JsonReader.isObject(said, room.meter());
  }
}
