package dev.sluice.call.answer;

/// The receiver of a streamed answer event by event, in place of its bytes: a translation. On the
/// loop.
public interface AnswerEvents {
  /// Takes the data of one event, which lie in `a` before `length` until this returns.
  void event(byte[] a, int length);

  /// Passes on what the events so far have come to, since there is nothing more to read for now.
  void read();
}
