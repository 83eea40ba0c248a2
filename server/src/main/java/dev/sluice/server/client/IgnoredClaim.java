package dev.sluice.server.client;

/// The kind of a claim that was beyond its client's right.
public enum IgnoredClaim {
  PRIORITY,
  TENANT,
  CACHE
}
