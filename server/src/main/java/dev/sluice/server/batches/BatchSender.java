package dev.sluice.server.batches;

import dev.sluice.call.request.Operation;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.edge.InnerCalls;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import dev.sluice.server.edge.ResourceRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What of a request that makes a batch counts for the calls of its lines: the key, and some of the
/// headers.
///
/// @param headers which headers count, whatever the API
/// @param inner knows the keys that there are
record BatchSender(Supplier<LineHeaders> headers, Supplier<InnerCalls> inner) {
  private static final int MOST_HEADERS = 4 * 1024;

  /// The name of the key by which lines are called.
  String key(Client client) throws ResourceFault {
    String key = client.owner().isPresent() ? client.name() : "";
    if (inner.get().client(key) instanceof Found.Admitted(Client known)
        && known.owner().equals(client.owner())) {
      return key;
    }
    throw BatchFaults.keyless();
  }

  /// Checks that the key may make the calls of lines, which would else each be refused.
  static void requireScope(Client client, Operation operation) throws ResourceFault {
    if (!client.terms().scope().allows(operation)) {
      throw BatchFaults.outOfScope(operation);
    }
  }

  /// How many bytes the body of a line may have.
  int largest() {
    return inner.get().largest();
  }

  /// The headers that count for each line.
  ///
  /// @param more headers of the API that count, too, in lower case
  Map<String, String> kept(ResourceRequest request, List<String> more) throws ResourceFault {
    var kept = new TreeMap<>(headers.get().of(request.headers()));
    for (String name : more) {
      String value = String.join(",", request.headers().getAll(name));
      if (!value.isEmpty()) {
        kept.put(name, value);
      }
    }
    int size = kept.entrySet().stream().mapToInt(BatchSender::size).sum();
    if (size > MOST_HEADERS) {
      throw ResourceFaults.fault(
          431,
          "headers_too_large",
          "",
          "the headers that count for each line (%s) may have %d bytes together"
              .formatted(String.join(", ", kept.keySet()), MOST_HEADERS));
    }
    return kept;
  }

  private static int size(Map.Entry<String, String> header) {
    return header.getKey().length() + header.getValue().length();
  }
}
