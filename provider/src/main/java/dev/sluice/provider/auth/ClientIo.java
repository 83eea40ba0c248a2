package dev.sluice.provider.auth;

import java.time.Instant;

/// What the sources of credentials reach that are for no provider, where there is no transport of
/// an engine: endpoints by a client of whoever asks, files and commands on threads of their own.
/// Work is done by the thread that asks for it.
public final class ClientIo implements CredentialIo {
  private final TimeLimitedSources sources = new TimeLimitedSources();
  private final Endpoints endpoints;
  private final CredentialClock clock;

  /// A client of the endpoints that give credentials.
  @FunctionalInterface
  public interface Endpoints {
    /// Sends a request by the rules of [CredentialIo#send].
    TokenAnswer send(TokenRequest request) throws CredentialException, InterruptedException;
  }

  public ClientIo(Endpoints endpoints, CredentialClock clock) {
    this.endpoints = endpoints;
    this.clock = clock;
  }

  @Override
  public TokenAnswer send(TokenRequest request) throws CredentialException, InterruptedException {
    return endpoints.send(request);
  }

  @Override
  public String read(String path) throws CredentialException, InterruptedException {
    return sources.read(path);
  }

  @Override
  public String run(String command) throws CredentialException, InterruptedException {
    return sources.run(command);
  }

  @Override
  public <T> T apart(Work<T> work) throws CredentialException {
    return work.result();
  }

  @Override
  public Instant now() {
    return clock.now();
  }
}
