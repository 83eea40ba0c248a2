package dev.sluice.provider.model;

import dev.sluice.call.Failed;
import java.util.List;

/// The provider's response to a question for its models.
public sealed interface Listing {

  /// It has these, in its own order.
  record Listed(List<ListedModel> models) implements Listing {
    public Listed {
      models = List.copyOf(models);
    }
  }

  /// It did not say.
  record Unlisted(Failed why) implements Listing {}
}
