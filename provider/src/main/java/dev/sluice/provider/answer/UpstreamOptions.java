package dev.sluice.provider.answer;

import dev.sluice.call.Call;

/// The options with which an attempt is put to the provider; they may differ from what the client
/// has asked for.
///
/// @param stream whether the answer is to be streamed
/// @param usage whether a streamed answer is to report its usage
public record UpstreamOptions(boolean stream, boolean usage) {
  /// The options that the client has asked for.
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
