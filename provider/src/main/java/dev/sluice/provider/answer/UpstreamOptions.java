package dev.sluice.provider.answer;

import dev.sluice.call.Call;

/// How an attempt is put to the provider, which may differ from how the client has put it.
///
/// @param stream whether the answer is to be streamed
/// @param usage whether a streamed answer is to report its usage
public record UpstreamOptions(boolean stream, boolean usage) {
  /// As the client has put it.
  public static UpstreamOptions asItIs(Call call) {
    return new UpstreamOptions(call.facts().stream(), call.facts().includeUsage());
  }

  /// Whether a stream is asked for that the client did not ask for.
  public boolean streamsFor(Call call) {
    return stream && !call.facts().stream();
  }

  /// Whether usage is asked for that the client did not ask for.
  public boolean usageFor(Call call) {
    return stream && usage && !call.facts().includeUsage();
  }
}
