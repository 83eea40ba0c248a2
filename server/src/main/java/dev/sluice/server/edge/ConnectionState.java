package dev.sluice.server.edge;

/// What a [ClientConnection] does; see the package for the ways between its states.
enum ConnectionState {
  IDLE,
  /// A request is held back in front, whose token is verified.
  HELD,
  READING,
  ANSWERING,
  REFUSING,
  CLOSING
}
