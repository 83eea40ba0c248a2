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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An encoder of the conversation as items: a turn of the model is one item for each block, but
/// neighbouring texts share a message; a turn of the user is one item for each result and then a
/// message with the rest.
final class ResponsesInputEncoder {
  private static final String FAILED = "Error: ";

  private final JsonOutput out;
  private final String systemRole;
  private final ResponsesPartEncoder parts;
  private final ResponsesAnswerItems answer;

  /// The ids of calls of freeform tools.
  private final Set<String> freeform = new HashSet<>();

  ResponsesInputEncoder(JsonOutput out, TargetRules rules, ToolNames names, Losses losses) {
    this.out = out;
    systemRole = rules.surface() == ChatSurface.OPENAI ? "developer" : "system";
    parts = new ResponsesPartEncoder(out);
    answer = new ResponsesAnswerItems(out, rules.seals(), names, losses);
  }

  void encode(HubRequest request) {
    List<ContentBlock.Text> system = request.system();
    if (system.size() == 1) {
      out.field("instructions", system.getFirst().text());
    }
    out.name("input").open('[');
    if (system.size() > 1) {
      message(systemRole, system);
    }
    request.turns().forEach(this::turn);
    out.close(']');
  }

  private void turn(Turn turn) {
    switch (turn.role()) {
      case SYSTEM -> message(systemRole, turn.blocks());
      case USER -> user(turn.blocks());
      case ASSISTANT -> assistant(turn.blocks());
    }
  }

  private void message(String role, List<? extends ContentBlock> blocks) {
    if (!blocks.isEmpty()) {
      out.open('{').field("type", "message").field("role", role).name("content");
      parts.content(blocks);
      out.close('}');
    }
  }

  private void assistant(List<ContentBlock> blocks) {
    for (ContentBlock block : blocks) {
      if (block instanceof ContentBlock.ToolCall call && call.freeform()) {
        freeform.add(call.id());
      }
    }
    answer.encode(blocks);
  }

  private void user(List<ContentBlock> blocks) {
    var rest = new ArrayList<ContentBlock>();
    for (ContentBlock block : blocks) {
      if (block instanceof ContentBlock.ToolResult result) {
        result(result);
      } else {
        rest.add(block);
      }
    }
    message("user", rest);
  }

  private void result(ContentBlock.ToolResult result) {
    String kind = freeform.contains(result.callId()) ? "custom_tool_call" : "function_call";
    out.open('{').field("type", kind + "_output").field("call_id", Ids.call(result.callId()));
    out.name("output");
    List<ContentBlock> content = result.failed() ? failed(result) : result.content();
    if (content.isEmpty()) {
      out.string("");
    } else {
      parts.content(content);
    }
    out.close('}');
  }

  private static List<ContentBlock> failed(ContentBlock.ToolResult result) {
    var content = new ArrayList<ContentBlock>(result.content());
    boolean begins = !content.isEmpty() && content.getFirst() instanceof ContentBlock.Text;
    String words = begins ? ((ContentBlock.Text) content.removeFirst()).text() : "";
    content.addFirst(new ContentBlock.Text(FAILED + words, result.place()));
    return content;
  }
}
