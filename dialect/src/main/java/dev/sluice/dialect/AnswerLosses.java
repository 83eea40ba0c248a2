package dev.sluice.dialect;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.rule.BrokenAnswer;

/// The judgement of an answer, parts of which cannot be carried: they may be left out as long as
/// the rest is an answer. It is no answer where nothing is left of what the model has said, or
/// where the model waits for a call that is among what was left out. Where nothing may be dropped
/// (`translate: strict`) the first such part ends the answer.
///
/// Belongs to one thread.
final class AnswerLosses {
  private final boolean strict;

  /// The path of the first part that was left out; empty where none was.
  private String first = "";

  private boolean says;
  private boolean calls;

  /// @param strict whether nothing may be left out
  AnswerLosses(boolean strict) {
    this.strict = strict;
  }

  /// Judges a whole answer.
  ///
  /// @throws BrokenAnswer if what is left is no answer
  static void check(HubReply reply, boolean strict) {
    var losses = new AnswerLosses(strict);
    reply.dropped().forEach(losses::dropped);
    losses.says = reply.blocks().stream().anyMatch(AnswerLosses::isSaid);
    losses.calls = reply.blocks().stream().anyMatch(ContentBlock.ToolCall.class::isInstance);
    losses.finish(reply.stop());
  }

  /// Judges the next event of an answer.
  ///
  /// @throws BrokenAnswer if what is left is no answer
  void accept(HubEvent event) {
    switch (event) {
      case HubEvent.Dropped(String path, boolean content) when content -> dropped(path);
      case HubEvent.Open block -> open(block.kind());
      case HubEvent.Finish finish -> finish(finish.stop());
      default -> {}
    }
  }

  private static boolean isSaid(ContentBlock block) {
    return block instanceof ContentBlock.Text || block instanceof ContentBlock.Declined;
  }

  private void open(HubEvent.BlockKind kind) {
    says |= kind == HubEvent.BlockKind.TEXT || kind == HubEvent.BlockKind.DECLINED;
    calls |= kind == HubEvent.BlockKind.TOOL_CALL;
  }

  private void dropped(String path) {
    if (strict) {
      throw broken(path, "cannot be carried (translate: strict refuses what it would drop)");
    }
    first = first.isEmpty() ? path : first;
  }

  private void finish(StopReason stop) {
    if (first.isEmpty() || calls) {
      return;
    }
    if (stop == StopReason.TOOL) {
      throw broken(first, "cannot be carried, and the model waits for a call");
    }
    if (!says) {
      throw broken(first, "cannot be carried, and it says nothing else");
    }
  }

  private static BrokenAnswer broken(String path, String why) {
    return new BrokenAnswer(
        AnswerFault.malformed(
            "The provider's answer cannot be translated: its " + path + " " + why));
  }
}
