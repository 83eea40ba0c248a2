package dev.sluice.internal.wiring;

import dev.sluice.call.Call;
import dev.sluice.call.item.Items;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.internal.cache.Cache;
import dev.sluice.provider.Fingerprints;
import java.util.List;

/// The fingerprints by which a route's cache knows calls, and the parts of those that have several.
record RouteKeys(String route) implements Cache.Keys {

  @Override
  public Fingerprint of(Call call) {
    return call.isKeptByKey() ? Fingerprints.underKey(route, call) : Fingerprints.of(route, call);
  }

  @Override
  public List<Fingerprint> of(Call call, Items items) {
    return Fingerprints.of(route, call, items);
  }
}
