package dev.sluice.provider.auth;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Tells of the credential of one session among many that it cannot be had, and that it is there
/// again, but not that it is there for the first time. Safe for any thread.
final class FailuresAlone implements Consumer<Optional<CredentialException>> {
  private final Consumer<Optional<CredentialException>> told;
  private final AtomicBoolean failed = new AtomicBoolean();

  FailuresAlone(Consumer<Optional<CredentialException>> told) {
    this.told = told;
  }

  @Override
  public void accept(Optional<CredentialException> why) {
    boolean before = failed.getAndSet(why.isPresent());
    if (before || why.isPresent()) {
      told.accept(why);
    }
  }
}
