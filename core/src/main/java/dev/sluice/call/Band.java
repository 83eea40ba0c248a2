package dev.sluice.call;

/// How urgent a call is; the first is the most.
public enum Band {
  CRITICAL,
  INTERACTIVE,
  NORMAL,
  BATCH
}
