package dev.sluice.provider.prefill;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.TargetConfig.Prefill;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;

/// A chat whose answer has broken off, and that is asked for the rest of it.
///
/// @param body the body of the request for the rest
/// @param facts the facts of the body of the request for the rest
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PrefilledChat(byte[] body, RequestFacts facts, ContinuedEvents rest) {
  /// Returns the chat that asks for the rest of the answer to `call`; empty where the call asks for
  /// more than one plain text, or what was delivered is not the beginning of one. Not for loops.
  ///
  /// @param delivered the events that the client has
  /// @param how the way in which the target takes a beginning
  /// @param elsewhere the pool for bodies that are too large for a loop
  public static Optional<PrefilledChat> of(
      Call call, byte[] delivered, Prefill how, WorkerPool elsewhere) throws InterruptedException {
    if (call.body().size() + delivered.length <= WorkerPool.LOOP_MAX) {
      return of(call.body().bytes(), delivered, how, call.model());
    }
    // The call may end while the pool reads.
    ByteBuf kept = call.body().bytes().retain();
    return elsewhere.call(
        () -> {
          try {
            return of(kept, delivered, how, call.model());
          } finally {
            kept.release();
          }
        });
  }

  private static Optional<PrefilledChat> of(
      ByteBuf bytes, byte[] delivered, Prefill how, String model) {
    byte[] body = ByteBufUtil.getBytes(bytes);
    return Beginning.of(delivered)
        .flatMap(
            given ->
                PlainChat.of(body)
                    .flatMap(chat -> chat.after(given, how))
                    .flatMap(asking -> of(asking, model, given)));
  }

  private static Optional<PrefilledChat> of(byte[] asking, String model, Beginning given) {
    try {
      RequestFacts facts = RequestScanner.scan(Operation.CHAT, asking, 0, asking.length);
      return Optional.of(
          new PrefilledChat(asking, facts.withModel(model), new ContinuedEvents(given)));
    } catch (InvalidRequest _) {
      return Optional.empty();
    }
  }

  /// Forgets what another attempt has said. On the loop.
  public void reset() {
    rest.reset();
  }

  /// Returns what the client gets of a part of the rest, which may be nothing; empty where the part
  /// cannot be read. On the loop.
  ///
  /// @param events the part, whose ownership is taken
  public Optional<ByteBuf> join(ByteBuf events) {
    return rest.join(events);
  }

  /// Returns what the client gets when the rest has ended, which may be nothing. On the loop.
  public ByteBuf end() {
    return rest.end();
  }
}
