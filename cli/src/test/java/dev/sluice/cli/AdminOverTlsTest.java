package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.admin.AdminTls;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that ask an admin listener with TLS.
class AdminOverTlsTest {
  private static final Pattern ADMIN = Pattern.compile("admin +https://127\\.0\\.0\\.1:(\\d+) ");

  @TempDir private Path folder;

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private Map<String, String> env(String ca) {
    Map<String, String> env = new HashMap<>(Map.of("XDG_RUNTIME_DIR", folder.toString()));
    env.put(AdminTls.VARIABLE, ca);
    return env;
  }

  @Test
  void a_listener_is_asked_by_the_name_of_its_certificate() throws Exception {
    X509Bundle ca =
        new CertificateBuilder().subject("CN=ca").setIsCertificateAuthority(true).buildSelfSigned();
    X509Bundle pair =
        new CertificateBuilder().subject("CN=a").addSanDnsName("localhost").buildIssuedBy(ca);
    Path cert = write("tls.crt", pair.getCertificatePathPEM());
    Path key = write("tls.key", pair.getPrivateKeyPEM());
    String trusted = write("ca.crt", ca.getCertificatePEM()).toString();
    Path file =
        write(
            "own.yaml",
            """
            admin: {listen: "127.0.0.1:0", tls: {certificates: [{cert: %s, key: %s}]}}
            providers: {local: {type: vllm, url: "http://127.0.0.1:9"}}
            """
                .formatted(cert, key));
    Run serve = new Run(env(""));
    Thread thread =
        Thread.ofPlatform().start(() -> serve.run("serve", file.toString(), "--port", "0"));
    try {
      await().until(() -> serve.out().startsWith("ready "));
      Matcher admin = ADMIN.matcher(serve.err());
      assertThat(admin.find()).isTrue();
      String url = "https://localhost:" + admin.group(1);
      for (String command : new String[] {"report", "reload --dry", "budgets"}) {
        Run good = new Run(env(trusted)).run((command + " --url " + url).split(" "));
        assertThat(good.err()).as(command).doesNotContain("no gateway", "not trusted");
        Run found = new Run(env(trusted)).run(command.split(" "));
        assertThat(found.err()).as(command).contains("not trusted", "--url https://HOST:PORT");
        Run untrusting = new Run(env("")).run((command + " --url " + url).split(" "));
        assertThat(untrusting.err()).as(command).contains("not trusted", AdminTls.VARIABLE);
      }
      Run garbage = new Run(env(file.toString())).run("report", "--url", url);
      assertThat(garbage.err()).contains("must name a PEM file of certificates");
    } finally {
      serve.stop();
      thread.join();
    }
  }
}
