package dev.sluice.internal.wiring;

import dev.sluice.call.Notice;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.provider.auth.Authorizers;
import dev.sluice.transport.Transport;

/// The maker of the credentials of providers that a key does not authorise, of which an observer is
/// told.
public final class CredentialNotices {
  private CredentialNotices() {}

  /// Makes the credentials of a gateway.
  ///
  /// @param loop carries the fetches
  /// @param workers read files, sign assertions and hash large bodies
  public static Authorizers authorizers(
      Transport transport, Loop loop, WorkerPool workers, Clock clock, Observer observer) {
    return new Authorizers(
        transport,
        loop,
        workers,
        clock,
        (provider, source, why) ->
            observer.noticed(
                new Notice.Credential(provider, source, why.map(Exception::getMessage))));
  }
}
