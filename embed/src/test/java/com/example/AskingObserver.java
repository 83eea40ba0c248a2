package com.example;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.pipeline.Observer;
import java.util.function.Consumer;

/// An observer of an application, which runs what a test wants when a credential changes.
public final class AskingObserver implements Observer {
  private final Consumer<CredentialChange> changed;

  public AskingObserver(Consumer<CredentialChange> changed) {
    this.changed = changed;
  }

  @Override
  public void credentialChanged(CredentialChange change) {
    changed.accept(change);
  }
}
