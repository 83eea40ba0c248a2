package dev.sluice.internal.probe;

import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// A target that the prober may ask by itself. On virtual threads.
public interface Probed {

  /// Returns what to ask the target for now; empty while calls try each open circuit of it, or none
  /// is open. Called by one thread at a time.
  Optional<Question> due();

  /// Returns the service that a probe passes: admission, and behind it the target alone.
  Service service();

  /// The least that a target can be asked for.
  ///
  /// @param facts the facts of `body`
  /// @param body JSON, on the heap, for one call
  record Question(Operation operation, RequestFacts facts, ByteBuf body) {}
}
