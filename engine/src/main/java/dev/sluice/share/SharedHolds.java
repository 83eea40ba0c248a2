package dev.sluice.share;

import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The holds that this process shares with others that use the same accounts.
public interface SharedHolds {

  /// Joins the gate of a target. It is forgotten once nothing else knows what is returned.
  ///
  /// @param account a hash of the credential and the provider's address, alike in every process
  /// @param model the model that the provider is asked for; empty where names are passed on
  /// @param gate told of the holds of others
  /// @param admission runs a change under the lock that guards the gate
  /// @return told of this process's holds
  Publisher join(long account, Optional<String> model, Listener gate, Consumer<Runnable> admission);

  /// Tells others. Under admission's lock: it neither waits nor takes a lock.
  @FunctionalInterface
  interface Publisher {
    /// Tells nobody.
    Publisher NOBODY = (_, _, _) -> {};

    /// Tells that a provider has asked to stay away from a model.
    ///
    /// @param model the name that the call had; of no use where the gate has one model
    void held(String model, Failed why, Duration time);
  }

  /// Hears of others. Under admission's lock.
  @FunctionalInterface
  interface Listener {
    /// Takes over that another process was asked to stay away from a model.
    void held(String model, Failed why, Duration time, long now);
  }
}
