package dev.sluice.sim.proxy;

/// The behaviour of a proxy.
///
/// @param accept with new connections
/// @param toServer with bytes from the client
/// @param toClient with bytes from the server
public record Behaviour(Accept accept, Way toServer, Way toClient) {

  /// The behaviour towards a new connection.
  public enum Accept {
    /// The connection is passed on to the server.
    CONNECT,
    /// The connection is closed (FIN).
    CLOSE,
    /// The connection is reset (RST).
    RESET,
    /// The connection's bytes are read and dropped, and nothing is ever answered.
    SILENCE
  }

  /// The behaviour of a proxy that passes everything.
  public static final Behaviour PASS = new Behaviour(Accept.CONNECT, Way.FREE, Way.FREE);

  /// The behaviour of a proxy that accepts connections and closes them.
  public static final Behaviour CLOSE = new Behaviour(Accept.CLOSE, Way.FREE, Way.FREE);

  /// The behaviour of a proxy that accepts connections and resets them.
  public static final Behaviour RESET = new Behaviour(Accept.RESET, Way.FREE, Way.FREE);

  /// The behaviour of a proxy that accepts connections, and does no more.
  public static final Behaviour SILENT = new Behaviour(Accept.SILENCE, Way.FREE, Way.FREE);

  public Behaviour toServer(Way way) {
    return new Behaviour(accept, way, toClient);
  }

  public Behaviour toClient(Way way) {
    return new Behaviour(accept, toServer, way);
  }
}
