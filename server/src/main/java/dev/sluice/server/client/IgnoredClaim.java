package dev.sluice.server.client;

/// The claim of a header beyond its client's right.
public enum IgnoredClaim {
  PRIORITY,
  TENANT,
  CACHE
}
