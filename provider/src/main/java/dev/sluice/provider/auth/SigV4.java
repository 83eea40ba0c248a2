package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.rule.Digests;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A signer of requests by AWS Signature Version 4, for one region and service. The signature
/// follows the bytes on the wire: the path is taken as it is sent, its escapes included, and
/// escaped once more, as every service but S3 has it. Safe for any thread.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
public final class SigV4 {
  /// The hash of a body without a byte.
  public static final String NO_BODY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int DATE = 8;

  private final String region;
  private final String service;
  private final boolean normalizes;

  /// The key of one day, which is derived once; null before the first.
  private volatile @Nullable DayKey day;

  /// A key that is derived from a pair of keys for one day.
  private record DayKey(AwsKeys keys, String date, SecretKeySpec key) {}

  /// The last second in which a request was signed; null before the first.
  private volatile @Nullable Second second;

  private record Second(long epoch, String text) {}

  /// What is signed of a request.
  ///
  /// @param host as the header `host` has it
  /// @param path path and query as they are sent, from the first slash
  /// @param headers the headers that are signed besides `host`, by lower-case name
  /// @param hash of the body ([#hash])
  public record Request(
      String method, String host, String path, Map<String, String> headers, String hash) {}

  public SigV4(String region, String service) {
    this(region, service, true);
  }

  /// @param normalizes whether the path is signed without `.`, `..` and doubled slashes
  SigV4(String region, String service, boolean normalizes) {
    this.region = region;
    this.service = service;
    this.normalizes = normalizes;
  }

  /// Returns a path as it is to be sent and signed: with a query that has one form only.
  ///
  /// @param path path and query, from the first slash
  public static String plain(String path) {
    int query = path.indexOf('?');
    return query < 0
        ? path
        : path.substring(0, query + 1) + CanonicalPath.plain(path.substring(query + 1));
  }

  /// Returns the SHA-256 of a body in hexadecimal digits.
  public static String hash(ByteBuffer... parts) {
    MessageDigest digest = Digests.sha256();
    for (ByteBuffer part : parts) {
      digest.update(part);
    }
    return hex(digest.digest());
  }

  /// Returns the headers that sign a request: `authorization`, and those that it signs and the
  /// request has not.
  ///
  /// @param at the instant that the signature says
  public Map<String, String> sign(Request request, AwsKeys keys, Instant at) {
    var added = new TreeMap<String, String>();
    added.put("x-amz-content-sha256", request.hash());
    keys.session().ifPresent(token -> added.put("x-amz-security-token", token.reveal()));
    return signed(request, added, keys, at);
  }

  /// Returns `more` together with the headers that date the request and sign it with them in it.
  Map<String, String> signed(Request request, Map<String, String> more, AwsKeys keys, Instant at) {
    String time = time(at);
    var added = new TreeMap<>(more);
    added.put("x-amz-date", time);
    var headers = new TreeMap<>(request.headers());
    headers.putAll(added);
    headers.put("host", request.host());
    String names = String.join(";", headers.keySet());
    String scope = time.substring(0, DATE) + "/" + region + "/" + service + "/aws4_request";
    String canonical = canonical(request, headers, names);
    String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash(bytes(canonical));
    String signature = hex(hmac(dayKey(keys, time.substring(0, DATE)), toSign));
    added.put(
        "authorization",
        ALGORITHM
            + " Credential="
            + keys.id().reveal()
            + "/"
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signature);
    return added;
  }

  /// Returns the request in the form that is hashed.
  String canonical(Request request, Map<String, String> headers, String names) {
    int query = request.path().indexOf('?');
    String path = query < 0 ? request.path() : request.path().substring(0, query);
    var text = new StringBuilder(512).append(request.method()).append('\n');
    text.append(CanonicalPath.of(path, normalizes)).append('\n');
    text.append(query < 0 ? "" : CanonicalPath.query(request.path().substring(query + 1)));
    text.append('\n');
    headers.forEach(
        (name, value) -> text.append(name).append(':').append(trimmed(value)).append('\n'));
    return text.append('\n').append(names).append('\n').append(request.hash()).toString();
  }

  /// Returns a value without blanks around it, and with one blank for several.
  private static String trimmed(String value) {
    String stripped = value.strip();
    return stripped.contains("  ") ? stripped.replaceAll(" +", " ") : stripped;
  }

  /// Returns the instant as a signature says it, which is written once a second.
  private String time(Instant at) {
    Second known = second;
    if (known == null || known.epoch != at.getEpochSecond()) {
      known = new Second(at.getEpochSecond(), TIME.format(at));
      second = known;
    }
    return known.text;
  }

  private SecretKeySpec dayKey(AwsKeys keys, String date) {
    DayKey known = day;
    if (known == null || !known.date.equals(date) || !known.keys.equals(keys)) {
      known = new DayKey(keys, date, derived(keys, date));
      day = known;
    }
    return known.key;
  }

  private SecretKeySpec derived(AwsKeys keys, String date) {
    SecretKeySpec key = key(("AWS4" + keys.secret().reveal()).getBytes(UTF_8));
    for (String part : new String[] {date, region, service, "aws4_request"}) {
      key = key(hmac(key, part));
    }
    return key;
  }

  private static SecretKeySpec key(byte[] bytes) {
    return new SecretKeySpec(bytes, HMAC);
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
