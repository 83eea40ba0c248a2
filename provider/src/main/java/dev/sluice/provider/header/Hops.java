package dev.sluice.provider.header;

import java.util.List;
import java.util.Map;

/// How many gateways of this kind a call has passed, as its header `x-sluice-hop` says: each tells
/// the next one more. A call that has passed [#MOST] is taken by no other, so that it ends where
/// targets lead back to a gateway, over however many hosts.
///
/// A gateway says the count once, in one digit. Whatever else stands there counts as [#MOST].
public final class Hops {
  /// The name of the header.
  public static final String HEADER = "x-sluice-hop";

  /// How many gateways a call may pass; one digit.
  public static final int MOST = 8;

  private static final String FIRST = "1";

  private Hops() {}

  /// The count that a request brings, from 0 to [#MOST].
  ///
  /// @param values those of its header; none where a client calls that is no gateway
  public static int of(List<String> values) {
    if (values.isEmpty()) {
      return 0;
    }
    return values.size() == 1 ? count(values.getFirst().strip()) : MOST;
  }

  private static int count(String text) {
    boolean digit = text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    return digit ? Math.min(text.charAt(0) - '0', MOST) : MOST;
  }

  /// Adds the count of a call that comes straight from its client.
  static void begin(Map<String, String> headers) {
    headers.put(HEADER, FIRST);
  }

  /// The count for the provider of a call that has brought `passed`.
  public static String next(String passed) {
    return Integer.toString(Math.min(count(passed) + 1, MOST));
  }
}
