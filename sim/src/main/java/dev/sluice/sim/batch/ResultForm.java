package dev.sluice.sim.batch;

/// How a provider writes a result. Pure functions.
interface ResultForm {

  /// Returns whether errors are a file of their own.
  boolean errorsApart();

  /// Returns whether a batch that expired, or was cancelled, has the results of those lines that
  /// were answered; all others are then told as missed.
  boolean keepsParts();

  /// Returns the result of a line that was answered, without its end.
  ///
  /// @param id of the result, letters and digits
  byte[] answered(String id, Line line, LineAnswer answer);

  /// Returns the result of a line that was not, without its end.
  ///
  /// @param how its batch ended: expired or cancelled
  byte[] missed(String id, Line line, Phase how);
}
