package dev.sluice.server.edge;

import java.io.IOException;
import java.util.Map;

/// The answer to a request that is no call, for the thread that makes it. One of its methods is
/// called, once.
public interface ResourceReply {
  /// Answers with JSON. A long one, as that of a page, goes at the pace of its client.
  void json(String json) throws ResourceFault, IOException, InterruptedException;

  /// Begins an answer of many bytes. An end without [Content#finish] is never taken for the whole.
  ///
  /// @param headers further headers of the answer, by their names in lower case
  /// @param length how many bytes follow
  Content content(int status, String type, Map<String, String> headers, long length)
      throws ResourceFault, ClientGone, InterruptedException;

  /// The bytes of an answer.
  interface Content {
    /// Adds some bytes, and waits while the client takes less than was written. The bytes may
    /// change when it has returned.
    void write(byte[] bytes, int from, int length) throws IOException, InterruptedException;

    /// Ends the answer, which is whole.
    void finish() throws ClientGone;
  }
}
