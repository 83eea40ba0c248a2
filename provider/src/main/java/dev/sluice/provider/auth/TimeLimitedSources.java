package dev.sluice.provider.auth;

import java.time.Duration;

/// The files and commands of credentials, each on a thread of its own, which is given up where it
/// hangs. Safe for any thread but a loop.
final class TimeLimitedSources {
  private static final Duration FILE = Duration.ofSeconds(5);
  private static final Duration COMMAND = Duration.ofMinutes(1);

  private final TimeLimiter limiter = new TimeLimiter();

  String read(String path) throws CredentialException, InterruptedException {
    return limiter.call(() -> LocalSources.read(path), "the file " + path, FILE);
  }

  String run(String command) throws CredentialException, InterruptedException {
    return limiter.call(
        () -> LocalSources.run(command, COMMAND), "credential_process", COMMAND.plusSeconds(5));
  }
}
