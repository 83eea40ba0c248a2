package dev.sluice.internal.credential;

import dev.sluice.call.CredentialChange;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The credentials of one provider, which replace each other.
public final class ProviderCredentials {
  private final List<Credential> credentials;

  /// @param provider its configured name
  /// @param count how many it has
  /// @param listener notified when one is set aside or used again; under admission's lock, so it
  ///   must take none
  public ProviderCredentials(String provider, int count, Consumer<CredentialChange> listener) {
    credentials =
        IntStream.range(0, count)
            .mapToObj(
                position ->
                    new Credential(
                        this,
                        new CredentialStats(provider, position),
                        new Changes(provider, position + 1, count, listener)))
            .toList();
  }

  /// The credential at position `position`, from 0.
  public Credential at(int position) {
    return credentials.get(position);
  }

  /// The statistics of all credentials; for any thread.
  public List<CredentialStats> stats() {
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
