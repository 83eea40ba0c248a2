package dev.sluice.server.edge;

/// How far a server is with its end.
///
/// ```text
/// SERVING ──> LAME_DUCK ──> DRAINING
/// ```
public enum ServerStage {
  /// New requests are welcome.
  SERVING,
  /// New requests are served, and each answer ends its connection: who calls is to learn of the end
  /// before it comes. The name is that of Google's *Site Reliability Engineering*, chapter 20.
  LAME_DUCK,
  /// New requests are turned away.
  DRAINING
}
