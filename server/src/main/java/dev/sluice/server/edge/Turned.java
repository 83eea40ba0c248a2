package dev.sluice.server.edge;

import dev.sluice.call.Failed;
import dev.sluice.server.openai.Endpoints;
import dev.sluice.server.openai.Fault;
import dev.sluice.server.openai.Faults;
import dev.sluice.server.wire.Malformed;
import java.util.Optional;

/// The words with which requests are turned away.
final class Turned {
  static final Fault DRAINING = shed(Failed.Reason.DRAINING);
  static final Fault NO_ROOM = shed(Failed.Reason.BODIES_FULL);
  static final Fault INTERNAL = Faults.of(new Failed.Internal());
  static final Fault KEY = key("send one of this server's keys as Authorization: Bearer KEY");
  static final Fault NOWHERE =
      Fault.request(404, "not_supported", "no such endpoint; there are: " + Endpoints.KNOWN);
  static final Fault METHOD =
      Fault.request(405, "method_not_allowed", "this endpoint does not have this method");
  static final Fault WEB_SOCKET =
      Fault.request(
          426,
          "websocket_not_supported",
          "this server opens no WebSockets; send the call by POST over HTTP/1.1");
  static final Fault UNKNOWN_METHOD =
      Fault.request(501, "method_not_implemented", "this method is not one of HTTP's usual ones");
  static final Fault EXPECTATION =
      Fault.request(417, "expectation_failed", "Expect can be 100-continue and nothing else");
  static final Fault NO_BODY =
      Fault.request(400, "invalid_json", "there is no body; its head gives no length, no chunks");
  static final Fault SLOW_BODY =
      Fault.request(408, "body_timeout", "the body came too slowly; send it again, faster");
  static final Fault SLOW_HEAD =
      Fault.request(408, "header_timeout", "the request's head took too long to arrive");

  static final Fault UNKNOWN_MODEL =
      new Fault(
          404,
          Fault.INVALID_REQUEST,
          "model_not_found",
          Optional.of("model"),
          "there is no model of this name; GET /v1/models lists them",
          false,
          Optional.empty());

  private Turned() {}

  /// @param what leads away from this machine
  static Fault foreign(String what) {
    return Fault.request(
        403,
        "not_loopback",
        what
            + " is not this machine, and without keys only localhost, 127.0.0.0/8 and [::1] are"
            + " served: call one of them, or add server.keys to serve other names and web pages");
  }

  static Fault tooLarge(int max) {
    return Fault.request(
        413, "body_too_large", "the body is above " + max + " bytes (server.max_body)");
  }

  static Fault malformed(Malformed malformed) {
    return switch (malformed.status()) {
      case 401 -> key(malformed.why());
      case 414 -> Fault.request(414, "request_line_too_long", malformed.why());
      case 431 -> Fault.request(431, "headers_too_large", malformed.why());
      default -> Fault.request(malformed.status(), "malformed_request", malformed.why());
    };
  }

  private static Fault key(String message) {
    return new Fault(
        401,
        "authentication_error",
        "invalid_api_key",
        Optional.empty(),
        message,
        false,
        Optional.empty());
  }

  private static Fault shed(Failed.Reason reason) {
    return Faults.of(new Failed.Shed(reason, Optional.empty()));
  }
}
