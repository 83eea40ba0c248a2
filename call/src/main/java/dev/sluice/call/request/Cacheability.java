package dev.sluice.call.request;

/// Whether the answer to a request may serve another one that is identical.
public enum Cacheability {
  /// Never: it depends on what the provider holds, or leaves something behind there, or its body is
  /// too large to be looked at.
  NEVER,
  /// Another answer would differ, so only where the client says that it wants that.
  ASKED,
  /// Always: the client asks for the same answer each time (temperature 0, a seed), or there is
  /// only one (embeddings, moderations).
  ALWAYS
}
