package dev.sluice.call;

/// The source that an attempt pumps from, as seen from the sink's side. On the loop only.
public interface Feed {

  /// Which target feeds, as `provider/model`.
  String target();

  /// Stops the attempt: the connection is dropped, nothing more is written, and the attempt's
  /// outcome is `why`. Does nothing when the attempt has ended.
  void abort(Failed why);
}
