package dev.sluice.internal.resume;

import dev.sluice.call.Call;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.config.TargetConfig.Prefill;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// The format in which a request says what its answer begins with, and by which the rest is joined
/// to that.
@FunctionalInterface
public interface PrefillFormat {

  /// Returns how the answer to `call` goes on; empty where the request asks for more than text, or
  /// what was delivered is not the beginning of a text. Called on the call's thread, which it may
  /// block.
  ///
  /// @param delivered the events that the client has
  /// @param how the target takes a beginning
  Optional<Continuation> continuation(Call call, byte[] delivered, Prefill how)
      throws InterruptedException;

  /// The rest of one answer.
  interface Continuation {
    /// Returns the body of the request for the rest.
    byte[] body();

    /// Returns the facts of that request.
    RequestFacts facts();

    /// Forgets what another attempt has said. On the loop.
    void reset();

    /// Returns what the client gets of a part of the rest, which may be nothing; empty where the
    /// part cannot be read. On the loop.
    ///
    /// @param events takes ownership
    Optional<ByteBuf> join(ByteBuf events);

    /// Returns what the client gets when the rest has ended, which may be nothing. On the loop.
    ByteBuf end();
  }
}
