package dev.sluice.sim.proxy;

/// The behaviour of a proxy.
///
/// @param accept with new connections
/// @param toServer with bytes from the client
/// @param toClient with bytes from the server
public record Behaviour(Accept accept, Way toServer, Way toClient) {

  /// The behaviour towards a new connection.
  public enum Accept {
    /// It is connected to the server.
    CONNECT,
    /// It is closed (FIN).
    CLOSE,
    /// It is reset (RST).
    RESET,
    /// Its bytes are read and dropped, and nothing is ever answered.
    SILENCE
  }

  /// Everything passes.
  public static final Behaviour PASS = new Behaviour(Accept.CONNECT, Way.FREE, Way.FREE);

  /// Connections are accepted and closed.
  public static final Behaviour CLOSE = new Behaviour(Accept.CLOSE, Way.FREE, Way.FREE);

  /// Connections are accepted and reset.
  public static final Behaviour RESET = new Behaviour(Accept.RESET, Way.FREE, Way.FREE);

  /// Connections are accepted, and that is all.
  public static final Behaviour SILENT = new Behaviour(Accept.SILENCE, Way.FREE, Way.FREE);

  public Behaviour toServer(Way way) {
    return new Behaviour(accept, way, toClient);
  }

  public Behaviour toClient(Way way) {
    return new Behaviour(accept, toServer, way);
  }
}
