package dev.sluice.batches.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.WayOut;
import dev.sluice.provider.auth.SigV4;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A server of S3 in memory, with one bucket, whose next answers a test may spoil. It checks the
/// hashes of bodies, and no signatures.
public final class ScriptedS3 implements AutoCloseable {
  public static final String BUCKET = "bucket";
  private static final String PREFIX = "one/two/";
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Pattern SENDER = Pattern.compile("Credential=([^/]*)/");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  /// The objects, by name with the prefix.
  public final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  /// When each object was made.
  public final Map<String, Instant> changed = new ConcurrentSkipListMap<>();

  /// The uploads in parts that have not ended, by id.
  public final NavigableMap<String, Upload> uploads = new ConcurrentSkipListMap<>();

  /// What was asked for: method, path and query.
  public final Queue<String> asked = new ConcurrentLinkedQueue<>();

  /// The dates of signatures.
  final Queue<String> dates = new ConcurrentLinkedQueue<>();

  /// Who has signed: the id of the key, and the token of its session where it has one.
  final Queue<String> senders = new ConcurrentLinkedQueue<>();

  private final Queue<Spoiled> script = new ConcurrentLinkedQueue<>();
  private final HttpServer server;
  private final String address;
  private int next;

  /// What S3 takes of a part that is not the last one, in bytes.
  public static final int LEAST = 5 << 20;

  /// What this one takes of a part that is not the last one, in bytes.
  public int least = LEAST;

  /// How many keys a page has.
  public int page = 1000;

  /// An upload in parts.
  public record Upload(String name, NavigableMap<Integer, byte[]> parts, Instant begun) {}

  /// What becomes of a request.
  @FunctionalInterface
  public interface Play {
    /// Answers a request.
    ///
    /// @param usual does what was asked for, and answers
    void answer(HttpExchange exchange, Usual usual) throws IOException;
  }

  @FunctionalInterface
  public interface Usual {
    Reply reply() throws IOException;
  }

  /// An answer.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Reply(int status, Map<String, String> headers, byte[] body) {}

  private record Spoiled(Predicate<String> which, Play play) {}

  public ScriptedS3() {
    this(Optional.empty());
  }

  /// A server that speaks TLS.
  ScriptedS3(SSLContext tls) {
    this(Optional.of(tls));
  }

