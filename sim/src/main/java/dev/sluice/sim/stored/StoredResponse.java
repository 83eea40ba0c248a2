package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.responses.Echo;
import java.util.List;
import java.util.function.Function;

/// A response that is kept.
///
/// @param owner the key that it was made with; empty for none
/// @param input its input, earlier responses' included
/// @param tokens of input and output together
/// @param ready when it is complete, in nanoseconds; in the background only later than it began
/// @param rendered the response with a status: `completed` stands for however it ended
record StoredResponse(
    String owner,
    List<JsonNode> input,
    long tokens,
    Echo echo,
    long ready,
    boolean cancelled,
    Function<String, byte[]> rendered) {

  /// Returns the response as it is now.
  byte[] json(long now) {
    return rendered.apply(cancelled ? "cancelled" : isReady(now) ? "" : "in_progress");
  }

  boolean isReady(long now) {
    return now - ready >= 0;
  }

  StoredResponse cancel() {
    return new StoredResponse(owner, input, tokens, echo, ready, true, rendered);
  }
}
