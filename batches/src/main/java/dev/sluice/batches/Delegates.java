package dev.sluice.batches;

import dev.sluice.batches.delegate.RemoteBatches;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// The providers that can run batches by themselves, and what that costs. Safe for any thread; what
/// waits is not for a loop.
public interface Delegates {
  /// The one that runs the lines of a batch.
  sealed interface Choice {}

  /// The gateway does.
  ///
  /// @param why for people
  record Here(String why) implements Choice {}

  /// A provider does.
  ///
  /// @param target as `provider/model`
  record There(String target) implements Choice {}

  /// Chooses the one that runs the lines of a batch.
  ///
  /// @param models those that the lines name
  /// @throws KeyUnknownException if nobody knows now whether the key of the batch may call
  Choice choose(BatchOrder order, Set<String> models) throws KeyUnknownException;

  /// How many bytes of memory a part that is sent may take, beside nothing else.
  default long largestMemory() {
    return Long.MAX_VALUE;
  }

  /// The batch API of a target's provider; empty where there is none any more.
  Optional<RemoteBatches> at(String target);

  /// A line as its provider takes it.
  ///
  /// @param body the body of its call
  /// @param worst what it may cost at worst, in nano-dollars
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Prepared(byte[] body, long worst) {}

  /// Prepares a line as the key of its batch would call it; empty where the provider is not to run
  /// it: the gateway would refuse it, or its price is not known.
  ///
  /// @throws KeyUnknownException if nobody knows now whether the key of the batch may call
  Optional<Prepared> prepare(String target, LineCall line) throws KeyUnknownException;

  /// Sets aside what a batch may cost at worst in the budgets of its key, until [#release]; once a
  /// batch, however often it is asked for.
  ///
  /// @param worst in nano-dollars
  /// @param anyway whether the provider has some of it already, so that it is set aside whether or
  ///   not there is room
  /// @return whether it is set aside
  /// @throws KeyUnknownException if it is not to be set aside anyway, and nobody knows the budgets
  ///   now
  boolean hold(BatchOrder order, String batch, long worst, boolean anyway)
      throws KeyUnknownException;

  /// Sets aside for a batch, instead of what is set aside by now, what those of its lines may cost
  /// at worst that a provider still has; nothing where nothing is set aside.
  ///
  /// @param worst in nano-dollars
  void keep(String batch, long worst);

  /// Gives back what is still set aside for a batch.
  void release(String batch);

  /// An answer that a provider has given to a line.
  ///
  /// @param used what it says it has used
  /// @param pay lets the key pay for it, and tells whether it could
  record Delivered(Tokens used, BooleanSupplier pay) {}

  /// Reads the answer to a line. It is paid for whatever the key of the batch may call by now, also
  /// where the body of the line is empty, since it cannot be read any more.
  ///
  /// @param batch whose line it is
  Delivered delivered(String batch, String target, LineCall line, byte[] answer);

  /// Why the key of a batch may call no more; empty where it may, or nobody knows now.
  Optional<Ending> ending(BatchOrder order);
}