  private ScriptedS3(Optional<SSLContext> tls) {
    this.address = tls.isPresent() ? "https://127.0.0.1" : "http://localhost";
    try {
      server = tls.isPresent() ? secure(tls.get()) : HttpServer.create(LOOPBACK, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private static HttpServer secure(SSLContext tls) throws IOException {
    HttpsServer secure = HttpsServer.create(LOOPBACK, 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls));
    return secure;
  }

  /// The address of the service.
  public URI url() {
    return URI.create(address + ":" + server.getAddress().getPort());
  }

  public S3Config config() {
    var keys = new AwsAuth.Keys(new Secret("AKID"), new Secret("secret"), Optional.empty());
    return config(auth(keys), WayOut.DIRECT);
  }

  S3Config config(AwsAuth auth, WayOut way) {
    return new S3Config(url(), BUCKET, "us-east-1", PREFIX, true, auth, way);
  }

  static AwsAuth auth(AwsAuth.Source source) {
    return new AwsAuth("us-east-1", "s3", source, List.of(), Optional.empty(), Set.of());
  }

  /// A bucket whose repeats follow at once.
  public S3Bucket bucket() {
    return bucket(config(), Clock.SYSTEM);
  }

  static S3Bucket bucket(S3Config config, Clock clock) {
    RandomGenerator least = () -> 0;
    return new S3Bucket(config, new S3Client(config, clock, new S3Client.Backoff(least, _ -> {})));
  }

  /// Lets something else become of the next request that begins so, such as `PUT one/two/a`.
  public void spoil(String which, Play play) {
    script.add(new Spoiled(request -> request.startsWith(which), play));
  }

  /// An error in place of what was asked for.
  public static Play error(int status, String code) {
    return error(status, code, "");
  }

  public static Play error(int status, String code, String more) {
    return (exchange, _) ->
        send(
            exchange,
            new Reply(
                status,
                Map.of(),
                ("<Error><Code>" + code + "</Code>" + more + "</Error>").getBytes(UTF_8)));
  }

  /// The whole is told, and no more than some bytes of it come.
  public static Play cut(int bytes) {
    return (exchange, usual) -> {
      Reply reply = usual.reply();
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), reply.body().length);
      exchange.getResponseBody().write(reply.body(), 0, Math.min(bytes, reply.body().length));
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  /// It is done, and nobody learns so.
  public static Play silent() {
    return (exchange, usual) -> {
      Reply _ = usual.reply();
      exchange.close();
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String name = exchange.getRequestURI().getPath().replaceFirst("^/" + BUCKET + "/", "");
    String line = exchange.getRequestMethod() + " " + name + (query == null ? "" : "?" + query);
    asked.add(line);
    dates.add(exchange.getRequestHeaders().getFirst("x-amz-date"));
    senders.add(sender(exchange.getRequestHeaders()));
    byte[] body = exchange.getRequestBody().readAllBytes();
    Optional<Spoiled> spoiled =
        script.stream().filter(one -> one.which().test(line)).findFirst().filter(script::remove);
    Usual usual = () -> reply(exchange, name, parameters(query), body);
    if (spoiled.isPresent()) {
      spoiled.get().play().answer(exchange, usual);
    } else {
      send(exchange, usual.reply());
    }
  }

  static String sender(Headers headers) {
    String session = headers.getFirst("x-amz-security-token");
    Matcher key = SENDER.matcher(String.valueOf(headers.getFirst("authorization")));
    return (key.find() ? key.group(1) : "nobody") + (session == null ? "" : " " + session);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    boolean none = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("content-length", String.valueOf(reply.body().length));
    }
    exchange.sendResponseHeaders(reply.status(), none ? -1 : reply.body().length);
    if (!none) {
      exchange.getResponseBody().write(reply.body());
    }
    exchange.close();
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> all = new HashMap<>();
    if (query != null) {
      for (String one : query.split("&", -1)) {
        String[] pair = one.split("=", 2);
        all.put(pair[0], URLDecoder.decode(pair.length == 2 ? pair[1] : "", UTF_8));
      }
    }
    return all;
  }

  private Reply reply(HttpExchange exchange, String name, Map<String, String> query, byte[] body) {
    String told = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
    if (!SigV4.hash(ByteBuffer.wrap(body)).equals(told)) {
      return xml(400, "<Error><Code>XAmzContentSHA256Mismatch</Code></Error>");
    }
    return switch (exchange.getRequestMethod()) {
      case "PUT" -> put(name, query, body);
      case "POST" -> post(name, query, new String(body, UTF_8));
      case "DELETE" -> delete(name, query);
      default -> get(exchange, name, query);
    };
  }

  private Reply put(String name, Map<String, String> query, byte[] body) {
    Map<String, String> tag = Map.of("etag", "\"" + SigV4.hash(ByteBuffer.wrap(body)) + "\"");
    if (!query.containsKey("uploadId")) {
      add(name, body);
      return new Reply(200, tag, new byte[0]);
    }
    Upload upload = upload(query);
    if (upload == null) {
      return none();
    }
    upload.parts().put(Integer.valueOf(query.getOrDefault("partNumber", "")), body);
    return new Reply(200, tag, new byte[0]);
  }

  /// Makes an object.
  public void add(String name, byte[] body) {
    objects.put(name, body);
    changed.put(name, Instant.now());
  }

  private synchronized Reply post(String name, Map<String, String> query, String body) {
    if (query.containsKey("uploads")) {
      String id = "upload+" + next++ + "/";
      uploads.put(id, new Upload(name, new ConcurrentSkipListMap<>(), Instant.now()));
      return xml(200, "<R><UploadId>" + id + "</UploadId></R>");
    }
    Upload upload = uploads.remove(query.getOrDefault("uploadId", ""));
    if (upload == null) {
      return none();
    }
    var whole = new ByteArrayOutputStream();
    upload.parts().forEach((number, part) -> whole.writeBytes(checked(number, part, upload, body)));
    add(name, whole.toByteArray());
    return xml(200, "  <CompleteMultipartUploadResult/>");
  }

  private byte[] checked(int number, byte[] part, Upload upload, String body) {
    boolean small = part.length < least && number < upload.parts().lastKey();
    boolean named =
        body.contains(
            "<PartNumber>%d</PartNumber><ETag>&quot;%s&quot;</ETag>"
                .formatted(number, SigV4.hash(ByteBuffer.wrap(part))));
    if (small || !named) {
      throw new AssertionError("part " + number + " is too small, or not named: " + body);
    }
    return part;
  }

  private Reply delete(String name, Map<String, String> query) {
    if (query.containsKey("uploadId")) {
      return uploads.remove(query.getOrDefault("uploadId", "")) == null ? none() : xml(204, "");
    }
    byte[] _ = objects.remove(name);
    return xml(204, "");
  }

  private Reply get(HttpExchange exchange, String name, Map<String, String> query) {
    if (query.containsKey("uploadId")) {
      return parts(upload(query));
    }
    if (query.containsKey("uploads")) {
      return pending(query.getOrDefault("prefix", ""));
    }
    if (query.containsKey("list-type")) {
      return list(query);
    }
    byte[] object = objects.get(name);
    if (object == null) {
      return none();
    }
    String range = exchange.getRequestHeaders().getFirst("range");
    return range == null ? new Reply(200, Map.of(), object) : part(object, range);
  }

  private static Reply part(byte[] object, String range) {
    Matcher asked = RANGE.matcher(range);
    if (!asked.matches()) {
      throw new AssertionError(range);
    }
    int from = Integer.parseInt(asked.group(1));
    int to = (int) Math.min(object.length, Long.parseLong(asked.group(2)) + 1);
    if (from >= object.length) {
      return xml(416, "<Error><Code>InvalidRange</Code></Error>");
    }
    return new Reply(
        206,
        Map.of("content-range", "bytes %d-%d/%d".formatted(from, to - 1, object.length)),
        Arrays.copyOfRange(object, from, to));
  }

  private Reply list(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.getOrDefault("delimiter", "");
    var entries = new TreeMap<String, String>();
    for (String name :
        objects.tailMap(query.getOrDefault("continuation-token", ""), false).keySet()) {
      int end = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
      if (name.startsWith(prefix)) {
        entries.put(name, end < 0 ? contents(name) : folder(name.substring(0, end + 1)));
      }
    }
    int most = Math.min(page, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
    List<String> names = entries.keySet().stream().limit(most).toList();
    String more =
        entries.size() > most
            ? "<IsTruncated>true</IsTruncated><NextContinuationToken>%s</NextContinuationToken>"
                .formatted(names.getLast())
            : "<IsTruncated>false</IsTruncated>";
    return xml(
        200,
        "<L>"
            + entries.values().stream().limit(most).distinct().collect(Collectors.joining())
            + more
            + "</L>");
  }

  private String contents(String name) {
    return "<Contents><Key>%s</Key><Size>%d</Size><LastModified>%s</LastModified></Contents>"
        .formatted(name, objects.getOrDefault(name, new byte[0]).length, changed.get(name));
  }

  private static String folder(String name) {
    return "<CommonPrefixes><Prefix>" + name + "</Prefix></CommonPrefixes>";
  }

  private Reply pending(String prefix) {
    String all =
        uploads.entrySet().stream()
            .filter(one -> one.getValue().name().startsWith(prefix))
            .map(
                one ->
                    "<Upload><Key>%s</Key><UploadId>%s</UploadId><Initiated>%s</Initiated></Upload>"
                        .formatted(one.getValue().name(), one.getKey(), one.getValue().begun()))
            .collect(Collectors.joining());
    return xml(200, "<L>" + all + "</L>");
  }

  private @Nullable Upload upload(Map<String, String> query) {
    return uploads.get(query.getOrDefault("uploadId", ""));
  }

  private static Reply parts(@Nullable Upload upload) {
    if (upload == null) {
      return none();
    }
    String all =
        upload.parts().keySet().stream()
            .map(one -> "<Part><LastModified>" + upload.begun() + "</LastModified></Part>")
            .collect(Collectors.joining());
    return xml(200, "<L>" + all + "</L>");
  }

  private static Reply none() {
    return xml(404, "<Error><Code>NoSuchKey</Code></Error>");
  }

  private static Reply xml(int status, String text) {
    return new Reply(status, Map.of("content-type", "application/xml"), text.getBytes(UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
