package dev.sluice.sim.batch;

import dev.sluice.sim.fault.BatchFaultCall;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request for batches or files.
///
/// @param owner the key that it comes with; empty for none
/// @param id for what is made; letters and digits
/// @param headers of the answer
/// @param fault which a batch that is made will have; null for none that the request asks for
public record ApiRequest(
    ReceivedRequest received,
    String owner,
    String id,
    List<Header> headers,
    @Nullable BatchFaultCall fault) {

  /// The simulator's own address, as the client names it.
  String origin() {
    String host = received.header("host");
    return "http://" + (host == null ? "127.0.0.1" : host);
  }

  /// The version of Google's API that the request is for.
  String version() {
    return received.path().contains("/v1beta/") ? "v1beta" : "v1";
  }

  HttpReply json(Object json) {
    return HttpReply.json(headers, 0, json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
