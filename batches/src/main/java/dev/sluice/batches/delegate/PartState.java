package dev.sluice.batches.delegate;

/// The states of a part of a delegated batch.
///
/// ```text
/// planned ──> uploaded ──> creating ──> running ──> ended ──> over
///                 ^            │           └──> cancelling ──┘ │
///                 └── not there┘                               │
///    what is refused, dropped, lost, or never ends ────────────┘
/// ```
public enum PartState {
  /// Nothing of it is at the provider.
  PLANNED,
  /// Its lines are a file at the provider.
  UPLOADED,
  /// The provider is asked to make a batch of them: whether it has, only the provider knows.
  CREATING,
  /// The provider runs it.
  RUNNING,
  /// The provider was asked to end it.
  CANCELLING,
  /// The provider has ended it: its results are to be taken over.
  ENDED,
  /// Nothing more is expected of the provider.
  OVER
}
