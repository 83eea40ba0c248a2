package dev.sluice.lab.trace;

/// A trace that cannot be used. The message names the file, the line, the column and the remedy, as
/// far as there are such.
public final class TraceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TraceException(String message) {
    super(message);
  }
}
