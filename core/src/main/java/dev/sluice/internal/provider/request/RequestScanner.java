package dev.sluice.internal.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.internal.provider.json.JsonScanner;
import org.jspecify.annotations.Nullable;

/// Finds in one pass over a request's body, as it arrives, what routing needs to know, and refuses
/// what no provider could make sense of. Unknown properties pass.
///
/// Confined to one thread. A piece takes about a microsecond for 7 KB of plain text, and for 1 KB
/// of dense structure; when the last one has been added nothing is left to do.
public final class RequestScanner {
  private final RequestReader reader;
  private final JsonScanner<RequestField, InvalidRequest> scanner;
  private @Nullable InvalidRequest invalid;

  /// A scan of a request for `operation`.
  public RequestScanner(Operation operation) {
    this.reader = new RequestReader(operation);
    this.scanner = new JsonScanner<>(RequestTable.of(operation).paths(), reader);
  }

  /// Scans `length` bytes of `a` from `from`. Offsets in the facts count from there.
  ///
  /// @throws InvalidRequest if they are no request for `operation`
  public static RequestFacts scan(Operation operation, byte[] a, int from, int length)
      throws InvalidRequest {
    var scanner = new RequestScanner(operation);
    scanner.add(a, from, from + length);
    return scanner.facts();
  }

  /// Adds the next piece of the body, `a` from `from` to `to`, which stays the caller's. What is
  /// found to be wrong is kept for [#facts].
  public void add(byte[] a, int from, int to) {
    if (invalid == null) {
      try {
        scanner.feed(a, from, to);
      } catch (InvalidRequest e) {
        invalid = e;
      }
    }
  }

  /// The facts, when the whole body has been added.
  ///
  /// @throws InvalidRequest if it is no request for the operation
  public RequestFacts facts() throws InvalidRequest {
    try {
      return complete();
    } catch (InvalidRequest e) {
      throw e.of(reader.model());
    }
  }

  private RequestFacts complete() throws InvalidRequest {
    if (invalid != null) {
      throw invalid;
    }
    scanner.finish();
    return reader.facts(scanner.size());
  }
}
