package dev.sluice.internal.credential;

import dev.sluice.call.CredentialChange;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The credentials of one provider, which replace each other.
public final class ProviderCredentials {
  private final List<ProviderCredential> credentials;
  private final String provider;
  private final Consumer<CredentialChange> listener;

  /// @param provider the provider's configured name
  /// @param count how many credentials the provider has
  /// @param listener notified when one is set aside or used again; under admission's lock, so it
  ///   must take none
  public ProviderCredentials(String provider, int count, Consumer<CredentialChange> listener) {
    this(provider, Collections.nCopies(count, Optional.empty()), listener);
  }

  /// Makes the credentials of a provider, of which some are known already. Known ones do not change
  /// before [#publish].
  ///
  /// @param known the known credentials by position; empty for a new one
  public ProviderCredentials(
      String provider,
      List<Optional<ProviderCredential>> known,
      Consumer<CredentialChange> listener) {
    this.provider = provider;
    this.listener = listener;
    this.credentials =
        IntStream.range(0, known.size())
            .mapToObj(
                position -> known.get(position).orElseGet(() -> credential(position, known.size())))
            .toList();
  }

  private ProviderCredential credential(int position, int count) {
    return new ProviderCredential(
        this, new CredentialCounts(provider, position), notifier(position, count));
  }

  private CredentialNotifier notifier(int position, int count) {
    return new CredentialNotifier(provider, position + 1, count, listener);
  }

  /// Makes these the provider's credentials from now on. Under the locks of admission.
  public void publish() {
    for (int i = 0; i < credentials.size(); i++) {
      credentials.get(i).join(this, i, notifier(i, credentials.size()));
    }
  }

  /// Retires all of these credentials that are not among `next`, since they are configured no
  /// longer. Under the locks of admission.
  public void retire(List<ProviderCredential> next) {
    credentials.stream().filter(one -> !next.contains(one)).forEach(ProviderCredential::retire);
  }

  /// Returns all credentials, by position.
  public List<ProviderCredential> all() {
    return credentials;
  }

  /// Returns the credential at `position`, from 0.
  public ProviderCredential at(int position) {
    return credentials.get(position);
  }

  /// Returns the statistics of all credentials. For any thread.
  public List<CredentialCounts> stats() {
    return credentials.stream().map(ProviderCredential::stats).toList();
  }

  /// Returns how long `asking` is left alone for `model` once it is set aside.
  ProbeWait probeWait(ProviderCredential asking, String model) {
    if (credentials.size() == 1) {
      return ProbeWait.ONLY;
    }
    for (ProviderCredential one : credentials) {
      if (one != asking && one.isGood(model)) {
        return ProbeWait.SPARE;
      }
    }
    return ProbeWait.LAST;
  }
}
