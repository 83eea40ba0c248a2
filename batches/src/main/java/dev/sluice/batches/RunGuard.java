package dev.sluice.batches;

/// What a run of lines asks before it goes on. For the thread of the run.
interface RunGuard {
  /// Whether no other process can have the batch yet: asked in the moment before a result is kept,
  /// since a thread may have stood still since its step began.
  boolean owns();

  /// Whether there is room on the disk for the results of further lines.
  boolean hasRoom();
}
