package dev.sluice.dialect.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.BodyEdits;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.rule.DroppedPaths;
import dev.sluice.dialect.rule.Seals;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Removes from a request in Anthropic's dialect, which goes to a provider of that dialect, the
/// thinking that a target of another dialect has left in the conversation: the provider would
/// refuse the whole call for a signature that is not its own. A budget of thinking goes as well
/// where the model's last turn then begins with a call, and so do the seals that ids of calls
/// carry. Every other byte stays.
///
/// Belongs to one thread.
public final class ForeignSeals {
  private static final byte[] DISABLED = "{\"type\":\"disabled\"}".getBytes(UTF_8);

  private static final JsonReader JSON = JsonReader.of("messages", "content", "thinking");

  private final BodyEdits edits;
  private final DroppedPaths dropped = new DroppedPaths();
  private final SealedIds ids;

  /// A request without foreign seals.
  ///
  /// @param dropped the paths of what was removed
  @SuppressWarnings("ArrayRecordComponent")
  public record Unsealed(byte[] body, List<String> dropped) {
    /// The bytes that the paths take, about.
    public long held() {
      return DroppedPaths.held(dropped);
    }
  }

  private ForeignSeals(byte[] body, HeapMeter meter) {
    edits = new BodyEdits(body, meter);
    ids = new SealedIds(edits, dropped);
  }

  /// Returns the request without foreign seals; empty where it has none.
  public static Optional<Unsealed> without(byte[] body, HeapMeter meter) {
    try {
      JsonNode top = JSON.read(body, meter);
      JsonNode messages = top.get("messages");
      return messages == null
          ? Optional.empty()
          : new ForeignSeals(body, meter).without(top, messages);
    } catch (NotJsonException notOurs) {
      return Optional.empty();
    }
  }

  private Optional<Unsealed> without(JsonNode top, JsonNode messages) {
    JsonNode last = null;
    var gone = new HashSet<JsonNode>();
    for (JsonNode message : messages.children()) {
      if (!message.is(JsonKind.OBJECT)) {
        return Optional.empty();
      }
      last = message.string("role", "").equals("assistant") ? message : last;
      if (isOnlyForeign(message)) {
        dropped.add(message);
        gone.add(message);
      } else if (!blocks(message)) {
        return Optional.empty();
      }
    }
    edits.cut(messages, gone);
    if (dropped.isEmpty() && !ids.any()) {
      return Optional.empty();
    }
    stopsThinking(top, last);
    return Optional.of(new Unsealed(edits.bytes(), dropped.paths()));
  }

  private static boolean isOnlyForeign(JsonNode message) {
    List<JsonNode> blocks = message.children("content");
    return !blocks.isEmpty() && blocks.stream().allMatch(ForeignSeals::isForeign);
  }

  /// Cuts foreign thinking out of a message.
  ///
  /// @return whether the content of the message has a known form
  private boolean blocks(JsonNode message) {
    JsonNode content = message.get("content");
    var foreign = new HashSet<JsonNode>();
    for (JsonNode block : message.children("content")) {
      if (!block.is(JsonKind.OBJECT)) {
        return false;
      }
      if (isForeign(block)) {
        dropped.add(block);
        foreign.add(block);
      } else {
        id(block);
      }
    }
    if (content != null) {
      edits.cut(content, foreign);
    }
    return true;
  }

  private void id(JsonNode block) {
    ids.call(block.get("id"));
    ids.result(block.get("tool_use_id"));
  }

  /// Removes the budget of thinking where it would make an error. With such a budget the last turn
  /// of the model has to begin with thinking where it calls a tool: where that is gone, the call
  /// goes on without (Anthropic, "Extended thinking").
  private void stopsThinking(JsonNode top, @Nullable JsonNode last) {
    JsonNode thinking = top.get("thinking");
    if (thinking == null || last == null || !thinking.string("type", "").equals("enabled")) {
      return;
    }
    List<JsonNode> kept =
        last.children("content").stream().filter(block -> !isForeign(block)).toList();
    boolean calls = kept.stream().anyMatch(block -> block.string("type", "").equals("tool_use"));
    if (calls && !kept.getFirst().string("type", "").endsWith("thinking")) {
      dropped.add(thinking);
      edits.replace(thinking, DISABLED);
    }
  }

  private static boolean isForeign(JsonNode block) {
    return switch (block.string("type", "")) {
      case "thinking" -> block.string("signature", "").startsWith(Seals.MARK);
      case "redacted_thinking" -> block.string("data", "").startsWith(Seals.MARK);
      default -> false;
    };
  }
}
