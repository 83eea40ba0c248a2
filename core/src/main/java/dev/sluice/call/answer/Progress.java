package dev.sluice.call.answer;

/// How far an attempt has come. Bytes are not progress: a ping, a comment or a role chunk is none.
public enum Progress {
  /// There is a connection, its handshake done.
  CONNECTED,
  /// The whole request has been handed to the network.
  SENT,
  /// The bytes that follow mean something: content, reasoning, a tool call, a refusal, audio, or
  /// any part of a whole answer. Told once for each such event.
  MEANINGFUL,
  /// The answer has said that it is complete (`[DONE]`, a finish reason); the rest is trailing.
  TERMINATED
}
