package dev.sluice.provider.auth;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.EntraAuth;
import dev.sluice.config.provider.GoogleAuth;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.WayOut;
import dev.sluice.config.provider.WorkloadAuth;
import dev.sluice.transport.Transport;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The credentials of all providers of a gateway that a key does not authorise. They outlive a
/// reload where the provider's name, its whole `auth` and the way to it are the same; no provider
/// gets those of another one. Where no provider has `auth` there is nothing but an empty map. Safe
/// for any thread, but [#transport] is not for a loop.
public final class Authorizers {
  private static final Duration LONGEST_FETCH = Duration.ofMinutes(2);

  private final TransportIo.Means means;
  private final Listener listener;
  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  /// A listener for what becomes of credentials. Must not wait.
  @FunctionalInterface
  public interface Listener {
    /// Notes that a provider has its first credential, has one again, or has failed to get one.
    ///
    /// @param provider its configured name
    /// @param source where the proof comes from; nothing secret
    /// @param why the reason of the failure; empty where there is a credential
    void told(String provider, String source, Optional<CredentialException> why);
  }

  /// What a credential is kept by: all of it, since two that have a name in common may be
  /// different.
  private record Key(String provider, Auth auth, WayOut way, boolean allowPrivate) {}

  private record Entry(Transport transport, Authorizer authorizer) {}

  /// @param transport reaches the endpoints as well as the providers
  /// @param loop carries the fetches
  /// @param workers sign assertions and hash large bodies
  public Authorizers(
      Transport transport, Loop loop, WorkerPool workers, Clock clock, Listener listener) {
    this.means = new TransportIo.Means(transport, loop, workers, clock);
    this.listener = listener;
  }

  /// Returns the transport of a provider: the plain one where a key authorises its requests, or
  /// nothing does.
  public Transport transport(ProviderConfig provider) {
    return key(provider)
        .map(key -> entries.computeIfAbsent(key, this::make).transport())
        .orElseGet(means::transport);
  }

  /// Begins to fetch the first credentials of these providers, and forgets those of all others.
  /// Calls under way go on with theirs.
  public void use(Collection<ProviderConfig> providers) {
    Set<Key> used =
        providers.stream().flatMap(provider -> key(provider).stream()).collect(Collectors.toSet());
    entries.keySet().retainAll(used);
    entries.values().forEach(entry -> entry.authorizer().prepare());
  }

  private static Optional<Key> key(ProviderConfig provider) {
    return provider
        .auth()
        .map(auth -> new Key(provider.name(), auth, provider.way(), provider.allowPrivate()));
  }

  private Entry make(Key key) {
    var clock = new CredentialClock(means.clock());
    Authorizer authorizer = authorizer(key, clock);
    String source = key.auth().proofSource();
    boolean divided = key.auth() instanceof AwsAuth aws && !aws.sessionTags().isEmpty();
    Transport transport =
        divided
            ? bySession(ofSession(authorizer, source), key, clock)
            : new AuthorizedTransport(means.transport(), authorizer, source);
    return new Entry(transport, authorizer);
  }

  private Transport ofSession(Authorizer authorizer, String source) {
    return AuthorizedTransport.ofSession(means.transport(), authorizer, source);
  }

  /// Returns the transport that has a session for each of the tags that requests tell.
  private Transport bySession(Transport usual, Key key, CredentialClock clock) {
    return new SessionTransport(
        new RoleSessions<>(usual, tags -> session(key, ((AwsAuth) key.auth()).tagged(tags), clock)),
        means.clock());
  }

  private Transport session(Key key, AwsAuth tagged, CredentialClock clock) {
    var told = new FailuresAlone(why -> tell(key, why));
    Authorizer authorizer =
        signing(tagged, cell(key, new AwsCredentials(tagged), clock, told), clock);
    return ofSession(authorizer, tagged.proofSource());
  }

  private void tell(Key key, Optional<CredentialException> why) {
    listener.told(key.provider(), key.auth().proofSource(), why);
  }

  private Authorizer signing(AwsAuth aws, CredentialCell<AwsKeys> cell, CredentialClock clock) {
    var signer = new SigV4(aws.region(), aws.service());
    return new SigningAuthorizer(cell, signer, clock, means.workers());
  }

  private Authorizer authorizer(Key key, CredentialClock clock) {
    return switch (key.auth()) {
      case AwsAuth aws -> signing(aws, cell(key, new AwsCredentials(aws), clock), clock);
      case GoogleAuth google ->
          new BearerAuthorizer(cell(key, new GoogleCredentials(google), clock));
      case EntraAuth entra -> new BearerAuthorizer(cell(key, new EntraCredentials(entra), clock));
      case WorkloadAuth workload ->
          new BearerAuthorizer(cell(key, new WorkloadCredentials(workload), clock));
    };
  }

  private <C> CredentialCell<C> cell(Key key, CredentialSource<C> source, CredentialClock clock) {
    return cell(key, source, clock, why -> tell(key, why));
  }

  private <C> CredentialCell<C> cell(
      Key key,
      CredentialSource<C> source,
      CredentialClock clock,
      Consumer<Optional<CredentialException>> told) {
    Loop loop = means.loop();
    return new CredentialCell<>(
        source,
        new TransportIo(means, key.way(), key.allowPrivate(), clock),
        clock,
        task -> start(loop, key, task),
        told);
  }

  /// Starts a fetch, which may consist of many steps, and ends it after a while.
  private static void start(Loop loop, Key key, Runnable task) {
    Thread fetch = loop.start("credential " + key.provider(), task);
    var _ = loop.schedule(LONGEST_FETCH, fetch::interrupt);
  }
}
