package dev.sluice.stats;

import java.util.Collection;
import java.util.Optional;

/// The quotas of all credentials. Safe for any thread but a loop.
public interface QuotaStats {

  /// A quota, as metrics name it.
  ///
  /// @param provider the provider's configured name
  /// @param credential the position of the quota's credential among those of the provider, from 0
  /// @param model the model of a target; `*` for all models that are passed on
  record Entry(String provider, int credential, String model) {}

  /// Returns the provider, model and credential of each quota.
  Collection<Entry> entries();

  /// Returns the object by which the quotas of an entry's credential are told apart in all
  /// generations, since the position of a credential may change.
  ///
  /// @throws IllegalArgumentException if there is no such entry
  Object credential(Entry entry);

  /// Returns the current figures of a quota; empty where nothing has been asked of it yet.
  Optional<QuotaGauges> gauges(Entry entry);

  /// Returns the current figures of the quota that calls of `model` take at the credential of an
  /// entry; under `*` those of this model alone. Empty where nothing has been asked of it yet.
  Optional<QuotaGauges> gauges(Entry entry, String model);
}
