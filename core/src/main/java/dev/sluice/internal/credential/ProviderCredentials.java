package dev.sluice.internal.credential;

import dev.sluice.call.CredentialChange;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The credentials of one provider, which stand in for each other.
public final class ProviderCredentials {
  private final List<Credential> credentials;

  /// @param provider its configured name
  /// @param count how many it has
  /// @param told when one is set aside or used again; under admission's lock, so it must take none
  public ProviderCredentials(String provider, int count, Consumer<CredentialChange> told) {
    credentials =
        IntStream.range(0, count)
            .mapToObj(
                place ->
                    new Credential(
                        this,
                        new CredentialStats(provider, place),
                        new Changes(provider, place + 1, count, told)))
            .toList();
  }

  /// The one at `place`, from 0.
  public Credential at(int place) {
    return credentials.get(place);
  }

  /// What may be seen of them; for any thread.
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
