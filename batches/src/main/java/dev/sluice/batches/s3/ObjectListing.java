package dev.sluice.batches.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batches.s3.S3Bucket.Some;
import dev.sluice.batches.s3.S3Exception.Fault;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The lists of a bucket, which come in pages. What has a name that nobody here gives is left out.
/// Times are corrected by what is known of this machine's clock, since they are compared with it.
final class ObjectListing {
  private static final int LARGEST_PAGE = 4 << 20;
  private static final String PAGE = "1000";

  private final S3Config config;
  private final S3Client client;

  ObjectListing(S3Config config, S3Client client) {
    this.config = config;
    this.client = client;
  }

  void check() throws IOException {
    var _ = client.send(objects("").query("max-keys", "1").tries(1), ObjectListing::page);
  }

  private S3Request objects(String under) {
    return S3Request.of("GET", "")
        .query("list-type", "2")
        .query("encoding-type", "url")
        .query("prefix", config.prefix() + under);
  }

  private static XmlElement page(HttpResponse<?> head, ArrivingBody body) throws IOException {
    try (body) {
      return XmlElement.read(body.all(LARGEST_PAGE));
    }
  }

  void objects(String under, Some<ObjectInfo> to) throws IOException, InterruptedException {
    pages(objects(under), page -> some(page.all("Contents"), this::object), to);
  }

  void folders(String under, Some<String> to) throws IOException, InterruptedException {
    pages(
        objects(under).query("delimiter", "/"),
        page ->
            some(
                page.all("CommonPrefixes"),
                one ->
                    name(one.text("Prefix"))
                        .filter(name -> name.startsWith(under) && name.endsWith("/"))
                        .map(name -> name.substring(under.length(), name.length() - 1))),
        to);
  }

  private <T> void pages(S3Request first, Function<XmlElement, List<T>> read, Some<T> to)
      throws IOException, InterruptedException {
    String token = "";
    boolean more = true;
    while (more) {
      XmlElement page =
          client.send(
              token.isEmpty() ? first : first.query("continuation-token", token),
              ObjectListing::page);
      to.take(read.apply(page));
      String next = page.text("NextContinuationToken");
      more = isMore(page, next, token);
      token = next;
    }
  }

  /// Whether there is another page than this one.
  private static boolean isMore(XmlElement page, String next, String now) {
    return page.text("IsTruncated").equals("true") && !next.isEmpty() && !next.equals(now);
  }

  private static <T> List<T> some(List<XmlElement> all, Function<XmlElement, Optional<T>> read) {
    return all.stream().flatMap(one -> read.apply(one).stream()).toList();
  }

  private Optional<ObjectInfo> object(XmlElement one) {
    return name(one.text("Key"))
        .map(
            name -> new ObjectInfo(name, number(one.text("Size")), time(one.text("LastModified"))));
  }

  /// A name without the prefix.
  private Optional<String> name(String encoded) {
    try {
      return Optional.of(URLDecoder.decode(encoded, UTF_8))
          .filter(name -> name.startsWith(config.prefix()))
          .map(name -> name.substring(config.prefix().length()));
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  /// What has no time is of now, so that nobody takes it for old.
  private long time(String text) {
    try {
      return Instant.parse(text).toEpochMilli() - client.slow();
    } catch (DateTimeException none) {
      return Long.MAX_VALUE;
    }
  }

  void uploads(String under, Some<PendingUpload> to) throws IOException, InterruptedException {
    S3Request request =
        S3Request.of("GET", "")
            .query("uploads", "")
            .query("encoding-type", "url")
            .query("max-uploads", PAGE)
            .query("prefix", config.prefix() + under);
    String at = "";
    boolean more = true;
    while (more) {
      XmlElement page = client.send(request, ObjectListing::page);
      to.take(some(page.all("Upload"), this::upload));
      String key = URLDecoder.decode(page.text("NextKeyMarker"), UTF_8);
      String id = page.text("NextUploadIdMarker");
      more = isMore(page, key + " " + id, at);
      at = key + " " + id;
      request = request.query("key-marker", key).query("upload-id-marker", id);
    }
  }

  private Optional<PendingUpload> upload(XmlElement one) {
    return name(one.text("Key"))
        .map(name -> new PendingUpload(name, one.text("UploadId"), time(one.text("Initiated"))));
  }

  long lastPart(PendingUpload upload) throws IOException {
    S3Request request =
        S3Request.of("GET", config.prefix() + upload.name()).query("uploadId", upload.id());
    long last = upload.begun();
    String at = "";
    try {
      boolean more = true;
      while (more) {
        XmlElement page = client.send(request, ObjectListing::page);
        for (XmlElement part : page.all("Part")) {
          last = Math.max(last, time(part.text("LastModified")));
        }
        String next = page.text("NextPartNumberMarker");
        more = isMore(page, next, at);
        at = next;
        request = request.query("part-number-marker", next);
      }
    } catch (S3Exception why) {
      if (why.fault() != Fault.MISSING) {
        throw why;
      }
    }
    return last;
  }
}
