package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.Turn;
import java.util.ArrayList;
import java.util.List;

/// A decoder of the conversation of a request: what the system says first, and the turns.
///
/// Belongs to one thread.
public abstract class ConversationDecoder {
  protected final List<ContentBlock.Text> system = new ArrayList<>();
  protected final TurnList turns = new TurnList();

  public final List<ContentBlock.Text> system() {
    return system;
  }

  public final List<Turn> turns() {
    return turns.turns();
  }
}
