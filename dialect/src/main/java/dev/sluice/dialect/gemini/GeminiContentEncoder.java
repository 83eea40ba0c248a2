package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.Turn;
import dev.sluice.dialect.hub.Turn.Role;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An encoder of the system's instruction and the contents. All responses to one turn's calls are
/// one content, in the order of the calls, since they go without ids; what the user says beside
/// them is the next content. A later instruction of the system is the user's, within `<system>`.
///
/// Belongs to one thread.
final class GeminiContentEncoder {
  private final JsonOutput out;
  private final ToolNames names;
  private final Losses losses;
  private final GeminiPartEncoder parts;
  private final GeminiModelEncoder model;
  private final FunctionResponses responses;

  /// The calls of the model's last turn, by their ids.
  private final Map<String, String> called = new LinkedHashMap<>();

  GeminiContentEncoder(JsonOutput out, TargetRules rules, ToolNames names, Losses losses) {
    this.out = out;
    this.names = names;
    this.losses = losses;
    parts = new GeminiPartEncoder(out);
    model = new GeminiModelEncoder(out, rules, names, losses);
    responses = new FunctionResponses(out, parts, rules.facts());
  }

  void system(List<ContentBlock.Text> texts) {
    List<ContentBlock.Text> said = texts.stream().filter(text -> !text.text().isEmpty()).toList();
    if (!said.isEmpty()) {
      out.name("systemInstruction").open('{').name("parts").open('[');
      said.forEach(parts::write);
      out.close(']').close('}');
    }
  }

  void encode(List<Turn> turns) {
    if (turns.isEmpty() || turns.getFirst().role() == Role.ASSISTANT) {
      throw new Untranslatable(
          losses.path(Setting.MESSAGES), "this target's conversations begin with the user");
    }
    out.name("contents").open('[');
    turns.forEach(this::turn);
    out.close(']');
  }

  private void turn(Turn turn) {
    switch (turn.role()) {
      case USER -> user(turn.blocks());
      case ASSISTANT -> assistant(turn.blocks());
      case SYSTEM -> content("user", wrapped(turn.blocks()));
    }
  }

  private void assistant(List<ContentBlock> blocks) {
    called.clear();
    for (ContentBlock block : blocks) {
      if (block instanceof ContentBlock.ToolCall call) {
        called.put(call.id(), names.sent(call.name()));
      }
    }
    model.encode(blocks);
  }

  private void user(List<ContentBlock> blocks) {
    var rest = new ArrayList<ContentBlock>();
    List<ContentBlock.ToolResult> results = inOrder(blocks);
    if (!results.isEmpty()) {
      results(results, rest);
    }
    blocks.stream().filter(block -> !(block instanceof ContentBlock.ToolResult)).forEach(rest::add);
    content("user", rest);
  }

  private void results(List<ContentBlock.ToolResult> results, List<ContentBlock> rest) {
    open("user");
    for (ContentBlock.ToolResult result : results) {
      responses.write(result, String.valueOf(called.get(result.callId())), rest);
    }
    close();
  }

  private List<ContentBlock.ToolResult> inOrder(List<ContentBlock> blocks) {
    var byCall = new LinkedHashMap<String, ContentBlock.ToolResult>();
    for (ContentBlock block : blocks) {
      if (block instanceof ContentBlock.ToolResult result) {
        byCall.put(result.callId(), result);
      }
    }
    return called.keySet().stream().filter(byCall::containsKey).map(byCall::get).toList();
  }

  private void content(String role, List<ContentBlock> blocks) {
    List<ContentBlock> said =
        blocks.stream().filter(block -> !GeminiPartEncoder.isEmpty(block)).toList();
    if (!said.isEmpty()) {
      open(role);
      said.forEach(parts::write);
      close();
    }
  }

  private void open(String role) {
    out.open('{').field("role", role).name("parts").open('[');
  }

  private void close() {
    out.close(']').close('}');
  }

  private static List<ContentBlock> wrapped(List<ContentBlock> texts) {
    var words = new StringBuilder();
    SourcePath place = SourcePath.NONE;
    for (ContentBlock block : texts) {
      if (block instanceof ContentBlock.Text text) {
        words.append(text.text());
        place = text.place();
      }
    }
    return List.of(new ContentBlock.Text("<system>" + words + "</system>", place));
  }
}
