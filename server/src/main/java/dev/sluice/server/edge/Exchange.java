package dev.sluice.server.edge;

import dev.sluice.server.http.BodyReads;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request whose body is read, and what it becomes: a call, or something that the gateway answers
/// itself. Confined to the loop.
sealed interface Exchange permits ClientCall, ResourceExchange {
  /// The context of the request.
  RequestContext context();

  /// The name of the key that was shown, or its id. A client that shows none is told by its
  /// address.
  String key();

  /// Whether the body may come now: the time that it may take begins then.
  boolean mayCome();

  /// Whether it is of no use that the body waits any longer.
  ///
  /// @param patience how long it waits at most
  boolean isRefused(Duration patience);

  /// Where a large body's bytes are read to and stay; null where the body is read as usual.
  default BodyReads.@Nullable Target place() {
    return null;
  }

  /// Takes a part of the body; `bytes` stays the caller's.
  BodyIntake.Taken add(ByteBuf bytes);

  /// Makes the rate at which the body must come.
  MinimumBodyRate pace(ClientTimeouts timeouts);

  /// Looks whether the body comes fast enough.
  ///
  /// @return how long to wait before the next look; empty if it does not
  Optional<Duration> look(MinimumBodyRate pace);

  /// Notes that the body is complete.
  void complete();

  /// Whether the answer has begun elsewhere, so that it is in other hands.
  boolean answering();

  /// Goes on with the answer, since the client takes more again.
  void writableAgain();

  /// Gives everything up: the client has gone, or its connection is of no use any more.
  void gone();
}
