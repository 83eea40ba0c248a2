package dev.sluice.provider.model;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.Errors;
import dev.sluice.provider.Upstream;
import dev.sluice.provider.error.Classifier;
import dev.sluice.transport.Transport;
import java.time.Duration;
import java.util.Optional;

/// A client that asks a provider for the list of its models. Immutable.
public final class ModelLister {
  private final ProviderConfig config;
  private final Upstream upstream;
  private final Classifier classifier;
  private final Transport transport;

  /// @param key the credential; empty where the provider asks for none
  /// @throws IllegalArgumentException if the provider's URL or the key cannot be used
  public ModelLister(ProviderConfig config, Optional<Secret> key, Transport transport) {
    this.config = config;
    this.upstream = new Upstream(config, key);
    this.classifier = Errors.classifier(config);
    this.transport = transport;
  }

  /// Asks the provider on `loop`. Runs on a virtual thread and parks it.
  ///
  /// @param within how long the answer may take
  /// @throws InterruptedException if the answer is not wanted any more
  public Listing list(Loop loop, Duration within) throws InterruptedException {
    try (ModelSink sink = new ModelSink(config, loop, within)) {
      var attempt = new AttemptInfo(config.name() + "/models", Call.Trace.NONE, Clock.SYSTEM);
      Outcome outcome = transport.exchange(attempt, upstream.models(), loop, sink);
      return switch (outcome) {
        case Answered _ -> sink.listing(classifier);
        case Failed why -> new Listing.Unlisted(why);
      };
    }
  }
}
