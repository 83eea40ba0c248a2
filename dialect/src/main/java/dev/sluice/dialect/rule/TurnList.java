package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.Turn;
import dev.sluice.dialect.hub.Turn.Role;
import dev.sluice.dialect.json.SourcePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A builder of the turns of a conversation: it joins neighbours of one role, and checks that each
/// call has its one result directly behind it, since no dialect takes a conversation in which one
/// is missing.
///
/// Belongs to one thread.
public final class TurnList {
  private final List<Turn> turns = new ArrayList<>();
  private List<ContentBlock> last = new ArrayList<>();

  /// The calls that have no result yet.
  private final Map<String, SourcePath> open = new LinkedHashMap<>();

  /// Adds a message's blocks, removing the seals from their ids; a message without blocks is passed
  /// over.
  public void add(Role role, List<ContentBlock> given, SourcePath place) {
    List<ContentBlock> blocks = SealedCalls.opened(given);
    boolean joins = !turns.isEmpty() && role != Role.SYSTEM && turns.getLast().role() == role;
    if (role != Role.USER || !startsWithResult(blocks)) {
      complete();
    }
    for (ContentBlock block : blocks) {
      note(block);
    }
    if (blocks.isEmpty()) {
      return;
    }
    if (joins) {
      last.addAll(blocks);
      return;
    }
    last = new ArrayList<>(blocks);
    turns.add(new Turn(role, last, place));
  }

  /// Checks that no call waits for its result.
  ///
  /// @throws Untranslatable if a call has no result
  public void complete() {
    if (!open.isEmpty()) {
      Map.Entry<String, SourcePath> call = open.entrySet().iterator().next();
      throw new Untranslatable(
          call.getValue(), "the call \"" + call.getKey() + "\" has no result directly behind it");
    }
  }

  /// Whether a call waits for its result.
  public boolean waits() {
    return !open.isEmpty();
  }

  public boolean isEmpty() {
    return turns.isEmpty();
  }

  public List<Turn> turns() {
    return turns;
  }

  private static boolean startsWithResult(List<ContentBlock> blocks) {
    for (ContentBlock block : blocks) {
      if (block instanceof ContentBlock.ToolResult) {
        return true;
      }
    }
    return false;
  }

  private void note(ContentBlock block) {
    if (block instanceof ContentBlock.ToolCall call && open.put(call.id(), call.place()) != null) {
      throw new Untranslatable(call.place(), "two calls have the id \"" + call.id() + "\"");
    }
    if (block instanceof ContentBlock.ToolResult result && open.remove(result.callId()) == null) {
      throw new Untranslatable(
          result.place(), "no call before it has the id \"" + result.callId() + "\"");
    }
  }
}
