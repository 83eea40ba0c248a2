package dev.sluice.provider.stored;

import dev.sluice.call.Call;
import dev.sluice.call.request.RequestFacts.Owner;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.runtime.Body;
import java.util.HashMap;
import java.util.Map;

/// The marks of the names in the answer to one call of an owner. Each mark says the model that has
/// been asked for, where that is known: the mark of the name that the call refers to repeats the
/// model that this name says, and the mark of a new response's own name says the model of the call.
///
/// A name that the request itself holds gets no mark, unless it is the one that the call refers to:
/// some servers let a client choose the name of its response, and others repeat what they were
/// sent, so that a client would get a mark for any name that it has heard of. A provider's own new
/// name cannot stand in a request.
///
/// Confined to the loop.
final class OwnerMarks implements StateMarks {
  /// The most names that are marked. A response has its own name, that of the one before it and
  /// that of its conversation. Each further name would cost a look at the whole request.
  private static final int MOST = 4;

  private final StateIds ids;
  private final State state;
  private final Owner owner;
  private final Body request;
  private final StateName stateName;
  private final Map<Named, String> marks = new HashMap<>();

  /// A marked name, and whether it is the response's own.
  private record Named(String id, boolean own) {}

  OwnerMarks(StateIds ids, Call call, Owner owner) {
    this.ids = ids;
    this.state = call.facts().state();
    this.owner = owner;
    this.request = call.body();
    boolean _ = request.keep();
    this.stateName = StateName.of(state.id());
  }

  @Override
  public String behind(String id, boolean own) {
    Named name = new Named(id, own);
    String known = marks.get(name);
    if (known != null || marks.size() >= MOST) {
      return known == null ? "" : known;
    }
    String mark = mayBeMarked(id, own) ? ids.mark(id, owner.name(), model(id, own)) : "";
    marks.put(name, mark);
    return mark;
  }

  private boolean mayBeMarked(String id, boolean own) {
    boolean refersToIt = id.equals(stateName.plain()) && (!own || state.resource().isPresent());
    return refersToIt || (!request.isClosed() && !StringSearch.holds(request.bytes(), id));
  }

  private String model(String id, boolean own) {
    if (id.equals(stateName.plain())) {
      return stateName.model();
    }
    return own && state.resource().isEmpty() ? owner.model() : "";
  }
}
