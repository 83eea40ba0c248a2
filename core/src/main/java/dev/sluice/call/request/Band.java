package dev.sluice.call.request;

/// How urgent a call is; the first is the most.
public enum Band {
  CRITICAL,
  INTERACTIVE,
  NORMAL,
  BATCH
}
