package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.WayOut;
import dev.sluice.transport.Transport;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the sources of one provider reach outside of the process: endpoints over the gateway's own
/// transport, by the provider's proxy and TLS; files and commands on threads of their own;
/// processors' work on the pool.
final class TransportIo implements CredentialIo {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final TimeLimitedSources sources = new TimeLimitedSources();
  private final Means means;
  private final WayOut way;
  private final boolean allowPrivate;
  private final CredentialClock clock;

  /// What all providers have in common.
  ///
  /// @param loop carries the fetches
  /// @param workers sign assertions
  record Means(Transport transport, Loop loop, WorkerPool workers, Clock clock) {}

  /// @param way how endpoints that are not the machine's own are reached
  /// @param allowPrivate whether those may be at private addresses
  TransportIo(Means means, WayOut way, boolean allowPrivate, CredentialClock clock) {
    this.means = means;
    this.way = way;
    this.allowPrivate = allowPrivate;
    this.clock = clock;
  }

  @Override
  public TokenAnswer send(TokenRequest request) throws CredentialException, InterruptedException {
    Origin origin = origin(request);
    URI url = request.url();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.putIfAbsent("user-agent", "sluice");
    check(headers);
    var wire =
        new WireRequest(
            origin,
            request.method(),
            path + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()),
            headers,
            request.body().isEmpty()
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.wrappedBuffer(request.body().getBytes(UTF_8)));
    var attempt = new AttemptInfo("credential", Call.Trace.NONE, means.clock());
    try (var sink = new TokenSink(means.loop(), request.local())) {
      return answer(means.transport().exchange(attempt, wire, means.loop(), sink), sink, request);
    }
  }

  /// What a file or an answer has given may be in a header, which not every text can be.
  private static void check(Map<String, String> headers) throws CredentialException {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!header.getValue().chars().allMatch(c -> c >= ' ' && c < 0x7f)
          || !header.getKey().matches("[A-Za-z0-9_-]+")) {
        throw CredentialException.temporary("a header of a credential's request is not ASCII");
      }
    }
  }

  private TokenAnswer answer(Outcome outcome, TokenSink sink, TokenRequest request)
      throws CredentialException {
    String what = request.endpoint();
    if (outcome instanceof Failed.BadAnswer bad && bad.flaw() == Failed.Flaw.REDIRECT) {
      throw CredentialException.refused(what + " answered with a redirect, which is not followed");
    }
    TokenAnswer answer = sink.answer();
    if (!(outcome instanceof Answered) || answer == null) {
      throw CredentialException.temporary(what + " did not answer: " + words(outcome));
    }
    if (isBelieved(answer, request)) {
      clock.learn(answer.headers().getOrDefault("date", ""));
    }
    return answer;
  }

  /// Whether the date of an answer is believed: that of a refusal whose author TLS has proved.
  private static boolean isBelieved(TokenAnswer answer, TokenRequest request) {
    return answer.status() >= CLIENT_ERROR
        && answer.status() < SERVER_ERROR
        && "https".equalsIgnoreCase(request.url().getScheme());
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Failed.Unreachable(Failed.Obstacle obstacle, String detail) ->
          obstacle.name().toLowerCase(Locale.ROOT) + " (" + detail + ")";
      case Failed.TimedOut late -> "not within " + late.after().toMillis() + " ms";
      case Failed.BadAnswer bad -> bad.detail();
      default -> outcome.kind();
    };
  }

  /// A secret goes in the clear to the machine itself alone.
  private Origin origin(TokenRequest request) throws CredentialException {
    URI url = request.url();
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    String host = host(url);
    int port = url.getPort() >= 0 ? url.getPort() : tls ? HTTPS : HTTP;
    var local = new Origin(tls, host, port, true);
    if (request.local() || local.isLoopback()) {
      return local;
    }
    if (!tls) {
      throw CredentialException.refused(
          "the endpoint " + request.endpoint() + " has no https, and would be told a secret");
    }
    return new Origin(true, host, port, allowPrivate, way);
  }

  private static String host(URI url) throws CredentialException {
    String host = url.getHost();
    if (host == null) {
      throw CredentialException.refused("an endpoint of credentials names no host");
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String read(String path) throws CredentialException, InterruptedException {
    return sources.read(path);
  }

  @Override
  public String run(String command) throws CredentialException, InterruptedException {
    return sources.run(command);
  }

  /// The result of work, which crosses from thread to thread as a value.
  private record Done<T>(@Nullable T result, @Nullable CredentialException why) {}

  @Override
  public <T> T apart(Work<T> work) throws CredentialException, InterruptedException {
    Done<T> done = means.workers().call(() -> done(work));
    if (done.why != null) {
      throw done.why;
    }
    return Objects.requireNonNull(done.result);
  }

  private static <T> Done<T> done(Work<T> work) {
    try {
      return new Done<>(work.result(), null);
    } catch (CredentialException why) {
      return new Done<>(null, why);
    }
  }

  @Override
  public Instant now() {
    return clock.now();
  }
}
