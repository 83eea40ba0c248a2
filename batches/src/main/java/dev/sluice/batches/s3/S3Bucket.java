package dev.sluice.batches.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batches.s3.S3Client.Backoff;
import dev.sluice.batches.s3.S3Exception.Fault;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The objects of one bucket below one prefix. Names are of letters, digits and `._-/`, without the
/// prefix. What is put is whole or not there, and a body that was damaged on its way is refused by
/// the service, which has its hash. Waits, and asks again where a failure passes; safe for any
/// thread but a loop.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/
public final class S3Bucket implements AutoCloseable {
  /// How often a request is made that is worth it, unless somebody else comes back anyway.
  public static final int USUAL_TRIES = S3Request.USUAL_TRIES;

  private static final int LARGEST_ANSWER = 64 << 10;
  private static final Pattern TAG = Pattern.compile("\"?[A-Za-z0-9+/=_.-]{1,256}\"?");
  private static final Pattern RANGE = Pattern.compile("bytes \\d{1,18}-\\d{1,18}/(\\d{1,18})");

  private final S3Config config;
  private final S3Client client;
  private final ObjectListing listing;

  S3Bucket(S3Config config, S3Client client) {
    this.config = config;
    this.client = client;
    this.listing = new ObjectListing(config, client);
  }

  /// A bucket, which is not asked for anything yet.
  ///
  /// @param random spreads repeats
  public static S3Bucket of(S3Config config, Clock clock, RandomGenerator random) {
    return new S3Bucket(config, new S3Client(config, clock, new Backoff(random, Thread::sleep)));
  }

  /// Why the last request was not done; empty where it was.
  public Optional<String> trouble() {
    return client.trouble().map(S3Exception::getMessage);
  }

  /// Looks once whether the bucket is there and the keys may list it.
  ///
  /// @throws S3Exception if not, or if nobody answers
  public void check() throws IOException {
    listing.check();
  }

  /// Makes an object.
  public void put(String name, S3Body body) throws IOException {
    put(name, body, USUAL_TRIES);
  }

  /// Makes an object.
  ///
  /// @param tries how often the request may be made
  public void put(String name, S3Body body, int tries) throws IOException {
    var _ = client.send(request("PUT", name).body(body).tries(tries), S3Bucket::drop);
  }

  private S3Request request(String method, String name) {
    return S3Request.of(method, config.prefix() + name);
  }

  private static boolean drop(HttpResponse<?> head, ArrivingBody body) throws IOException {
    try (body) {
      byte[] _ = body.all(LARGEST_ANSWER);
    }
    return true;
  }

  private static XmlElement xml(HttpResponse<?> head, ArrivingBody body) throws IOException {
    try (body) {
      return XmlElement.read(body.all(LARGEST_ANSWER));
    }
  }

  /// Begins an object that is put in parts.
  ///
  /// @return the service's name of the upload
  public String begin(String name) throws IOException {
    XmlElement answer = client.send(request("POST", name).query("uploads", ""), S3Bucket::xml);
    String id = answer.text("UploadId");
    if (id.isEmpty()) {
      throw new S3Exception(Fault.REFUSED, unlike("an upload in parts without a name"));
    }
    return id;
  }

  private String unlike(String what) {
    return "S3 at %s answered with %s: it does not speak S3".formatted(config.address(), what);
  }

  /// Puts a part of an object; all but the last have at least 5 MiB.
  ///
  /// @param upload as [#begin] has named it
  /// @param number from 1 on
  /// @return what the service knows the part by
  public String part(String name, String upload, int number, S3Body body) throws IOException {
    S3Request request =
        request("PUT", name)
            .query("uploadId", upload)
            .query("partNumber", String.valueOf(number))
            .body(body);
    String tag = client.send(request, S3Bucket::tag);
    if (!TAG.matcher(tag).matches()) {
      throw new S3Exception(Fault.REFUSED, unlike("a part without an ETag"));
    }
    return tag;
  }

  private static String tag(HttpResponse<?> head, ArrivingBody body) throws IOException {
    boolean _ = drop(head, body);
    return head.headers().firstValue("etag").orElse("");
  }

  /// Makes the object of its parts. An answer that was lost is made up for by a look at the object.
  ///
  /// @param tags what [#part] has returned, in the order of the parts
  /// @param bytes how many the object has
  public void complete(String name, String upload, List<String> tags, long bytes)
      throws IOException {
    try {
      var _ = client.send(completion(name, upload, tags), this::completed);
    } catch (S3Exception why) {
      if (why.fault() != Fault.MISSING || size(name).orElse(-1) != bytes) {
        throw why;
      }
    }
  }

