package dev.sluice.call.answer;

/// How far an attempt has come. Bytes are not progress: a comment or a role chunk is none, and a
/// ping is none before the first meaningful event.
public enum Progress {
  /// A connection has been made, its handshake included.
  CONNECTED,
  /// The whole request has been handed to the network.
  SENT,
  /// The bytes that follow mean something: content, reasoning, a tool call, a refusal, audio, or
  /// any part of a whole answer. Told once for each such event.
  MEANINGFUL,
  /// The provider reports, after a meaningful event, that it is at work on the next one (`ping`).
  /// The event means nothing to the client and only ends a silence.
  ALIVE,
  /// The answer has said that it is complete (`[DONE]`, a finish reason); later bytes are trailing.
  TERMINATED
}
