package dev.sluice.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.config.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WayOutLinesTest {
  private static final String MORE =
      """
      proxy: "https://user:password-secret@proxy.example.com"
          tls: {ca: ["${file:CA}", system], min_version: "1.3"}
          headers: {OpenAI-Project: header-secret, cf-aig-authorization: Bearer header-secret}
      """;

  @TempDir private Path folder;

  @Test
  void the_settings_show_the_way_out_and_no_secret() throws Exception {
    X509Certificate ca = anyAuthority();
    List<List<String>> rows = settings(MORE.replace("CA", write(ca)), Map.of());
    String file = folder.resolve("sluice.yaml").toString();
    assertThat(rows)
        .contains(
            List.of(
                "proxy", "https://proxy.example.com:443, with a user and a password", file + ":5"),
            List.of("tls.min_version", "1.3", file + ":6"),
            List.of("headers", "cf-aig-authorization, openai-project", file + ":7"));
    assertThat(cell(rows, "tls.ca"))
        .contains(ca.getSubjectX500Principal().getName())
        .endsWith(", and the system's");
    assertThat(rows.toString()).doesNotContain("-secret", "user:");
  }

  @Test
  void a_proxy_of_the_environment_is_told_with_its_variable() throws Exception {
    var env = Map.of("HTTPS_PROXY", "http://company:3128");
    assertThat(settings("", env)).contains(List.of("proxy", "http://company:3128", "HTTPS_PROXY"));
    assertThat(settings("", Map.of()))
        .contains(
            List.of("proxy", "none", "default"),
            List.of("tls.ca", "the system's", "default"),
            List.of("tls.certificate", "none", "default"),
            List.of("headers", "none", "default"));
  }

  @Test
  void an_explanation_has_a_line_where_the_way_is_not_the_usual_one() throws Exception {
    assertThat(explained("")).doesNotContain("way out");
    assertThat(explained("proxy: \"socks5://u:x-secret@proxy\""))
        .contains("way out         proxy socks5://proxy:1080, with a user and a password")
        .doesNotContain("x-secret");
    assertThat(explained("headers: {x-mine: header-secret}"))
        .contains("with x-mine")
        .doesNotContain("header-secret");
  }

  @Test
  void the_source_of_a_credential_is_shown_and_nothing_of_it() throws Exception {
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(
        file,
        """
        providers:
          acme:
            type: openai
            auth: {type: aws, region: us-east-1, service: bedrock, id: AKID-MARKER, secret: s-MARKER}
        """);
    Loaded loaded = Loaded.from(Optional.of(file.toString()), Map.of());
    String shown =
        new Explanation(loaded)
            .all().values().stream()
                .flatMap(table -> table.lines(200).stream())
                .toList()
                .toString();
    assertThat(shown).contains("authorized by aws, keys of the environment or the configuration");
    assertThat(cell(SettingsPage.of(loaded).get(1).rows(), "auth")).startsWith("aws, keys of");
    assertThat(shown + SettingsPage.of(loaded)).doesNotContain("MARKER");
  }

  private Loaded loaded(String more, Map<String, String> env) throws Exception {
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(
        file,
        """
        providers:
          acme:
            type: openai
            key: k
            %s
        """
            .formatted(more.strip()));
    return Loaded.from(Optional.of(file.toString()), env);
  }

  private List<List<String>> settings(String more, Map<String, String> env) throws Exception {
    return SettingsPage.of(loaded(more, env)).get(1).rows();
  }

  private String explained(String more) throws Exception {
    return new Explanation(loaded(more, Map.of()))
        .all().values().stream().flatMap(table -> table.lines(200).stream()).toList().toString();
  }

  private static String cell(List<List<String>> rows, String name) {
    return rows.stream()
        .filter(row -> row.getFirst().equals(name))
        .findFirst()
        .orElseThrow()
        .get(1);
  }

  private String write(X509Certificate certificate) throws Exception {
    String base64 = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
    Path file = folder.resolve("ca.pem");
    Files.writeString(
        file, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    return file.toString();
  }

  private static X509Certificate anyAuthority() throws Exception {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    @Nullable KeyStore system = null;
    factory.init(system);
    return Arrays.stream(factory.getTrustManagers())
        .map(X509TrustManager.class::cast)
        .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
        .findFirst()
        .orElseThrow();
  }
}
