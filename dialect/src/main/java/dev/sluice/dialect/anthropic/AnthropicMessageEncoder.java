package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Turn;
import dev.sluice.dialect.hub.Turn.Role;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Losses.Setting;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.ArrayList;
import java.util.List;

/// An encoder of the system's texts and the messages. Neighbours of one role are joined, results
/// stand first, and a later instruction of the system is a message of its own only where the model
/// takes one.
final class AnthropicMessageEncoder {
  private final JsonOutput out;
  private final Losses losses;
  private final boolean systemTurns;
  private final AnthropicBlockEncoder blocks;
  private final List<Turn> turns = new ArrayList<>();

  AnthropicMessageEncoder(JsonOutput out, TargetRules rules, ToolNames names, Losses losses) {
    this.out = out;
    this.losses = losses;
    systemTurns =
        !rules.facts().equals(ModelFacts.UNKNOWN) && !rules.facts().refuses(Limit.SYSTEM_TURNS);
    blocks = new AnthropicBlockEncoder(out, rules, names, losses);
  }

  /// Writes the system's texts and the messages.
  ///
  /// @param instruction the text that the system's texts end with; empty for none
  void encode(HubRequest request, String instruction) {
    system(request.system(), instruction);
    request.turns().forEach(this::arrange);
    if (turns.isEmpty() || turns.getFirst().role() != Role.USER) {
      throw new Untranslatable(
          losses.path(Setting.MESSAGES),
          "this target's conversations begin with a message of the user");
    }
    out.name("messages").open('[');
    turns.forEach(this::write);
    out.close(']');
  }

  static void cacheControl(JsonOutput out, String ttl) {
    out.name("cache_control").open('{').field("type", "ephemeral");
    if (!ttl.equals("5m")) {
      out.field("ttl", ttl);
    }
    out.close('}');
  }

  private void system(List<ContentBlock.Text> texts, String instruction) {
    var all = new ArrayList<ContentBlock>(texts);
    if (!instruction.isEmpty()) {
      all.add(new ContentBlock.Text(instruction, SourcePath.NONE));
    }
    all.removeIf(blocks::vanishes);
    if (!all.isEmpty()) {
      out.name("system");
      blocks.content(all);
    }
  }

  private void arrange(Turn turn) {
    switch (turn.role()) {
      case USER -> add(Role.USER, resultsFirst(turn.blocks()), turn.place());
      case ASSISTANT -> add(Role.ASSISTANT, turn.blocks(), turn.place());
      case SYSTEM -> arrangeSystem(turn);
    }
  }

  private void arrangeSystem(Turn turn) {
    if (systemTurns && !turns.isEmpty() && turns.getLast().role() == Role.USER) {
      add(Role.SYSTEM, turn.blocks(), turn.place());
    } else {
      add(Role.USER, wrapped(turn.blocks()), turn.place());
    }
  }

  private void add(Role role, List<ContentBlock> content, SourcePath place) {
    var rest = new ArrayList<ContentBlock>(content);
    rest.removeIf(blocks::vanishes);
    if (rest.isEmpty()) {
      return;
    }
    if (!turns.isEmpty() && turns.getLast().role() == role) {
      turns.getLast().blocks().addAll(rest);
    } else {
      turns.add(new Turn(role, rest, place));
    }
  }

  private static List<ContentBlock> resultsFirst(List<ContentBlock> content) {
    var sorted = new ArrayList<ContentBlock>(content);
    sorted.sort((a, b) -> Boolean.compare(isResult(b), isResult(a)));
    return sorted;
  }

  private static boolean isResult(ContentBlock block) {
    return block instanceof ContentBlock.ToolResult;
  }

  private static List<ContentBlock> wrapped(List<ContentBlock> texts) {
    var wrapped = new ArrayList<ContentBlock>();
    for (ContentBlock block : texts) {
      if (block instanceof ContentBlock.Text text) {
        wrapped.add(new ContentBlock.Text("<system>" + text.text() + "</system>", text.place()));
      }
    }
    return wrapped;
  }

  private void write(Turn turn) {
    String role =
        switch (turn.role()) {
          case USER -> "user";
          case ASSISTANT -> "assistant";
          case SYSTEM -> "system";
        };
    out.open('{').field("role", role).name("content");
    blocks.content(turn.blocks());
    out.close('}');
  }
}
