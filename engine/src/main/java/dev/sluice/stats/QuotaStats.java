package dev.sluice.stats;

import java.util.Collection;
import java.util.Optional;

/// The quotas of all credentials. Safe for any thread but a loop.
public interface QuotaStats {

  /// A quota, as metrics name it.
  ///
  /// @param provider its configured name
  /// @param credential the position of its credential among the provider's, from 0
  /// @param model a target's; `*` for all that are passed on
  record Entry(String provider, int credential, String model) {}

  /// The provider, model and credential of each quota.
  Collection<Entry> entries();

  /// What the quotas of an entry's credential are told apart by, in all generations: the position
  /// of a credential may change.
  ///
  /// @throws IllegalArgumentException if there is no such entry
  Object credential(Entry entry);

  /// The current figures of a quota; empty where nothing has been asked of it yet.
  Optional<QuotaGauges> gauges(Entry entry);
}
