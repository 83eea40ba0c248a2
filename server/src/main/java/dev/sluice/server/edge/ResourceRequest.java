package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.Endpoint;
import dev.sluice.api.TargetQuery;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.server.client.Client;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.Optional;

/// A request that is no call, for the thread that answers it.
public final class ResourceRequest {
  private static final int FIRST = 4 * 1024;

  /// What a byte of a body that is read whole takes at most: its copies while it grows, and a tree
  /// of JSON, in which an empty object of three bytes takes some ninety.
  private static final int COSTS = 40;

  private final RequestContext context;
  private final Decision.Serve asked;
  private final Optional<String> address;
  private final BodyPipe body;
  private final Reservation memory;

  /// @param address of the gateway, as its client sees it; empty where that is not known
  /// @param memory for what is read whole; the thread's own
  ResourceRequest(
      RequestContext context,
      Decision.Serve asked,
      Optional<String> address,
      BodyPipe body,
      Reservation memory) {
    this.context = context;
    this.asked = asked;
    this.address = address;
    this.body = body;
    this.memory = memory;
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
    return number("limit", usual, most);
  }

  /// A number of the query, from 1 on; written as [#limit].
  ///
  /// @param name its name
  public int number(String name, int usual, int most) throws ResourceFault {
    String text = query().get(name);
    try {
      int limit = text == null ? usual : Integer.parseInt(text);
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    } catch (NumberFormatException none) {
      // Told below.
    }
    throw ResourceFaults.invalid(name, "must be a number from 1 to " + most);
  }

  /// The client that asks.
  public Client client() {
    return asked.client();
  }

  /// The headers of the request.
  public HttpHeaders headers() {
    return asked.headers();
  }

  /// The address of this gateway as the client sees it, without a path; empty where that is not
  /// known for sure.
  public Optional<String> address() {
    return address;
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

  /// Reads the body whole. What it and a tree of it may take is set aside as it comes, until the
  /// request has its answer: nothing is taken for what is only announced.
  ///
  /// @param most how many bytes it may have
  /// @throws ResourceFault if it has more, or there is no memory for it
  public byte[] whole(int most) throws ResourceFault, ClientGone, InterruptedException {
    if (length() > most) {
      throw tooLarge(most);
    }
    byte[] whole = new byte[counted(Math.min(FIRST, length() < 0 ? most : length()))];
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
        whole = Arrays.copyOf(whole, counted(Math.min(most, 2L * size + 1)));
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

  /// Sets memory aside for what is held of the body, in place of what was set aside before, until
  /// the request has its answer.
  ///
  /// @throws ResourceFault if there is not so much
  public void hold(long bytes) throws ResourceFault {
    if (!memory.resize(bytes)) {
      throw new ResourceFault(RequestErrors.NO_ROOM);
    }
  }

  private int counted(long bytes) throws ResourceFault {
    hold(COSTS * bytes);
    return (int) bytes;
  }

  private static ResourceFault tooLarge(int most) {
    return new ResourceFault(
        ApiError.request(
            413, "body_too_large", "the body is above " + most + " bytes, the most here"));
  }
}
