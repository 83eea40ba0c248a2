package dev.sluice.server.edge;

import java.io.IOException;

/// The client of a request has left, or was turned away: nobody waits for the answer.
public final class ClientGone extends IOException {
  private static final long serialVersionUID = 1L;

  ClientGone() {
    super("the client has left");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
