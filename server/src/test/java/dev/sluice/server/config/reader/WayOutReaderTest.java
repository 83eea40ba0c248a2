package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.file.Environment;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.TlsConfig.Version;
import dev.sluice.config.provider.WayOut;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.Problem;
import dev.sluice.server.tls.TestPki;
import dev.sluice.transport.Certificates;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WayOutReaderTest {
  @TempDir private static Path folder;
  private static Certificates certificates;
  private static String ca;
  private static String certificate;
  private static String key;

  @BeforeAll
  static void make_certificates() throws Exception {
    certificates = Certificates.get();
    ca = pem("CERTIFICATE", certificates.authority().getEncoded());
    certificate = chain("good");
    key = pem("PRIVATE KEY", certificates.key("good").getEncoded());
  }

  @Test
  void nothing_said_is_the_direct_way() throws Exception {
    ProviderConfig provider = provider("", Map.of());
    assertThat(provider.way()).isEqualTo(WayOut.DIRECT);
    assertThat(provider.headers()).isEmpty();
  }

  @Test
  void a_provider_has_its_own_trust_and_shows_its_own_certificate() throws Exception {
    write(certificate, key);
    var tls = provider(tls(), Map.of()).way().tls().orElseThrow();
    assertThat(tls.authorities()).containsExactly(certificates.authority());
    assertThat(tls.systemTrusted()).isFalse();
    assertThat(tls.certificate().orElseThrow().chain()).hasSize(2);
    assertThat(tls.least()).isEqualTo(Version.TLS_1_2);
  }

  @Test
  void the_systems_certificates_are_trusted_where_nothing_else_is_named_or_they_are()
      throws Exception {
    var least = provider("tls: {min_version: \"1.3\"}", Map.of()).way().tls().orElseThrow();
    assertThat(least.systemTrusted()).isTrue();
    assertThat(least.authorities()).isEmpty();
    assertThat(least.least()).isEqualTo(Version.TLS_1_3);
    write(certificate, key);
    var both =
        provider("tls: {ca: [system, \"${file:" + folder.resolve("ca.pem") + "}\"]}", Map.of())
            .way()
            .tls()
            .orElseThrow();
    assertThat(both.systemTrusted()).isTrue();
    assertThat(both.authorities()).hasSize(1);
  }

  @Test
  void a_reload_sees_what_is_in_the_files() throws Exception {
    write(certificate, key);
    WayOut first = provider(tls(), Map.of()).way();
    assertThat(provider(tls(), Map.of()).way()).isEqualTo(first).hasSameHashCodeAs(first);
    write(chain("elsewhere"), pem("PRIVATE KEY", certificates.key("elsewhere").getEncoded()));
    assertThat(provider(tls(), Map.of()).way()).isNotEqualTo(first);
  }

  @Test
  void a_bundle_may_be_as_large_as_a_systems() throws Exception {
    write(certificate, key);
    Files.writeString(folder.resolve("ca.pem"), (ca + "# a comment of a tool\n").repeat(430));
    assertThat(Files.size(folder.resolve("ca.pem"))).isGreaterThan(200 * 1024);
    assertThat(provider(tls(), Map.of()).way().tls().orElseThrow().authorities()).hasSize(430);
  }

  @Test
  void a_key_must_fit_its_certificate() throws Exception {
    write(chain("elsewhere"), key);
    assertThat(problem(tls(), Map.of()))
        .contains("p.tls.key cannot be used: its key is not that of the certificate: write both");
    write(certificate, pem("PRIVATE KEY", new byte[] {0x30, 0}));
    assertThat(problem(tls(), Map.of())).contains("p.tls.key cannot be used: its key is damaged");
  }

  @Test
  void a_key_may_be_of_an_older_form_and_have_other_blocks_before_it(@TempDir Path own)
      throws Exception {
    var pki = new TestPki(own);
    X509Bundle rsa = pki.issueRsa(TestPki.host("rsa.test"));
    for (X509Bundle pair : List.of(pki.server("ec.test"), rsa)) {
      String parameters = pem("EC PARAMETERS", new byte[] {5, 0});
      write(pair.getCertificatePEM(), parameters + TestPki.oldForm(pair));
      var tls = provider(tls(), Map.of()).way().tls().orElseThrow();
      assertThat(tls.certificate().orElseThrow().key()).isEqualTo(pair.getKeyPair().getPrivate());
    }
  }

  @Test
  void a_half_written_or_empty_file_is_told() throws Exception {
    write(certificate.substring(0, certificate.length() / 2), key);
    assertThat(problem(tls(), Map.of()))
        .contains("p.tls.certificate must be PEM that can be used, and its block CERTIFICATE does");
    write(certificate, "");
    assertThat(problem(tls(), Map.of())).contains("p.tls.key must be the text of a PEM file");
    String torn = certificate.replaceFirst("MII.{40}", "MII");
    write(torn, key);
    assertThat(problem(tls(), Map.of())).contains("its certificate 1 is damaged");
  }

  @Test
  void a_certificate_that_has_expired_is_noted_and_harms_no_other_provider() throws Exception {
    write(chain("expired"), pem("PRIVATE KEY", certificates.key("expired").getEncoded()));
    var file = ConfigFile.of(Doc.parse("sluice.yaml", text(tls()), Map.of()));
    assertThat(file.doc().notes())
        .extracting(Problem::toString)
        .anySatisfy(note -> assertThat(note).contains("p.tls.certificate has expired on "));
  }

  @Test
  void a_proxy_is_the_providers_own_or_the_environments() throws Exception {
    Map<String, String> env =
        Map.of("HTTPS_PROXY", "http://company:3128", "OWN", "socks5://u:p@own");
    assertThat(address("", env)).isEqualTo("http://company:3128");
    assertThat(address("proxy: \"${env:OWN}\"", env)).isEqualTo("socks5://own:1080");
    assertThat(address("proxy: off", env)).isEqualTo("direct");
    assertThat(problem("", Map.of("HTTPS_PROXY", "ftp://not-to-be-seen")))
        .contains("providers.p needs another proxy: HTTPS_PROXY in the environment must be")
        .contains("set `proxy`")
        .doesNotContain("not-to-be-seen");
  }

  @Test
  void without_a_file_the_environments_proxy_holds_too() {
    var environment = Environment.of(Map.of("OPENAI_API_KEY", "k", "https_proxy", "company:3128"));
    ProviderConfig provider = environment.config().providers().getFirst();
    assertThat(provider.way().proxy().map(ProxyConfig::address)).contains("http://company:3128");
    var wrong = Environment.of(Map.of("OPENAI_API_KEY", "k", "https_proxy", "ftp://company"));
    assertThat(wrong.found()).isEmpty();
    assertThat(wrong.leftOut().getFirst()).contains("OPENAI_API_KEY is left out: HTTPS_PROXY");
  }

  @Test
  void headers_are_added_by_lower_case_name_and_shown_to_nobody() throws Exception {
    ProviderConfig provider =
        provider(
            "headers: {OpenAI-Project: \"${env:PROJECT}\", cf-aig-authorization: Bearer t}",
            Map.of("PROJECT", "proj_1"));
    assertThat(provider.headers())
        .isEqualTo(
            Map.of(
                "openai-project",
                new Secret("proj_1"),
                "cf-aig-authorization",
                new Secret("Bearer t")));
    assertThat(provider.toString()).doesNotContain("proj_1");
  }

  private static void write(String chain, String privateKey) throws IOException {
    Files.writeString(folder.resolve("ca.pem"), "Our own authority\n" + ca);
    Files.writeString(folder.resolve("client.pem"), chain);
    Files.writeString(folder.resolve("client.key"), privateKey);
  }

  private static String tls() {
    return "tls: {ca: \"${file:D/ca.pem}\", certificate: \"${file:D/client.pem}\", key: \"${file:D/client.key}\"}"
        .replace("D/", folder + "/");
  }

  private static String text(String more) {
    return "providers: {p: {type: openai, key: k" + (more.isEmpty() ? "" : ", " + more) + "}}";
  }

  private static ProviderConfig provider(String more, Map<String, String> env) {
    var file = ConfigFile.of(Doc.parse("sluice.yaml", text(more), env));
    return file.config().gateway().providers().getFirst();
  }

  private static String address(String more, Map<String, String> env) {
    Optional<ProxyConfig> proxy = provider(more, env).way().proxy();
    return proxy.map(ProxyConfig::address).orElse("direct");
  }

  private static String problem(String more, Map<String, String> env) {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> provider(more, env));
    return String.valueOf(e.getMessage());
  }

  private static String chain(String alias) throws Exception {
    StringBuilder text = new StringBuilder();
    for (X509Certificate one : certificates.shown(alias).chain()) {
      text.append(pem("CERTIFICATE", one.getEncoded()));
    }
    return text.toString();
  }

  private static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, base64);
  }
}
