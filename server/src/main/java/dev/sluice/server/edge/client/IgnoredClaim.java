package dev.sluice.server.edge.client;

/// What a header has claimed beyond what its client may.
public enum IgnoredClaim {
  PRIORITY,
  TENANT
}
