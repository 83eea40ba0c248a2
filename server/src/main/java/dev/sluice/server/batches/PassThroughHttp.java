package dev.sluice.server.batches;

import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteFailure.Kind;
import dev.sluice.call.Failed;
import dev.sluice.server.edge.ProviderAnswer;
import dev.sluice.server.edge.ProviderFault;
import dev.sluice.server.edge.ProviderRequests;
import dev.sluice.server.edge.ProviderRequests.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// The HTTP of a provider's batch API by the gateway's own way there, and what its failures mean.
///
/// @param requests sends them
/// @param route the name of the way to the provider
/// @param mostMemory how many bytes of memory a result may take where nothing else takes any
record PassThroughHttp(ProviderRequests requests, String route, long mostMemory)
    implements BatchApiHttp {
  /// The longest answer but for files.
  private static final int MOST = 4 << 20;

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final int LONGEST_WORDS = 300;
  private static final int BLOCK = 64 * 1024;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int SERVER = 500;

  @Override
  public byte[] get(String path) throws RemoteFailure, InterruptedException {
    return whole(new Request(route, "GET", path, SOON));
  }

  @Override
  public byte[] post(String path, String type, byte[] body)
      throws RemoteFailure, InterruptedException {
    return whole(new Request(route, "POST", path, type, body, LONG));
  }

  @Override
  public byte[] postSoon(String path, String type, byte[] body)
      throws RemoteFailure, InterruptedException {
    return whole(new Request(route, "POST", path, type, body, SOON));
  }

  @Override
  public void delete(String path) throws RemoteFailure, InterruptedException {
    byte[] _ = whole(new Request(route, "DELETE", path, SOON));
  }

  private byte[] whole(Request request) throws RemoteFailure, InterruptedException {
    try (ProviderAnswer answer = requests.send(request)) {
      return answer.whole(MOST);
    } catch (ProviderFault fault) {
      throw failure(fault.why());
    }
  }

  @Override
  public void lines(String path, LineSink to)
      throws RemoteFailure, IOException, InterruptedException {
    try (ProviderAnswer answer = requests.send(new Request(route, "GET", path, LONG));
        var lines = new ResultLines(requests.memory(), mostMemory, to)) {
      byte[] block = new byte[BLOCK];
      for (int read = 0; read >= 0; read = answer.read(block, 0, BLOCK)) {
        lines.take(block, read);
      }
      lines.end();
    } catch (ProviderFault fault) {
      throw failure(fault.why());
    }
  }

  @Override
  public void beginning(String path, PieceReceiver to) throws RemoteFailure, InterruptedException {
    try (ProviderAnswer answer = requests.send(new Request(route, "GET", path, LONG))) {
      byte[] block = new byte[BLOCK];
      int read = answer.read(block, 0, BLOCK);
      while (read >= 0 && to.piece(block, read)) {
        read = answer.read(block, 0, BLOCK);
      }
    } catch (ProviderFault fault) {
      throw failure(fault.why());
    }
  }

  /// What a failure means for a request that is sent once.
  static RemoteFailure failure(Failed why) {
    return switch (why) {
      case Failed.Refused(int status, _, String body, _) ->
          failure(refused(status), status + " " + body, Optional.empty());
      case Failed.Invalid(int status, _, _, String message) ->
          failure(status == NOT_FOUND ? Kind.MISSING : Kind.LATER, message, Optional.empty());
      case Failed.Throttled(_, var hint, String message) -> failure(Kind.LATER, message, hint);
      case Failed.AccountThrottled throttled ->
          failure(Kind.LATER, throttled.kind(), Optional.empty());
      case Failed.Overloaded(int status, var hint, String message) ->
          failure(overloaded(status), message, hint);
      case Failed.LimitReached _, Failed.Shed _, Failed.Exhausted _, Failed.CredentialRefused _ ->
          failure(Kind.LATER, words(why), Optional.empty());
      // Its own share is short where there was no memory for the request itself.
      case Failed.OutOfMemory(boolean own) ->
          RemoteFailure.noMemory(own ? Kind.LATER : Kind.UNKNOWN);
      case Failed.Unreachable _,
          Failed.TimedOut _,
          Failed.BadAnswer _,
          Failed.Cancelled _,
          Failed.Internal _ ->
          failure(Kind.UNKNOWN, words(why), Optional.empty());
    };
  }

  private static Kind refused(int status) {
    return switch (status) {
      case NOT_FOUND, NOT_ALLOWED, NOT_IMPLEMENTED -> Kind.MISSING;
      default -> status < SERVER ? Kind.REFUSED : Kind.UNKNOWN;
    };
  }

  private static Kind overloaded(int status) {
    return switch (status) {
      case NOT_IMPLEMENTED -> Kind.MISSING;
      case 529 -> Kind.LATER;
      default -> Kind.UNKNOWN;
    };
  }

  private static RemoteFailure failure(Kind kind, String words, Optional<Duration> after) {
    return new RemoteFailure(kind, RemoteJson.shown(words, LONGEST_WORDS), after);
  }

  private static String words(Failed why) {
    return why.detail().isEmpty() ? why.kind() : why.kind() + ": " + why.detail();
  }
}
