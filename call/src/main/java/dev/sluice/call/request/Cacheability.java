package dev.sluice.call.request;

/// Whether the answer to a request may serve another one that is identical.
public enum Cacheability {
  /// The answer never serves another request: it depends on what the provider holds, or leaves
  /// something behind there, or the request's body is too large to be looked at.
  NEVER,
  /// The answer serves another request only where the client asks for that, since a second answer
  /// would differ.
  ASKED,
  /// The answer always serves another request: the client asks for the same answer each time
  /// (temperature 0, a seed), or there is only one (embeddings, moderations).
  ALWAYS
}
