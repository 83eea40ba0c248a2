package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The removal of seals from the ids of calls and results. A seal that a call's id has brought
/// becomes thinking without words in front of the call, unless the client has kept the signature in
/// the place that its dialect has for it.
final class SealedCalls {
  private SealedCalls() {}

  /// Returns the blocks with the ids that their provider has given; the same list where no id is
  /// sealed.
  public static List<Block> opened(List<Block> blocks) {
    return blocks.stream().anyMatch(SealedCalls::isSealed) ? without(blocks) : blocks;
  }

  private static boolean isSealed(Block block) {
    return switch (block) {
      case Block.ToolCall call -> call.id().contains(SealedId.MARK);
      case Block.ToolResult result -> result.callId().contains(SealedId.MARK);
      default -> false;
    };
  }

  private static List<Block> without(List<Block> blocks) {
    var opened = new ArrayList<Block>(blocks.size() + 1);
    for (Block block : blocks) {
      switch (block) {
        case Block.ToolCall call -> call(call, opened);
        case Block.ToolResult result ->
            opened.add(result.answering(SealedId.without(result.callId())));
        default -> opened.add(block);
      }
    }
    return opened;
  }

  private static void call(Block.ToolCall call, List<Block> opened) {
    SealedId sealed = SealedId.read(call.id());
    if (sealed == null) {
      opened.add(call);
      return;
    }
    if (!isSignature(opened.isEmpty() ? null : opened.getLast())) {
      opened.add(new Block.Thinking("", sealed.token(), call.place()));
    }
    opened.add(call.named(sealed.id()));
  }

  private static boolean isSignature(@Nullable Block before) {
    return before instanceof Block.Thinking(String text, String seal, _)
        && text.isEmpty()
        && seal != null;
  }
}
