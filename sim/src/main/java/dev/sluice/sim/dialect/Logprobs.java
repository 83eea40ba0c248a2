package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import org.jspecify.annotations.Nullable;

/// `"logprobs":...` of chat: every token is as probable as any other.
final class Logprobs {
  private Logprobs() {}

  /// Writes the log probability of one token, or null, with a comma in front.
  static void one(Bytes out, byte @Nullable [] token) {
    if (token == null) {
      out.ascii(",\"logprobs\":null");
      return;
    }
    out.ascii(",\"logprobs\":{\"content\":[");
    entry(out, token);
    out.ascii("],\"refusal\":null}");
  }

  /// Writes the log probabilities of all tokens, with a comma in front.
  static void all(Bytes out, Output text) {
    out.ascii(",\"logprobs\":{\"content\":[");
    for (int i = 0; i < text.size(); i++) {
      out.ascii(i > 0 ? "," : "");
      entry(out, text.token(i));
    }
    out.ascii("],\"refusal\":null}");
  }

  private static void entry(Bytes out, byte[] token) {
    out.ascii("{\"token\":\"").put(token).ascii("\",\"logprob\":-0.125,\"bytes\":null,");
    out.ascii("\"top_logprobs\":[]}");
  }
}
