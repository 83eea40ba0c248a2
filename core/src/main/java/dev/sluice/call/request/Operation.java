package dev.sluice.call.request;

/// What a call asks a model to do. A target serves some of these.
public enum Operation {
  CHAT,
  COMPLETIONS,
  EMBEDDINGS,
  MODERATIONS,
  RESPONSES
}
