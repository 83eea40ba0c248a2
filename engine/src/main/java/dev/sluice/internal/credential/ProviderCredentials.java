package dev.sluice.internal.credential;

import dev.sluice.call.CredentialChange;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The credentials of one provider, which replace each other.
public final class ProviderCredentials {
  private final List<Credential> credentials;
  private final String provider;
  private final Consumer<CredentialChange> listener;

  /// @param provider its configured name
  /// @param count how many it has
  /// @param listener notified when one is set aside or used again; under admission's lock, so it
  ///   must take none
  public ProviderCredentials(String provider, int count, Consumer<CredentialChange> listener) {
    this(provider, Collections.nCopies(count, Optional.empty()), listener);
  }

  /// Credentials of which some are known already. Those do not change before [#publish].
  ///
  /// @param known by position; empty for a new one
  public ProviderCredentials(
      String provider, List<Optional<Credential>> known, Consumer<CredentialChange> listener) {
    this.provider = provider;
    this.listener = listener;
    this.credentials =
        IntStream.range(0, known.size())
            .mapToObj(
                position -> known.get(position).orElseGet(() -> credential(position, known.size())))
            .toList();
  }

  private Credential credential(int position, int count) {
    return new Credential(this, new CredentialCounts(provider, position), changes(position, count));
  }

  private Changes changes(int position, int count) {
    return new Changes(provider, position + 1, count, listener);
  }

  /// From now on these are the provider's credentials. Under the locks of admission.
  public void publish() {
    for (int i = 0; i < credentials.size(); i++) {
      credentials.get(i).join(this, i, changes(i, credentials.size()));
    }
  }

  /// None of these but those that are among `next` is configured any longer. Under the locks of
  /// admission.
  public void retire(List<Credential> next) {
    credentials.stream().filter(one -> !next.contains(one)).forEach(Credential::retire);
  }

  /// All of them, by position.
  public List<Credential> all() {
    return credentials;
  }

  /// The credential at position `position`, from 0.
  public Credential at(int position) {
    return credentials.get(position);
  }

  /// The statistics of all credentials; for any thread.
  public List<CredentialCounts> stats() {
    return credentials.stream().map(Credential::stats).toList();
  }

  /// How long `asking` is left alone for `model` once it is set aside.
  ProbeWait probeWait(Credential asking, String model) {
    if (credentials.size() == 1) {
      return ProbeWait.ONLY;
    }
    for (Credential one : credentials) {
      if (one != asking && one.isGood(model)) {
        return ProbeWait.SPARE;
      }
    }
    return ProbeWait.LAST;
  }
}
