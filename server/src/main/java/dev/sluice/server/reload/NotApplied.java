package dev.sluice.server.reload;

/// A configuration is in order, but the gateway cannot take it. The message is one line for the
/// operator; nothing has changed.
public final class NotApplied extends Exception {
  private static final long serialVersionUID = 1L;

  public NotApplied(String why) {
    super(why);
  }
}
