package dev.sluice.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.GatewayConfig;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.ServerIdentity;
import dev.sluice.server.tls.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingCertificatesTest {
  @Test
  void a_certificate_that_ends_soon_is_told_of_once_a_day(@TempDir Path folder) throws Exception {
    var pki = new TestPki(folder);
    Instant end = TestPki.in(Duration.ofDays(60));
    var pair = pki.issue(TestPki.host("api.test").notAfter(end));
    var identity = ServerIdentity.read(pki.files("api", pair), Instant.now());
    var tls = Optional.of(new ListenerTls(List.of(identity), Optional.empty()));
    var gateway = new GatewayConfig(List.of(), List.of(), true);
    var config =
        new SluiceConfig(ServerConfig.defaults().with(tls), AdminConfig.defaults(), gateway);
    List<String> told = new ArrayList<>();
    var ending = new EndingCertificates(told::add);
    ending.look(config, identity.ends().minus(Duration.ofDays(15)));
    assertThat(told).isEmpty();
    Instant near = identity.ends().minus(Duration.ofDays(13));
    ending.look(config, near);
    ending.look(config, near.plusSeconds(1));
    assertThat(told)
        .containsExactly(
            "server.tls: the certificate for api.test ends on "
                + identity.ends()
                + ": renew it in "
                + identity.files().cert());
    ending.look(config, near.plus(Duration.ofDays(1)));
    assertThat(told).hasSize(2);
    ending.look(config, identity.ends().plusSeconds(1));
    assertThat(told).hasSize(3).last().asString().contains("has ended on");
  }
}
