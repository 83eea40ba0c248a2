package dev.sluice.batches.s3;

import dev.sluice.batches.s3.S3Exception.Fault;
import dev.sluice.call.runtime.Clock;
import dev.sluice.provider.auth.AwsCredentials;
import dev.sluice.provider.auth.AwsKeys;
import dev.sluice.provider.auth.ClientIo;
import dev.sluice.provider.auth.CredentialCell;
import dev.sluice.provider.auth.CredentialCell.Patience;
import dev.sluice.provider.auth.CredentialClock;
import dev.sluice.provider.auth.CredentialException;
import dev.sluice.provider.auth.SigV4;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sends signed requests to S3, and again where a failure passes: exponential backoff with full
/// jitter (Brooker: Exponential Backoff and Jitter, 2015). Waits; safe for any thread but a loop.
final class S3Client implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final long FIRST_WAIT = Duration.ofMillis(200).toMillis();
  private static final long LONGEST_WAIT = Duration.ofSeconds(5).toMillis();
  private static final int LARGEST_ERROR = 64 << 10;

  private final S3Config config;
  private final URI address;
  private final HttpClient http;
  private final SigV4 signer;
  private final CredentialClock clock;
  private final CredentialCell<AwsKeys> keys;
  private final Backoff backoff;

  /// Why the last request was not done; null where it was.
  private final AtomicReference<@Nullable S3Exception> trouble = new AtomicReference<>();

  /// What passes between two tries.
  ///
  /// @param random spreads those of several who fail at once
  record Backoff(RandomGenerator random, Pauses pauses) {
    void await(int tries) throws IOException {
      long most = Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(tries, 10));
      try {
        pauses.pause(Duration.ofMillis(1 + random.nextLong(most)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the gateway ends");
      }
    }
  }

  /// Lets a thread wait.
  @FunctionalInterface
  interface Pauses {
    void pause(Duration time) throws InterruptedException;
  }

  /// Takes what a successful answer has.
  @FunctionalInterface
  interface Reader<T> {
    /// Reads an answer.
    ///
    /// @param body is the reader's to close
    T read(HttpResponse<?> head, ArrivingBody body) throws IOException;
  }

  S3Client(S3Config config, Clock clock, Backoff backoff) {
    this.config = config;
    this.address = config.address();
    this.http = HttpClients.of(config.way(), CONNECT);
    this.signer = new SigV4(config.region(), "s3");
    this.clock = new CredentialClock(clock);
    this.backoff = backoff;
    var io = new ClientIo(new CredentialEndpoints(config.way(), this.clock), this.clock);
    this.keys =
        new CredentialCell<>(
            new AwsCredentials(config.auth()),
            io,
            this.clock,
            task -> {
              Thread _ = Thread.ofVirtual().name("credential s3").start(task);
            },
            _ -> {});
  }

  /// Sends a request until it is done, or that is not worth it.
  ///
  /// @throws S3Exception if it is not done
  <T> T send(S3Request request, Reader<T> reader) throws IOException {
    int tries = 0;
    while (true) {
      tries++;
      try {
        T done = sendRenewing(request, reader);
        trouble.set(null);
        return done;
      } catch (S3Exception why) {
        if (!why.isTemporary() || tries >= request.tries()) {
          note(why);
          throw why;
        }
        backoff.await(tries);
      }
    }
  }

  private void note(S3Exception why) {
    if (why.fault() == Fault.MISSING || why.fault() == Fault.RANGE) {
      trouble.set(null);
    } else {
      trouble.set(why);
    }
  }

  /// Why the last request was not done; empty where it was.
  Optional<S3Exception> trouble() {
    return Optional.ofNullable(trouble.get());
  }

  /// Sends a request, and once more with another credential, or another date, where the one that
  /// was used is no good.
  private <T> T sendRenewing(S3Request request, Reader<T> reader) throws IOException {
    AwsKeys used = keys();
    long slow = clock.slow();
    try {
      return once(request, used, reader);
    } catch (S3Exception why) {
      boolean again =
          switch (why.fault()) {
            case CREDENTIAL -> renew(used);
            case CLOCK -> clock.isOtherThan(slow);
            default -> false;
          };
      if (!again) {
        throw why;
      }
    }
    return once(request, keys(), reader);
  }

  private AwsKeys keys() throws IOException {
    try {
      AwsKeys known = keys.get(Patience.ENDLESS);
      if (known == null) {
        throw new InterruptedIOException("the wait for a credential was ended");
      }
      return known;
    } catch (CredentialException why) {
      throw noKeys(why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway ends");
    }
  }

  private S3Exception noKeys(CredentialException why) {
    return new S3Exception(
        why.isTemporary() ? Fault.TEMPORARY : Fault.CREDENTIAL,
        "there are no keys for S3 at %s: %s".formatted(address, why.getMessage()));
  }

  private boolean renew(AwsKeys used) throws IOException {
    try {
      return keys.renew(used, Patience.ENDLESS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway ends");
    }
  }

  private <T> T once(S3Request request, AwsKeys by, Reader<T> reader) throws IOException {
    HttpResponse<ArrivingBody> answer = answer(request, by);
    if (answer.statusCode() / 100 == 2) {
      return read(answer, reader);
    }
    throw refusal(request, answer);
  }

  private HttpResponse<ArrivingBody> answer(S3Request request, AwsKeys by) throws IOException {
    try {
      return http.send(signed(request, by), _ -> new ArrivingBody(SILENCE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway ends");
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private S3Exception unreachable(IOException why) {
    return new S3Exception(
        "S3 at %s cannot be reached: %s; it is asked again".formatted(address, words(why)), why);
  }

  /// The message of the JDK's client, or the name of what it is where it has none.
  private static String words(Throwable why) {
    String message = why.getMessage();
    String name = why.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + " (" + message + ")";
  }

  private <T> T read(HttpResponse<ArrivingBody> answer, Reader<T> reader) throws IOException {
    try {
      return reader.read(answer, answer.body());
    } catch (S3Exception | InterruptedIOException known) {
      throw known;
    } catch (IOException cut) {
      throw unreachable(cut);
    }
  }

  private S3Exception refusal(S3Request request, HttpResponse<ArrivingBody> answer) {
    byte[] said = error(answer);
    String region = answer.headers().firstValue("x-amz-bucket-region").orElse("");
    S3Exception why =
        S3ErrorResponse.of(answer.statusCode(), said, region).exception(request.words(), config);
    if (why.fault() == Fault.CLOCK) {
      boolean _ = clock.learn(answer.headers().firstValue("date").orElse(""));
    }
    return why;
  }

  /// What is said with an error, as far as it comes.
  private static byte[] error(HttpResponse<ArrivingBody> answer) {
    try (ArrivingBody body = answer.body()) {
      return body.all(LARGEST_ERROR);
    } catch (IOException none) {
      return new byte[0];
    }
  }

  private HttpRequest signed(S3Request request, AwsKeys by) throws IOException {
    String path = request.path(address.getRawPath());
    var what = new SigV4.Request(request.method(), host(), path, Map.of(), request.body().sha256());
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.putAll(signer.sign(what, by, clock.now()));
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
                URI.create(address.getScheme() + "://" + address.getRawAuthority() + path))
            .timeout(request.patience())
            .method(request.method(), request.body().publisher());
    headers.forEach(builder::header);
    return builder.build();
  }

  /// The host as the JDK's client sends it.
  private String host() {
    int usual = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    return address.getPort() < 0 || address.getPort() == usual
        ? address.getHost()
        : address.getHost() + ":" + address.getPort();
  }

  /// By how many milliseconds this machine's clock is slow, as far as answers have shown that.
  long slow() {
    return clock.slow();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
