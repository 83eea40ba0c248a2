package dev.sluice.credential;

/// One credential of a provider, shared by the gates of all its targets. Under admission's lock.
public final class Credential {
  /// Of all models.
  final Aside whole = new Aside();
}
