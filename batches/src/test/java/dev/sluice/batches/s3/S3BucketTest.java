package dev.sluice.batches.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.s3.S3Exception.Fault;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.WayOut;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of requests, whatever S3 says to them.
class S3BucketTest {
  private static final String A = "PUT one/two/a";

  private final ScriptedS3 s3 = new ScriptedS3();
  private final S3Bucket bucket = s3.bucket();

  @AfterEach
  void close() {
    bucket.close();
    s3.close();
  }

  private static S3Body body(String text) {
    return S3Body.of(text.getBytes(UTF_8));
  }

  private String read(String name, long from, long length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(1000);
    try (ObjectStream stream = bucket.open(name, from, length)) {
      while (stream.read(into) > 0) {}
    }
    return UTF_8.decode(into.flip()).toString();
  }

  private Fault faultOf(String name) {
    try {
      bucket.put(name, body("text"));
      throw new AssertionError("it was put");
    } catch (S3Exception why) {
      return why.fault();
    } catch (IOException other) {
      throw new AssertionError(other);
    }
  }

  @Test
  void an_object_is_put_read_measured_and_deleted() throws Exception {
    bucket.put("a", body("0123456789"));
    assertThat(s3.objects).containsOnlyKeys("one/two/a");
    assertThat(read("a", 0, 4)).isEqualTo("0123");
    assertThat(read("a", 7, 100)).isEqualTo("789");
    assertThat(bucket.size("a")).isEqualTo(OptionalLong.of(10));
    bucket.delete("a");
    bucket.delete("a");
    assertThat(bucket.size("a")).isEmpty();
    assertThat(bucket.trouble()).isEmpty();
  }

  @Test
  void what_is_not_there_and_what_is_behind_the_end_are_told_apart() throws Exception {
    bucket.put("a", body("0123456789"));
    assertThatThrownBy(() -> bucket.open("b", 0, 1).close())
        .isInstanceOfSatisfying(
            S3Exception.class, why -> assertThat(why.fault()).isEqualTo(Fault.MISSING));
    assertThatThrownBy(() -> bucket.open("a", 10, 1).close())
        .isInstanceOfSatisfying(
            S3Exception.class, why -> assertThat(why.fault()).isEqualTo(Fault.RANGE));
  }

  @ParameterizedTest
  @CsvSource({
    "500,InternalError",
    "503,SlowDown",
    "502,",
    "429,",
    "400,RequestTimeout",
    "400,BadDigest",
    "400,XAmzContentSHA256Mismatch",
    "409,OperationAborted"
  })
  void what_passes_is_asked_for_again(int status, String code) throws Exception {
    for (int i = 0; i < S3Bucket.USUAL_TRIES - 1; i++) {
      s3.spoil(A, ScriptedS3.error(status, code == null ? "" : code));
    }
    bucket.put("a", body("text"));
    assertThat(s3.asked).hasSize(S3Bucket.USUAL_TRIES);
    assertThat(s3.objects).containsKey("one/two/a");
    assertThat(bucket.trouble()).isEmpty();
  }

  @Test
  void what_does_not_pass_ends_after_some_tries() {
    for (int i = 0; i < S3Bucket.USUAL_TRIES; i++) {
      s3.spoil(A, ScriptedS3.error(503, "SlowDown"));
    }
    assertThat(faultOf("a")).isEqualTo(Fault.TEMPORARY);
    assertThat(s3.asked).hasSize(S3Bucket.USUAL_TRIES);
    assertThat(bucket.trouble().orElseThrow()).contains("503 SlowDown to PUT");
  }

