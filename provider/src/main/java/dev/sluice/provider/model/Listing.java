package dev.sluice.provider.model;

import dev.sluice.call.Failed;
import java.util.List;

/// The result of asking a provider for its models.
public sealed interface Listing {

  /// The provider has listed these models, in its own order.
  record Listed(List<ListedModel> models) implements Listing {
    public Listed {
      models = List.copyOf(models);
    }
  }

  /// The provider has not listed its models.
  record Unlisted(Failed why) implements Listing {}
}
