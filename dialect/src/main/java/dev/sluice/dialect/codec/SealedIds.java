package dev.sluice.dialect.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.BodyEdits;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonNode.Kind;
import dev.sluice.dialect.rule.DroppedPaths;
import dev.sluice.dialect.rule.SealedId;
import org.jspecify.annotations.Nullable;

/// Takes the seals off the ids of calls in a request that goes to a provider in its own dialect:
/// none has a use for them. A call whose seal is lost so is listed; its result has the same id and
/// is not.
///
/// Belongs to one thread.
public final class SealedIds {
  private final BodyEdits edits;
  private final DroppedPaths dropped;
  private boolean any;

  /// @param dropped takes the paths of ids that were sealed
  public SealedIds(BodyEdits edits, DroppedPaths dropped) {
    this.edits = edits;
    this.dropped = dropped;
  }

  /// Whether one was found.
  public boolean any() {
    return any;
  }

  /// The id of a call; null: it has none.
  public void call(@Nullable JsonNode id) {
    if (id != null && takeOff(id)) {
      dropped.add(id);
    }
  }

  /// The id of the call that a result belongs to; null: it has none.
  public void result(@Nullable JsonNode id) {
    if (id != null) {
      takeOff(id);
    }
  }

  private boolean takeOff(JsonNode id) {
    SealedId sealed = id.is(Kind.STRING) ? SealedId.read(id.text()) : null;
    if (sealed == null) {
      return false;
    }
    any = true;
    edits.replace(id, ('"' + sealed.id() + '"').getBytes(UTF_8));
    return true;
  }
}
