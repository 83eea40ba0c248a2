package dev.sluice.server.edge;

import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.api.ApiError;
import dev.sluice.api.Endpoint;
import dev.sluice.api.head.ClientWait;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.server.client.Client;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;

/// The decision about a request, by its head.
sealed interface Decision {

  /// The request is rejected.
  ///
  /// @param allow the methods that there are, where the method is what was wrong
  /// @param key the name of the key that it has shown, or its id; empty where none was known
  record Reject(ApiError fault, Optional<String> allow, String key) implements Decision {
    Reject(ApiError fault, Optional<String> allow) {
      this(fault, allow, "");
    }

    /// Returns this decision about a request that has shown a key.
    Reject by(String shown) {
      return new Reject(fault, allow, shown);
    }
  }

  /// The request asks for the model of this name, or for all of them.
  ///
  /// @param scope what its client may call
  record Models(Optional<String> id, KeyScope scope) implements Decision {}

  /// The request is answered by the gateway itself.
  ///
  /// @param resource what answers it
  /// @param endpoint what is asked for
  /// @param headers those of the request
  /// @param length the body's length in bytes, -1 when it comes in chunks
  /// @param hesitant whether the client waits for a word before it sends its body
  record Serve(
      Resource resource,
      Endpoint endpoint,
      HttpHeaders headers,
      long length,
      boolean hesitant,
      Client client)
      implements Decision {}

  /// The body of the request is read, and becomes a call.
  ///
  /// @param endpoint what is asked, and what the path says of it
  /// @param facts what the call says where its head says all of it; else its body does
  /// @param headers what may be passed on
  /// @param clientWait how long the client will wait
  /// @param hints how it wants to be treated
  /// @param trace the client's place in a trace
  /// @param announced the body's length in bytes, -1 when it comes in chunks
  /// @param hesitant whether the client waits for a word before it sends its body
  /// @param client the client itself, who pays
  /// @param oldNames whether it may use names of what providers hold that prove no owner
  /// @param tags what it is for, as far as its head says so
  /// @param origin what expressions may ask of its sender
  /// @param boundary that of a body in parts; empty for JSON
  record Read(
      Endpoint.Calling endpoint,
      Optional<RequestFacts> facts,
      Map<String, String> headers,
      ClientWait clientWait,
      SchedulingHints hints,
      Call.Trace trace,
      int announced,
      boolean hesitant,
      Client client,
      boolean oldNames,
      TagRules.OfCall tags,
      CallOrigin origin,
      String boundary)
      implements Decision {
    public Operation operation() {
      return endpoint.operation();
    }
  }
}
