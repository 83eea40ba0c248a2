package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.json.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// AWS' own suite of signatures ([SigningSuite]).
class SigV4SuiteTest {
  private static final int FOLDERS = 40;

  @TestFactory
  Stream<DynamicTest> each_request_of_the_suite_is_signed_as_it_says() throws IOException {
    return SigningSuite.folders().stream()
        .map(folder -> DynamicTest.dynamicTest(name(folder), () -> check(folder)));
  }

  @Test
  void the_suite_is_whole() throws IOException {
    assertThat(SigningSuite.folders()).hasSize(FOLDERS);
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private static void check(Path folder) throws Exception {
    if (!Files.exists(folder.resolve("context.json"))) {
      checkPath(folder);
      return;
    }
    JsonNode context = TokenAnswer.json(Files.readString(folder.resolve("context.json")), "it");
    JsonNode credentials = Objects.requireNonNull(context.get("credentials"));
    var keys =
        new AwsKeys(
            credentials.string("access_key_id", ""),
            credentials.string("secret_access_key", ""),
            credentials.string("token", ""));
    var signer =
        new SigV4(
            context.string("region", ""),
            context.string("service", ""),
            context.isTrue("normalize"));
    Map<String, String> added = new TreeMap<>();
    SigV4.Request request = request(folder, context.isTrue("sign_body"), added);
    if (!context.isTrue("omit_session_token")) {
      keys.session().ifPresent(token -> added.put("x-amz-security-token", token.reveal()));
    }
    Instant at = Instant.parse(context.string("timestamp", ""));
    String signature = Files.readString(folder.resolve("header-signature.txt")).strip();
    assertThat(signer.signed(request, added, keys, at).get("authorization")).endsWith(signature);
  }

  /// Two folders have no keys, and say how a path is escaped.
  private static void checkPath(Path folder) throws IOException {
    String path = request(folder, false, new TreeMap<>()).path();
    String canonical = Files.readString(folder.resolve("header-canonical-request.txt"));
    assertThat(CanonicalPath.of(path, true)).isEqualTo(canonical.split("\n", -1)[1]);
  }

  private static SigV4.Request request(Path folder, boolean signsBody, Map<String, String> added)
      throws IOException {
    String text = Files.readString(folder.resolve("request.txt")).replace("\r\n", "\n");
    String[] parts = text.split("\n\n", 2);
    String[] lines = parts[0].replaceAll("\n[ \t]+", " ").strip().split("\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] header = lines[i].split(":", 2);
      String value = header[1].strip();
      headers.merge(header[0].toLowerCase(Locale.ROOT), value, (one, more) -> one + "," + more);
    }
    String body = parts.length > 1 ? parts[1] : "";
    String hash = SigV4.hash(ByteBuffer.wrap(body.getBytes(UTF_8)));
    if (signsBody) {
      added.put("x-amz-content-sha256", hash);
    }
    int space = lines[0].indexOf(' ');
    // Where the suite writes an escaped blank it means a blank.
    String path = lines[0].substring(space + 1, lines[0].lastIndexOf(" HTTP/")).replace("%20", " ");
    String host = headers.getOrDefault("host", "");
    return new SigV4.Request(lines[0].substring(0, space), host, path, headers, hash);
  }
}
