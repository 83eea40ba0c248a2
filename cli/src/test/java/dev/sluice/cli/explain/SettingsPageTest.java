package dev.sluice.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.config.Loaded;
import dev.sluice.server.view.ConfigSection;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsPageTest {
  private static final String PROVIDER =
      """
      providers:
        acme: {type: compatible, url: "http://127.0.0.1:9/v1", keys: [provider-secret], allow_private: true}
      """;

  @TempDir private Path folder;

  private List<ConfigSection> sections(String yaml) throws Exception {
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, PROVIDER + yaml);
    return SettingsPage.of(Loaded.from(Optional.of(file.toString()), Map.of()));
  }

  private String value(String yaml, String name) throws Exception {
    return sections(yaml).getFirst().rows().stream()
        .filter(row -> row.getFirst().equals(name))
        .findFirst()
        .orElseThrow()
        .get(1);
  }

  @Test
  void keys_are_those_of_the_file_and_those_of_the_store() throws Exception {
    String store = "store: {path: %s}\n".formatted(folder.resolve("store"));
    String key = "server: {keys: [{name: web, key: client-secret-0123456789}]}\n";
    assertThat(value("", "server.keys")).isEqualTo("none: no key is asked");
    assertThat(value(key, "server.keys")).isEqualTo("web");
    assertThat(value(store, "server.keys")).isEqualTo("those in the store");
    assertThat(value(store + key, "server.keys")).isEqualTo("web, and those in the store");
  }

  @Test
  void no_secret_is_shown() throws Exception {
    String yaml =
        """
        server: {keys: [{name: web, key: client-secret-0123456789}]}
        admin: {token: admin-secret-0123456789}
        otel: {endpoint: "http://127.0.0.1:9", headers: {x-key: otel-secret}, service: "edge"}
        """;
    assertThat(sections(yaml).toString()).contains("edge").doesNotContain("-secret");
  }

  @Test
  void how_people_log_in_is_shown_without_the_secret() throws Exception {
    String yaml =
        """
        store: {path: %s}
        admin: {token: admin-secret-0123456789}
        auth:
          oidc:
            issuer: https://login.example.com
            client_id: sluice
            client_secret: client-secret-0123456789
            redirect: https://sluice.example.com
            idle: 30m
            directory_groups: false
            roles: {admin: [llm-admins]}
            teams:
              search:
                member: [search]
                owner: [search-leads]
                terms: {models: ["gpt-5*"], limits: {rpm: 60}, budgets: [20USD/month]}
                most: {models: ["gpt-5*"], limits: {rpm: 600}, budgets: [200USD/month]}
        """
            .formatted(folder.resolve("store"));
    ConfigSection people = sections(yaml).get(1);
    assertThat(people.title()).isEqualTo("People");
    String all =
        String.join("\n", people.rows().stream().map(row -> String.join("|", row)).toList());
    assertThat(all)
        .contains("auth.oidc.issuer|https://login.example.com|")
        .contains("auth.oidc.client_secret|set, not shown|")
        .contains("auth.oidc.idle|30m|")
        .contains("auth.oidc.session|8h|default")
        .contains("auth.oidc.directory_groups|false|")
        .contains("auth.oidc.roles.admin|people in llm-admins|")
        .contains("auth.oidc.roles.viewer|nobody|default")
        .contains(
            "auth.oidc.teams.search|members in search, owners in search-leads; 5 keys each at most|")
        .contains(
            "  terms|models gpt-5*; priority up to interactive; 60 calls a minute; budgets 20USD/month")
        .contains("  most|models gpt-5*; priority up to interactive; 600 calls a minute")
        .doesNotContain("-secret-");
  }

  @Test
  void a_bucket_is_shown_with_where_its_keys_come_from() throws Exception {
    String yaml =
        """
        store: {path: %s}
        files: {free: 1GiB, s3: {bucket: kept, region: eu-west-1, prefix: a, auth: {id: AKID-0123, secret: s3-secret-0123}}}
        """
            .formatted(folder.resolve("store"));
    assertThat(value(yaml, "files.s3.url")).isEqualTo("https://s3.eu-west-1.amazonaws.com");
    assertThat(value(yaml, "files.s3.bucket")).isEqualTo("kept");
    assertThat(value(yaml, "files.s3.prefix")).isEqualTo("a/");
    assertThat(value(yaml, "files.s3.auth"))
        .isEqualTo("keys of the environment or the configuration");
    assertThat(value(yaml, "files.free")).isEqualTo("1GiB");
    assertThat(sections(yaml).toString()).doesNotContain("-secret-", "AKID");
  }

  @Test
  void certificates_are_shown_by_names_and_ends_and_proxies_by_addresses() throws Exception {
    X509Bundle pair =
        new CertificateBuilder()
            .subject("CN=a")
            .addSanDnsName("a.test")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Path cert = Files.writeString(folder.resolve("tls.crt"), pair.getCertificatePEM());
    Path key = Files.writeString(folder.resolve("tls.key"), pair.getPrivateKeyPEM());
    String tls = "tls: {certificates: [{cert: %s, key: %s}]}".formatted(cert, key);
    String yaml = "server: {proxies: [10.0.0.0/8], %s}\n".formatted(tls);
    assertThat(value(yaml, "server.tls"))
        .isEqualTo("a.test until " + pair.getCertificate().getNotAfter().toInstant());
    assertThat(value(yaml, "server.proxies")).isEqualTo("10.0.0.0/8");
    assertThat(value(yaml, "admin.tls")).isEqualTo("none");
    assertThat(sections(yaml).toString()).doesNotContain("PRIVATE");
  }
}
