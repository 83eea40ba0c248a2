package dev.sluice.provider;

/// When a provider's streams tell what was used.
enum UsageTelling {
  /// When asked to (`stream_options.include_usage`).
  ASKED,
  /// Always; a request that asks is refused.
  UNASKED,
  /// Nobody knows.
  UNKNOWN
}
