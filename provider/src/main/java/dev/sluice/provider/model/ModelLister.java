package dev.sluice.provider.model;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.Upstream;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.Errors;
import dev.sluice.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client that asks a provider for the list of its models. Immutable.
public final class ModelLister {
  /// The most pages of a list that are read.
  private static final int PAGES_MAX = 10;

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

  /// Asks the provider on `loop`, page by page where its list has pages. Runs on a virtual thread
  /// and parks it.
  ///
  /// @param within how long the answer may take, for each page
  /// @throws InterruptedException if the answer is not wanted any more
  public Listing list(Loop loop, Duration within) throws InterruptedException {
    List<ListedModel> all = new ArrayList<>();
    String next = "";
    for (int page = 0; page < PAGES_MAX; page++) {
      Page got = page(next, loop, within);
      if (!(got.listing() instanceof Listing.Listed(List<ListedModel> models))) {
        return got.listing();
      }
      all.addAll(models);
      next = got.next();
      if (next.isEmpty()) {
        break;
      }
    }
    return new Listing.Listed(all);
  }

  private record Page(Listing listing, String next) {}

  private Page page(String name, Loop loop, Duration within) throws InterruptedException {
    try (ModelSink sink = new ModelSink(config, loop, within)) {
      var attempt = new AttemptInfo(config.name() + "/models", Call.Trace.NONE, Clock.SYSTEM);
      Outcome outcome = transport.exchange(attempt, upstream.models(name), loop, sink);
      return switch (outcome) {
        case Answered _ -> new Page(ofKey(sink.listing(classifier)), sink.next());
        case Failed why -> new Page(new Listing.Unlisted(why), "");
      };
    }
  }

  /// A key of Vertex AI's express mode may be good, and still not be for the list.
  private Listing ofKey(Listing listing) {
    boolean express =
        config.type() == ProviderType.VERTEX && !config.url().getRawPath().contains("/projects/");
    return express
            && listing instanceof Listing.Unlisted(Failed.CredentialRefused why)
            && !why.isMissing()
        ? new Listing.Unlisted(new Failed.Refused(why.status(), "", ""))
        : listing;
  }
}
