package dev.sluice.batches.delegate;

/// Why a delegated batch is to come to its end.
public enum Stop {
  /// It goes on.
  NONE,
  /// Nothing more is to be run; what the provider has done is taken over.
  END,
  /// The window has ended: the same, but a provider that cannot be asked is not waited for any
  /// longer than [DelegateTimes#leaves].
  LEAVE
}
