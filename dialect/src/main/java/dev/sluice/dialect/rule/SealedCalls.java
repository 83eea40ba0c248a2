package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.ContentBlock;
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
  public static List<ContentBlock> opened(List<ContentBlock> blocks) {
    return blocks.stream().anyMatch(SealedCalls::isSealed) ? without(blocks) : blocks;
  }

  private static boolean isSealed(ContentBlock block) {
    return switch (block) {
      case ContentBlock.ToolCall call -> call.id().contains(SealedId.MARK);
      case ContentBlock.ToolResult result -> result.callId().contains(SealedId.MARK);
      default -> false;
    };
  }

  private static List<ContentBlock> without(List<ContentBlock> blocks) {
    var opened = new ArrayList<ContentBlock>(blocks.size() + 1);
    for (ContentBlock block : blocks) {
      switch (block) {
        case ContentBlock.ToolCall call -> call(call, opened);
        case ContentBlock.ToolResult result ->
            opened.add(result.answering(SealedId.without(result.callId())));
        default -> opened.add(block);
      }
    }
    return opened;
  }

  private static void call(ContentBlock.ToolCall call, List<ContentBlock> opened) {
    SealedId sealed = SealedId.read(call.id());
    if (sealed == null) {
      opened.add(call);
      return;
    }
    if (!isSignature(opened.isEmpty() ? null : opened.getLast())) {
      opened.add(new ContentBlock.Thinking("", sealed.token(), call.place()));
    }
    opened.add(call.named(sealed.id()));
  }

  private static boolean isSignature(@Nullable ContentBlock before) {
    return before instanceof ContentBlock.Thinking(String text, String seal, _)
        && text.isEmpty()
        && seal != null;
  }
}
