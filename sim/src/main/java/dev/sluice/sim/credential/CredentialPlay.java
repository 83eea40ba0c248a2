package dev.sluice.sim.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.Credentials;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The play of all endpoints that give credentials, and of a provider that asks for them: a Bearer
/// token, or a signature of AWS, of which the key and the date are looked at and not the rest.
public final class CredentialPlay {
  /// How far a signature's date may be from the provider's clock.
  private static final Duration BORNE = Duration.ofMinutes(5);

  private static final Pattern SIGNED =
      Pattern.compile("AWS4-HMAC-SHA256 Credential=([A-Za-z0-9]+)/.*");
  private static final Pattern BEARER = Pattern.compile("Bearer sim-token-([A-Za-z0-9]+)");
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final Credentials terms;
  private final Clock clock;
  private final long started;
  private final Random dice;
  private final Issued issued = new Issued();
  private final AtomicLong exchanges = new AtomicLong();

  /// @param seed of what is drawn for faults
  public CredentialPlay(Credentials terms, long seed, Clock clock) {
    this.terms = terms;
    this.clock = clock;
    this.started = clock.nanos();
    this.dice = new Random(seed);
  }

  public Issued issued() {
    return issued;
  }

  /// An answer of an endpoint.
  ///
  /// @param fault the fault that strikes; null for none
  public record Given(HttpReply reply, @Nullable FaultCall fault) {}

  /// Answers a request to an endpoint that gives credentials; null where it is none.
  public @Nullable Given answer(ReceivedRequest request) {
    Exchange exchange = Exchange.of(request);
    if (exchange == null) {
      return null;
    }
    issued.begins();
    HttpReply reply =
        exchange.accepts(request)
            ? reply(exchange)
            : HttpReply.json(headers(), 0, "{\"error\":\"invalid_request\"}".getBytes(UTF_8))
                .head(head -> head.withStatus(400));
    return new Given(reply.later(terms.delay().toNanos()), fault());
  }

  /// Notes that an answer of an endpoint is over.
  public void ended() {
    issued.ends();
  }

  private @Nullable FaultCall fault() {
    long number = exchanges.incrementAndGet();
    long nanos = clock.nanos() - started;
    for (FaultRule rule : terms.faults()) {
      if (rule.strikes(number, nanos, dice.nextDouble())) {
        return rule.fault();
      }
    }
    return null;
  }

  private HttpReply reply(Exchange exchange) {
    return switch (exchange) {
      case INSTANCE_TOKEN -> text("sim-instance-token");
      case INSTANCE_ROLE -> text("sim-role");
      case GOOGLE_IDENTITY -> text("sim.identity.token");
      case STS -> xml();
      default -> json(exchange);
    };
  }

  private HttpReply text(String body) {
    return HttpReply.whole(200, headers(), 0, body.getBytes(UTF_8)).typed("text/plain");
  }

  private HttpReply xml() {
    String name = issued.next(now(), terms.life());
    String body =
        ("<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId>"
                + "<SecretAccessKey>sim-secret-%s</SecretAccessKey><SessionToken>sim-session-%s"
                + "</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult>"
                + "</AssumeRoleResponse>")
            .formatted(name, name, name, end());
    return HttpReply.whole(200, headers(), 0, body.getBytes(UTF_8)).typed("text/xml");
  }

  private HttpReply json(Exchange exchange) {
    String name = issued.next(now(), terms.life());
    String body =
        switch (exchange) {
          case INSTANCE_KEYS, CONTAINER ->
              ("{\"Code\":\"Success\",\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"sim-secret-%s\","
                      + "\"Token\":\"sim-session-%s\",\"Expiration\":\"%s\"}")
                  .formatted(name, name, name, end());
          case GOOGLE_IMPERSONATION ->
              "{\"accessToken\":\"sim-token-%s\",\"expireTime\":\"%s\"}".formatted(name, end());
          default ->
              "{\"access_token\":\"sim-token-%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                  .formatted(name, Math.max(1, terms.life().toSeconds()));
        };
    return HttpReply.json(headers(), 0, body.getBytes(UTF_8));
  }

  private List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("date", HTTP_DATE.format(now())));
    headers.add(new Header("metadata-flavor", "Google"));
    return headers;
  }

  /// Answers a call that no good credential authorises; null where one does.
  public @Nullable HttpReply refusal(ReceivedRequest request) {
    String authorization = String.valueOf(request.header("authorization"));
    Matcher signed = SIGNED.matcher(authorization);
    if (signed.matches()) {
      return signature(signed.group(1), String.valueOf(request.header("x-amz-date")));
    }
    Matcher bearer = BEARER.matcher(authorization);
    if (bearer.matches() && issued.holds(bearer.group(1), now())) {
      return null;
    }
    return refuse(
        401,
        "",
        "{\"error\":{\"code\":401,\"message\":\"the token is none, or over\","
            + "\"status\":\"UNAUTHENTICATED\"}}");
  }

  private @Nullable HttpReply signature(String key, String date) {
    if (isFar(date)) {
      return refuse(
          403,
          "InvalidSignatureException",
          "{\"message\":\"Signature expired: %s is now earlier than %s\"}"
              .formatted(date, BASIC.format(now().minus(BORNE))));
    }
    return issued.holds(key, now())
        ? null
        : refuse(
            403,
            "ExpiredTokenException",
            "{\"message\":\"The security token included in the request is expired\"}");
  }

  private boolean isFar(String date) {
    String earliest = BASIC.format(now().minus(BORNE));
    return date.compareTo(earliest) < 0 || date.compareTo(BASIC.format(now().plus(BORNE))) > 0;
  }

  private HttpReply refuse(int status, String type, String body) {
    issued.refuses();
    List<Header> headers = headers();
    if (!type.isEmpty()) {
      headers.add(new Header("x-amzn-errortype", type));
    }
    return HttpReply.whole(status, headers, 0, body.getBytes(UTF_8)).typed("application/json");
  }

  /// The simulator's own time.
  private Instant now() {
    return clock.wall().plus(terms.skew());
  }

  private String end() {
    return now().plus(terms.life()).toString();
  }
}
