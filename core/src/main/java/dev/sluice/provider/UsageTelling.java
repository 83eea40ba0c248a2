package dev.sluice.provider;

/// When a provider's streams tell what was used.
enum UsageTelling {
  /// When asked to (`stream_options.include_usage`).
  ASKED,
  /// When asked to, in chunks that say something else too, so that it cannot be kept from a client
  /// that has not asked.
  ASKED_BESIDE,
  /// Always; a request that asks is refused.
  UNASKED,
  /// Nobody knows.
  UNKNOWN
}
