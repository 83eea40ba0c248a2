package dev.sluice.lab.nodes.real;

import java.io.IOException;
import java.util.List;

/// A Redis in some form, and what can befall it.
interface RedisSite extends AutoCloseable {

  /// Returns the address for a gateway's configuration, with further keys of `cluster`: `redis:
  /// "redis://..."`.
  ///
  /// @param place the gateway's, since each may have a way of its own
  String keys(int place);

  /// Returns what can befall it.
  List<Trouble> troubles();

  @Override
  void close() throws IOException;
}
