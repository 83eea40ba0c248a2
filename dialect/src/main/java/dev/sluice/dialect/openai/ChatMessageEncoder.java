package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Turn;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import dev.sluice.dialect.rule.ToolNames;
import java.util.ArrayList;
import java.util.List;

/// An encoder of the messages of Chat Completions. A turn with results becomes one message for each
/// result, and then one message of the user with the rest: the media that results hold, each after
/// a line that says which call they belong to, and what the user has said beside them.
final class ChatMessageEncoder {
  private static final String FAILED = "Error: ";

  private final JsonOutput out;
  private final String systemRole;
  private final ChatContentEncoder content;
  private final ChatAssistantEncoder assistant;

  ChatMessageEncoder(JsonOutput out, TargetRules rules, ToolNames names, Losses losses) {
    this.out = out;
    systemRole = rules.surface() == ChatSurface.OPENAI ? "developer" : "system";
    content = new ChatContentEncoder(out, rules.surface() == ChatSurface.OLDER);
    assistant = new ChatAssistantEncoder(out, rules, names, losses, content);
  }

  void encode(HubRequest request) {
    out.name("messages").open('[');
    if (!request.system().isEmpty()) {
      message(systemRole, request.system());
    }
    request.turns().forEach(this::turn);
    out.close(']');
  }

  private void turn(Turn turn) {
    switch (turn.role()) {
      case SYSTEM -> message(systemRole, turn.blocks());
      case USER -> user(turn.blocks());
      case ASSISTANT -> assistant.encode(turn.blocks());
    }
  }

  private void message(String role, List<? extends ContentBlock> blocks) {
    if (!blocks.isEmpty()) {
      out.open('{').field("role", role);
      content.encode(blocks);
      out.close('}');
    }
  }

  private void user(List<ContentBlock> blocks) {
    var rest = new ArrayList<ContentBlock>();
    for (ContentBlock block : blocks) {
      if (block instanceof ContentBlock.ToolResult result) {
        result(result, rest);
      }
    }
    blocks.stream().filter(block -> !(block instanceof ContentBlock.ToolResult)).forEach(rest::add);
    message("user", rest);
  }

  private void result(ContentBlock.ToolResult result, List<ContentBlock> rest) {
    List<ContentBlock> texts = texts(result, rest);
    if (result.failed()) {
      String words = texts.isEmpty() ? "" : ((ContentBlock.Text) texts.removeFirst()).text();
      texts.addFirst(new ContentBlock.Text(FAILED + words, result.place()));
    }
    out.open('{').field("role", "tool").field("tool_call_id", Ids.call(result.callId()));
    content.result(texts);
    out.close('}');
  }

  /// Returns the texts of a result; the other blocks go to `rest`, each behind its label.
  private static List<ContentBlock> texts(ContentBlock.ToolResult result, List<ContentBlock> rest) {
    var texts = new ArrayList<ContentBlock>();
    for (ContentBlock block : result.content()) {
      if (block instanceof ContentBlock.Text) {
        texts.add(block);
      } else {
        rest.add(new ContentBlock.Text(label(block, result.callId()), block.place()));
        rest.add(block);
      }
    }
    return texts;
  }

  private static String label(ContentBlock block, String callId) {
    String what = block instanceof ContentBlock.Image ? "Image" : "Document";
    return what + " from tool call " + Ids.call(callId) + ":";
  }
}
