package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.Endpoint;
import dev.sluice.api.TargetQuery;
import dev.sluice.server.client.Client;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;

/// A request that is no call, for the thread that answers it.
public final class ResourceRequest {
  private static final int FIRST = 4 * 1024;

  private final RequestContext context;
  private final Decision.Serve asked;
  private final BodyPipe body;

  ResourceRequest(RequestContext context, Decision.Serve asked, BodyPipe body) {
    this.context = context;
    this.asked = asked;
    this.body = body;
  }

  /// The method of the request, such as `GET`.
  public String method() {
    return context.method();
  }

  /// What is asked for.
  public Endpoint endpoint() {
    return asked.endpoint();
  }

  /// The query of the request.
  public TargetQuery query() {
    return TargetQuery.of(context.target());
  }

  /// How many entries of a list are asked for (`limit` in the query).
  ///
  /// @param usual how many where the query does not say it
  /// @param most how many may be asked for
  /// @throws ResourceFault if it is no such number
  public int limit(int usual, int most) throws ResourceFault {
    String text = query().get("limit");
    try {
      int limit = text == null ? usual : Integer.parseInt(text);
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    } catch (NumberFormatException none) {
      // Told below.
    }
    throw ResourceFaults.invalid("limit", "must be a number from 1 to " + most);
  }

  /// The client that asks.
  public Client client() {
    return asked.client();
  }

  /// The headers of the request.
  public HttpHeaders headers() {
    return asked.headers();
  }

  /// The length of the body in bytes as the head says it, -1 where it comes in chunks.
  public long length() {
    return asked.length();
  }

  /// Reads some of the body, and waits for it.
  ///
  /// @return how many bytes were put into `into`, at least one; -1 at the end
  public int read(byte[] into) throws ClientGone, InterruptedException {
    return body.read(into, 0, into.length);
  }

  /// Reads the body whole.
  ///
  /// @param most how many bytes it may have
  /// @throws ResourceFault if it has more
  public byte[] whole(int most) throws ResourceFault, ClientGone, InterruptedException {
    if (length() > most) {
      throw tooLarge(most);
    }
    byte[] whole = new byte[length() >= 0 ? (int) length() : Math.min(FIRST, most)];
    int size = 0;
    while (true) {
      if (size == whole.length) {
        byte[] one = new byte[1];
        if (body.read(one, 0, 1) < 0) {
          return whole;
        }
        if (size == most) {
          throw tooLarge(most);
        }
        whole = Arrays.copyOf(whole, (int) Math.min(most, 2L * size + 1));
        whole[size++] = one[0];
      } else {
        int count = body.read(whole, size, whole.length - size);
        if (count < 0) {
          return Arrays.copyOf(whole, size);
        }
        size += count;
      }
    }
  }

  private static ResourceFault tooLarge(int most) {
    return new ResourceFault(
        ApiError.request(
            413, "body_too_large", "the body is above " + most + " bytes, the most here"));
  }
}
