package dev.sluice.api.head;

import dev.sluice.api.ApiError;
import dev.sluice.call.request.Operation.Form;
import dev.sluice.provider.header.Hops;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;

/// The judge of the headers of a call to a model: those about its body, how long its client waits,
/// what the client claims, and how many gateways the call has passed. Safe for any thread.
///
/// @param maxBody the largest body that is taken, in bytes
public record CallFaults(int maxBody) {
  private static final AsciiString HOPS = AsciiString.cached(Hops.HEADER);

  /// How many gateways the call has passed.
  public static int hops(HttpHeaders headers) {
    return headers.contains(HOPS) ? Hops.of(headers.getAll(HOPS)) : 0;
  }

  /// Reads the claims in the head of a call.
  ///
  /// @param form how its body may be written
  /// @param announced the length of its body in bytes; -1 for chunks
  /// @param hops how many gateways it has passed
  /// @throws HeadFault if the head is not in order
  public ClientClaims ofCall(HttpRequest request, Form form, long announced, int hops)
      throws HeadFault {
    refuse(hops == Hops.MOST, RequestErrors.LOOP);
    refuse(announced == 0, RequestErrors.NO_BODY);
    refuseLarge(announced);
    refuseExpectation(request.headers());
    ApiError type = BodyType.fault(request.headers(), form);
    if (type != null) {
      throw new HeadFault(type);
    }
    return ClientClaims.of(request.headers());
  }

  /// Reads the claims in the head of a request about a stored response. What comes as its body does
  /// not matter.
  ///
  /// @throws HeadFault if the head is not in order
  public ClientClaims ofStored(HttpHeaders headers, long announced, int hops) throws HeadFault {
    refuse(hops == Hops.MOST, RequestErrors.LOOP);
    refuseLarge(announced);
    return ClientClaims.of(headers);
  }

  /// Reads the claims in the head of a request that is passed through. Its body may be anything, or
  /// nothing.
  ///
  /// @throws HeadFault if the head is not in order
  public ClientClaims ofPassed(HttpRequest request, long announced, int hops) throws HeadFault {
    HttpHeaders headers = request.headers();
    refuse(hops == Hops.MOST, RequestErrors.LOOP);
    refuseLarge(announced);
    refuseExpectation(headers);
    refuse(announced != 0 && HttpMethod.GET.equals(request.method()), RequestErrors.BODY_OF_GET);
    ApiError type = BodyType.faultOfAny(headers);
    if (type != null) {
      throw new HeadFault(type);
    }
    return ClientClaims.of(headers);
  }

  /// Looks for a fault in the head of a request that the gateway answers itself. What answers it
  /// bounds its body.
  ///
  /// @throws HeadFault if the head is not in order
  public static void ofResource(HttpRequest request, long announced) throws HeadFault {
    HttpHeaders headers = request.headers();
    refuseExpectation(headers);
    refuse(announced != 0 && HttpMethod.GET.equals(request.method()), RequestErrors.BODY_OF_GET);
    ApiError fault = BodyType.faultOfAny(headers);
    if (fault != null) {
      throw new HeadFault(fault);
    }
  }

  private static void refuseExpectation(HttpHeaders headers) throws HeadFault {
    String expect = headers.get(HttpHeaderNames.EXPECT);
    boolean isOther = expect != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect);
    refuse(isOther, RequestErrors.EXPECTATION);
  }

  private void refuseLarge(long announced) throws HeadFault {
    if (announced > maxBody) {
      throw new HeadFault(RequestErrors.tooLarge(maxBody));
    }
  }

  private static void refuse(boolean wrong, ApiError error) throws HeadFault {
    if (wrong) {
      throw new HeadFault(error);
    }
  }
}
