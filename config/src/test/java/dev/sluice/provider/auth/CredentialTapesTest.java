package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.config.file.GatewayFile;
import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.EntraAuth;
import dev.sluice.config.provider.GoogleAuth;
import dev.sluice.config.provider.WorkloadAuth;
import dev.sluice.testing.RsaKeys;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// From a configuration and an environment to a credential, by recordings of what is asked and
/// answered on the way.
class CredentialTapesTest {
  private static final Path TAPES =
      Path.of("src/test/resources/dev/sluice/config/file/tapes").toAbsolutePath();
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final String KEY = privateKey();

  static Stream<String> tapes() throws IOException {
    try (Stream<Path> files = Files.list(TAPES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @Test
  void there_are_all_tapes() throws IOException {
    assertThat(tapes()).hasSizeGreaterThanOrEqualTo(27);
  }

  @ParameterizedTest
  @MethodSource("tapes")
  void a_credential_is_fetched_as_recorded(String name) throws Exception {
    CredentialTape tape = CredentialTape.read(TAPES.resolve(name));
    var io = new TapeIo(tape);
    Map<String, String> env = new HashMap<>(Map.of("HOME", "/nowhere"));
    env.putAll(tape.env());
    if (tape.result().getFirst().startsWith("invalid ")) {
      assertThatExceptionOfType(dev.sluice.config.yaml.ConfigException.class)
          .isThrownBy(() -> GatewayFile.parse(tape.yaml(), env))
          .withMessageContaining(tape.result().getFirst().substring(8));
      return;
    }
    Auth auth =
        GatewayFile.parse(tape.yaml(), env).config().providers().getFirst().auth().orElseThrow();
    assertThat(shown(auth, io)).containsExactlyElementsOf(tape.result());
    assertThat(io.left).isEmpty();
  }

  /// The credential in lines, or why there is none.
  private static List<String> shown(Auth auth, TapeIo io) throws InterruptedException {
    try {
      Issued<?> issued = source(auth).fetch(io);
      List<String> lines = new ArrayList<>();
      lines.add(shown(issued.credential()));
      lines.add(issued.ends().equals(Instant.MAX) ? "for ever" : issued.ends().toString());
      lines.add(auth.proofSource());
      return lines;
    } catch (CredentialException why) {
      return List.of((why.isTemporary() ? "temporary: " : "refused: ") + why.getMessage());
    }
  }

  private static String shown(Object credential) {
    return switch (credential) {
      case AwsKeys keys ->
          "keys %s %s %s"
              .formatted(
                  keys.id().reveal(),
                  keys.secret().reveal(),
                  keys.session().map(token -> token.reveal()).orElse("-"));
      case AccessToken token -> "token " + text(token.text().reveal()) + headers(token.headers());
      default -> throw new AssertionError(credential);
    };
  }

  /// A token that is signed here differs with the key.
  private static String text(String token) {
    return token.startsWith("eyJ") && token.length() > 200
        ? "signed "
            + new String(
                Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8)
        : token;
  }

  private static String headers(Map<String, String> headers) {
    return headers.isEmpty() ? "" : " " + headers;
  }

  private static CredentialSource<?> source(Auth auth) {
    return switch (auth) {
      case AwsAuth aws -> new AwsCredentials(aws);
      case GoogleAuth google -> new GoogleCredentials(google);
      case EntraAuth entra -> new EntraCredentials(entra);
      case WorkloadAuth workload -> new WorkloadCredentials(workload);
    };
  }

  private static String privateKey() {
    byte[] der = RsaKeys.ONE.pair().getPrivate().getEncoded();
    String base64 = Base64.getEncoder().encodeToString(der);
    return "-----BEGIN PRIVATE KEY-----\\n" + base64 + "\\n-----END PRIVATE KEY-----\\n";
  }

  /// Plays a tape.
  private static final class TapeIo implements CredentialIo {
    final List<CredentialTape.Step> left;
    private final Map<String, String> files;

    TapeIo(CredentialTape tape) {
      left = new ArrayList<>(tape.steps());
      files = tape.files();
    }

    @Override
    public TokenAnswer send(TokenRequest request) {
      String line = request.method() + " " + request.url();
      assertThat(left).as("nothing more is asked than %s", line).isNotEmpty();
      CredentialTape.Step step = left.removeFirst();
      assertThat(line).isEqualTo(step.request());
      String[] expected = step.expected().split("\n\n", 2);
      expected[0].lines().forEach(header -> check(request.headers(), header));
      if (expected.length > 1) {
        String body = URLDecoder.decode(request.body(), StandardCharsets.UTF_8);
        expected[1].lines().forEach(text -> assertThat(body).contains(text.strip()));
      }
      String[] answer = ("\n" + step.answer()).split("\n\n", 2);
      Map<String, String> headers = new HashMap<>();
      answer[0].strip().lines().forEach(h -> headers.put(h.split(": ", 2)[0], h.split(": ", 2)[1]));
      return new TokenAnswer(step.status(), headers, answer.length > 1 ? answer[1] : "");
    }

    private static void check(Map<String, String> headers, String header) {
      String name = header.split(": ", 2)[0];
      String value = header.split(": ", 2)[1];
      assertThat(headers).containsKey(name);
      if (value.endsWith("*")) {
        assertThat(headers.get(name)).startsWith(value.substring(0, value.length() - 1));
      } else {
        assertThat(headers).containsEntry(name, value);
      }
    }

    @Override
    public String read(String path) throws CredentialException {
      String text = files.get(path);
      if (text == null) {
        throw CredentialException.temporary("the file " + path + " cannot be read");
      }
      return text.replace("PRIVATE_KEY", KEY);
    }

    @Override
    public String run(String command) throws CredentialException {
      return read(command);
    }

    @Override
    public <T> T apart(Work<T> work) throws CredentialException {
      return work.result();
    }

    @Override
    public Instant now() {
      return NOW;
    }
  }
}
