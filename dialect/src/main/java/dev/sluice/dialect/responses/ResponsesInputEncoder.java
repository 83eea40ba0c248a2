package dev.sluice.dialect.responses;

import dev.sluice.dialect.hub.Block;
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
    List<Block.Text> system = request.system();
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

  private void message(String role, List<? extends Block> blocks) {
    if (!blocks.isEmpty()) {
      out.open('{').field("type", "message").field("role", role).name("content");
      parts.content(blocks);
      out.close('}');
    }
  }

  private void assistant(List<Block> blocks) {
    for (Block block : blocks) {
      if (block instanceof Block.ToolCall call && call.freeform()) {
        freeform.add(call.id());
      }
    }
    answer.encode(blocks);
  }

  private void user(List<Block> blocks) {
    var rest = new ArrayList<Block>();
    for (Block block : blocks) {
      if (block instanceof Block.ToolResult result) {
        result(result);
      } else {
        rest.add(block);
      }
    }
    message("user", rest);
  }

  private void result(Block.ToolResult result) {
    String kind = freeform.contains(result.callId()) ? "custom_tool_call" : "function_call";
    out.open('{').field("type", kind + "_output").field("call_id", Ids.call(result.callId()));
    out.name("output");
    List<Block> content = result.failed() ? failed(result) : result.content();
    if (content.isEmpty()) {
      out.string("");
    } else {
      parts.content(content);
    }
    out.close('}');
  }

  private static List<Block> failed(Block.ToolResult result) {
    var content = new ArrayList<Block>(result.content());
    boolean begins = !content.isEmpty() && content.getFirst() instanceof Block.Text;
    String words = begins ? ((Block.Text) content.removeFirst()).text() : "";
    content.addFirst(new Block.Text(FAILED + words, result.place()));
    return content;
  }
}