  private S3Request completion(String name, String upload, List<String> tags) {
    return request("POST", name)
        .query("uploadId", upload)
        .header("content-type", "application/xml")
        .body(S3Body.of(parts(tags).getBytes(UTF_8)));
  }

  private static String parts(List<String> tags) {
    var text = new StringBuilder("<CompleteMultipartUpload>");
    for (int i = 0; i < tags.size(); i++) {
      text.append("<Part><PartNumber>")
          .append(i + 1)
          .append("</PartNumber><ETag>")
          .append(tags.get(i).replace("\"", "&quot;"))
          .append("</ETag></Part>");
    }
    return text.append("</CompleteMultipartUpload>").toString();
  }

  /// The service begins its answer before it knows whether it will be a good one.
  private boolean completed(HttpResponse<?> head, ArrivingBody body) throws IOException {
    byte[] answer;
    try (body) {
      answer = body.all(LARGEST_ANSWER);
    }
    if (XmlElement.read(answer).name().equals("Error")) {
      throw S3ErrorResponse.of(head.statusCode(), answer, "").exception("POST (uploadId)", config);
    }
    return true;
  }

  /// Ends an upload in parts without an object, if there is one.
  public void abort(String name, String upload) throws IOException {
    remove(request("DELETE", name).query("uploadId", upload));
  }

  /// Removes an object, if there is one.
  public void delete(String name) throws IOException {
    remove(request("DELETE", name));
  }

  private void remove(S3Request request) throws IOException {
    try {
      var _ = client.send(request, S3Bucket::drop);
    } catch (S3Exception why) {
      if (why.fault() != Fault.MISSING) {
        throw why;
      }
    }
  }

  /// How many bytes an object has; empty where there is none.
  public OptionalLong size(String name) throws IOException {
    try {
      return OptionalLong.of(client.send(request("HEAD", name), S3Bucket::length));
    } catch (S3Exception why) {
      if (why.fault() == Fault.MISSING) {
        return OptionalLong.empty();
      }
      throw why;
    }
  }

  private static long length(HttpResponse<?> head, ArrivingBody body) {
    body.close();
    return head.headers().firstValueAsLong("content-length").orElse(-1);
  }

  /// Opens a part of an object, which ends where the object does at the latest.
  ///
  /// @throws S3Exception as missing if there is no such object, as range if it ends before the part
  public ObjectStream open(String name, long from, long length) throws IOException {
    return open(name, from, length, USUAL_TRIES);
  }

  /// Opens a part of an object.
  ///
  /// @param tries how often the request may be made
  public ObjectStream open(String name, long from, long length, int tries) throws IOException {
    String range = "bytes=" + from + "-" + (from + length - 1);
    return client.send(request("GET", name).header("range", range).tries(tries), this::stream);
  }

  private ObjectStream stream(HttpResponse<?> head, ArrivingBody body) throws IOException {
    Matcher range = RANGE.matcher(head.headers().firstValue("content-range").orElse(""));
    if (head.statusCode() != 206 || !range.matches()) {
      body.close();
      throw new S3Exception(Fault.REFUSED, unlike("a whole object in place of a range"));
    }
    return new ObjectStream(body, Long.parseLong(range.group(1)));
  }

  /// Takes what a list has, a thousand at most at a time.
  @FunctionalInterface
  public interface Some<T> {
    void take(List<T> some) throws IOException, InterruptedException;
  }

  /// Passes on all objects whose names begin so, in the order of their names.
  public void list(String under, Some<ObjectInfo> to) throws IOException, InterruptedException {
    listing.objects(under, to);
  }

  /// Passes on the parts of names between `under` and the next slash.
  ///
  /// @param under ends in a slash
  public void folders(String under, Some<String> to) throws IOException, InterruptedException {
    listing.folders(under, to);
  }

  /// Passes on the uploads in parts that have not ended and whose names begin so.
  public void uploads(String under, Some<PendingUpload> to)
      throws IOException, InterruptedException {
    listing.uploads(under, to);
  }

  /// When an upload has got its last part, in milliseconds since 1970 by this machine's clock; its
  /// beginning where it has none, or is gone.
  public long lastPart(PendingUpload upload) throws IOException {
    return listing.lastPart(upload);
  }

  @Override
  public void close() {
    client.close();
  }
}
