package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.provider.request.OutputBound;
import java.util.Optional;

/// The bound of the output that a request gets because its client has set none, since the provider
/// would reserve the largest there is. The client is told in a header.
///
/// @param member the member of the request
/// @param tokens its value
record AddedBound(String member, long tokens) {
  /// The header that lists what the gateway has added to a request.
  static final String HEADER = "x-sluice-added";

  /// The bound for `call`; empty where it has one, or gets none.
  static Optional<AddedBound> of(ProviderConfig provider, Call call) {
    if (provider.defaultMaxTokens().isEmpty() || call.facts().maxTokens().isPresent()) {
      return Optional.empty();
    }
    return OutputBound.member(provider.type(), call.operation())
        .map(member -> new AddedBound(member, provider.defaultMaxTokens().getAsLong()));
  }

  /// Returns the bound as the last member of a request, so that it counts where the client has
  /// written `null`.
  String json() {
    return ",\"" + member + "\":" + tokens;
  }

  /// Returns `head` with the bound in it.
  private Head told(Head head) {
    return head.with(HEADER, member + "=" + tokens);
  }

  /// Returns a sink in front of `next` that tells of the bound.
  Sink telling(Sink next) {
    return new Telling(next);
  }

  private final class Telling extends ForwardingSink {
    Telling(Sink next) {
      super(next);
    }

    @Override
    public void head(Head head) {
      next.head(told(head));
    }
  }
}
