package dev.sluice.dialect.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.BodyEdits;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.DroppedPaths;
import dev.sluice.dialect.rule.SealedId;
import org.jspecify.annotations.Nullable;

/// Removes the seals from the ids of calls in a request that goes to a provider in its own dialect,
/// which has no use for them. A call whose seal is lost so is listed; its result has the same id
/// and is not.
///
/// Belongs to one thread.
public final class SealedIds {
  private final BodyEdits edits;
  private final DroppedPaths dropped;
  private boolean any;

  /// @param dropped the list that takes the paths of ids that were sealed
  public SealedIds(BodyEdits edits, DroppedPaths dropped) {
    this.edits = edits;
    this.dropped = dropped;
  }

  /// Whether a sealed id was found.
  public boolean any() {
    return any;
  }

  /// Removes the seal from the id of a call; null for a call without an id.
  public void call(@Nullable JsonNode id) {
    if (id != null && takeOff(id)) {
      dropped.add(id);
    }
  }

  /// Removes the seal from the id of the call that a result belongs to; null for a result without
  /// an id.
  public void result(@Nullable JsonNode id) {
    if (id != null) {
      takeOff(id);
    }
  }

  private boolean takeOff(JsonNode id) {
    SealedId sealed = id.is(JsonKind.STRING) ? SealedId.read(id.text()) : null;
    if (sealed == null) {
      return false;
    }
    any = true;
    edits.replace(id, ('"' + sealed.id() + '"').getBytes(UTF_8));
    return true;
  }
}
