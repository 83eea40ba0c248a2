package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.RequestText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Errors as providers send them, one a file named `PROVIDER-WHAT.txt`: headers, what they must be
/// read as, a blank line, the body. With the status 200 they are inside an answer.
class GoldenErrorsTest {
  private static final int OK = 200;

  static List<String> files() throws IOException, URISyntaxException {
    try (Stream<Path> files =
        Files.list(Path.of(GoldenErrorsTest.class.getResource("errors").toURI()))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static ProviderType provider(String file) {
    String name = file.substring(0, file.indexOf('-'));
    return Arrays.stream(ProviderType.values())
        .filter(type -> type.configName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(ProviderType.class)
  void every_provider_has_its_errors_on_file(ProviderType type) throws Exception {
    assertThat(files()).anyMatch(file -> provider(file) == type);
  }

  @Test
  void there_are_enough_of_them_to_tell_the_providers_apart() throws Exception {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(80);
  }

  @ParameterizedTest
  @MethodSource("files")
  void is_read_as_it_is_meant(String file) {
    String[] parts = read(file).split("\n\n", 2);
    Map<String, String> head = new HashMap<>();
    parts[0].lines().forEach(line -> head.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
    int status = Integer.parseInt(head.get("status"));

    Classifier classifier = ErrorCases.classifier(provider(file));
    Failed failed =
        status == OK
            ? classifier.inside(head, parts[1], RequestText.NONE)
            : classifier.classify(status, head, parts[1], RequestText.NONE);

    assertThat(shown(failed)).isEqualTo(head.get("expect"));
    if (failed instanceof Failed.Refused refused) {
      assertThat(refused.contentType()).isEqualTo("application/json");
      assertThat(refused.body())
          .isEqualTo(
              parts[1].startsWith("404")
                  ? "{\"error\":{\"message\":\"404 page not found\",\"type\":\"invalid_request_error\","
                      + "\"param\":null,\"code\":null}}"
                  : outOfArray(parts[1]));
    } else {
      assertThat(failed.toString()).doesNotContain("org-Ab", "org_01", "sk-", "<");
    }
  }

  /// Google's errors come in an array, and leave it.
  private static String outOfArray(String body) {
    return body.startsWith("[") ? body.substring(1, body.lastIndexOf(']')) : body;
  }

  private static String shown(Failed failed) {
    return switch (failed) {
      case Failed.Throttled t -> "Throttled " + t.dimension() + " " + shown(t.hint());
      case Failed.Overloaded o -> "Overloaded " + o.status() + " " + shown(o.hint());
      case Failed.CredentialRefused c -> "CredentialRefused " + c.status();
      case Failed.Refused r -> "Refused " + r.status() + shown(r.objection());
      default -> failed.getClass().getSimpleName();
    };
  }

  private static String shown(Failed.Objection objection) {
    return objection == Failed.Objection.REQUEST ? "" : " " + objection;
  }

  private static String shown(Optional<Duration> hint) {
    return hint.map(Duration::toString).orElse("none");
  }

  private static String read(String file) {
    try (InputStream in = GoldenErrorsTest.class.getResourceAsStream("errors/" + file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