  @Test
  void a_server_that_is_gone_is_temporarily_so() {
    s3.close();
    assertThat(faultOf("a")).isEqualTo(Fault.TEMPORARY);
    assertThat(bucket.trouble().orElseThrow()).contains("cannot be reached");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDenied | | REFUSED | allow the keys s3:ListBucket",
        "404 | NoSuchBucket | | REFUSED | there is no bucket bucket: make it, or name another one (files.s3.bucket)",
        "301 | PermanentRedirect | <Region>eu-west-1</Region> | REFUSED | write `region: eu-west-1` (files.s3.region)",
        "400 | AuthorizationHeaderMalformed | <Region>eu-west-1</Region> | REFUSED | the bucket bucket is in the region eu-west-1",
        "301 | PermanentRedirect | <Region><b/></Region> | REFUSED | is at another address",
        "307 | TemporaryRedirect | | REFUSED | is at another address",
        "403 | InvalidAccessKeyId | | CREDENTIAL | look at files.s3.auth",
        "403 | SignatureDoesNotMatch | | CREDENTIAL | look at files.s3.auth",
        "507 | XMinioStorageFull | | FULL | it has no room",
        "400 | <script> | | REFUSED | answered 400 to PUT"
      })
  void what_is_refused_is_told_with_its_remedy_and_not_asked_for_again(
      int status, String code, String more, Fault fault, String remedy) {
    s3.spoil(A, ScriptedS3.error(status, code, more == null ? "" : more));
    assertThat(faultOf("a")).isEqualTo(fault);
    assertThat(s3.asked).hasSize(1);
    assertThat(bucket.trouble().orElseThrow()).contains(remedy).doesNotContain("script");
  }

  @Test
  void a_page_of_somebody_else_is_no_answer_of_s3() {
    s3.spoil(
        A,
        (exchange, _) -> {
          byte[] page = "<html><body>login".getBytes(UTF_8);
          exchange.sendResponseHeaders(403, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    assertThat(faultOf("a")).isEqualTo(Fault.REFUSED);
    assertThat(bucket.trouble().orElseThrow()).contains("answered 403 to PUT");
  }

  @Test
  void a_clock_that_is_wrong_is_corrected_by_the_date_of_the_refusal() throws Exception {
    s3.spoil(A, ScriptedS3.error(403, "RequestTimeTooSkewed"));
    try (S3Bucket late = ScriptedS3.bucket(s3.config(), clock(Duration.ofHours(-2)))) {
      late.put("a", body("text"));
    }
    assertThat(s3.objects).containsKey("one/two/a");
    assertThat(s3.dates).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void a_clock_that_is_right_is_left_alone() {
    s3.spoil(A, ScriptedS3.error(403, "RequestTimeTooSkewed"));
    assertThat(faultOf("a")).isEqualTo(Fault.CLOCK);
    assertThat(bucket.trouble().orElseThrow()).contains("the clock of this machine");
  }

  private static Clock clock(Duration wrong) {
    return new Clock() {
      @Override
      public long nanos() {
        return Clock.SYSTEM.nanos();
      }

      @Override
      public Instant wall() {
        return Clock.SYSTEM.wall().plus(wrong);
      }
    };
  }

  @Test
  void parts_become_one_object_also_where_the_answer_was_lost() throws Exception {
    byte[] part = new byte[5 << 20];
    String id = bucket.begin("a");
    List<String> tags =
        List.of(
            bucket.part("a", id, 1, S3Body.of(part)), bucket.part("a", id, 2, body("the last")));
    s3.spoil("POST one/two/a?uploadId", ScriptedS3.silent());
    bucket.complete("a", id, tags, part.length + 8);
    assertThat(s3.objects.get("one/two/a")).hasSize(part.length + 8);
    assertThat(s3.uploads).isEmpty();
  }

  @Test
  void parts_that_the_service_has_lost_are_no_object() throws Exception {
    String id = bucket.begin("a");
    String tag = bucket.part("a", id, 1, body("text"));
    s3.uploads.clear();
    assertThatThrownBy(() -> bucket.complete("a", id, List.of(tag), 4))
        .isInstanceOfSatisfying(
            S3Exception.class, why -> assertThat(why.fault()).isEqualTo(Fault.MISSING));
  }

  @Test
  void an_error_in_a_good_answer_is_an_error() throws Exception {
    String id = bucket.begin("a");
    String tag = bucket.part("a", id, 1, body("text"));
    s3.spoil("POST one/two/a?uploadId", ScriptedS3.error(200, "InternalError"));
    bucket.complete("a", id, List.of(tag), 4);
    assertThat(s3.objects).containsKey("one/two/a");
    assertThat(s3.asked.stream().filter(one -> one.startsWith("POST one/two/a?uploadId")))
        .hasSize(2);
  }

  @Test
  void uploads_are_listed_and_aborted_also_twice() throws Exception {
    String id = bucket.begin("a");
    List<PendingUpload> found = new ArrayList<>();
    bucket.uploads("a", found::addAll);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().id()).isEqualTo(id);
    assertThat(bucket.lastPart(found.getFirst())).isEqualTo(found.getFirst().begun());
    bucket.abort("a", id);
    bucket.abort("a", id);
    assertThat(s3.uploads).isEmpty();
  }

  @Test
  void a_list_comes_in_pages_and_has_folders() throws Exception {
    s3.page = 2;
    for (String name : List.of("x/1", "x/2", "x/3", "y/1", "z")) {
      bucket.put(name, body(name));
    }
    s3.add("other/x/1", new byte[1]);
    List<ObjectInfo> found = new ArrayList<>();
    bucket.list("x/", found::addAll);
    assertThat(found).extracting(ObjectInfo::name).containsExactly("x/1", "x/2", "x/3");
    assertThat(found).extracting(ObjectInfo::bytes).containsOnly(3L);
    List<String> folders = new ArrayList<>();
    bucket.folders("", folders::addAll);
    assertThat(folders).contains("x", "y").doesNotContain("z");
  }

  @Test
  void a_proxy_resolves_the_name_of_the_service() throws Exception {
    S3Config here = s3.config();
    var proxy =
        new ProxyConfig(ProxyConfig.Kind.HTTP, "localhost", s3.url().getPort(), Optional.empty());
    var config =
        new S3Config(
            URI.create("http://s3.example.invalid"),
            here.bucket(),
            here.region(),
            here.prefix(),
            true,
            here.auth(),
            new WayOut(Optional.of(proxy), Optional.empty()));
    try (S3Bucket behind = ScriptedS3.bucket(config, Clock.SYSTEM)) {
      behind.put("a", body("text"));
    }
    assertThat(s3.objects).containsOnlyKeys("one/two/a");
  }

  @Test
  void a_document_with_entities_is_refused() {
    assertThatThrownBy(
            () -> XmlElement.read("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> XmlElement.read("<a>".repeat(50).getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_body_that_is_damaged_on_its_way_is_not_kept() throws Exception {
    var wrong = S3Body.of(Path.of("/dev/null"), 0, "00");
    assertThatThrownBy(() -> bucket.put("a", wrong)).isInstanceOf(S3Exception.class);
    assertThat(s3.objects).isEmpty();
  }
}
