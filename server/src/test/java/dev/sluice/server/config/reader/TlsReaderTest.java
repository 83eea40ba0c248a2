package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.tls.ClientName;
import dev.sluice.server.tls.ClientTrust;
import dev.sluice.server.tls.ClientTrust.NamedKey;
import dev.sluice.server.tls.ListenerTls;
import dev.sluice.server.tls.ServerIdentity;
import dev.sluice.server.tls.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsReaderTest {
  @TempDir private Path folder;

  @Test
  void all_of_tls_is_read_and_its_files_count_as_files_of_the_configuration() throws Exception {
    var pki = new TestPki(folder);
    ServerIdentity.Files pair = pki.files("any", pki.server("*.corp.test"));
    Path ca = pki.write("ca.crt", pki.authority.getCertificatePEM());
    String text =
        """
        store: {path: %s}
        server:
          keys: [{name: search, key: sk-search}]
          tls:
            certificates:
              - {cert: %s, key: %s, names: [API.corp.test]}
            clients:
              ca: %s
              require: false
              keys:
                - {san: "spiffe://corp/search", key: search}
                - {san: Batch.corp.test, key: data/nightly}
        providers: {local: {type: vllm, url: "http://10.0.0.1:8000/v1"}}
        """
            .formatted(folder, pair.cert(), pair.key(), ca);
    Path file = Files.writeString(folder.resolve("sluice.yaml"), text);
    List<Path> read = new ArrayList<>();
    SluiceConfig config = ConfigFile.reload(file.toString(), Map.of(), read::add).config();
    ListenerTls tls = config.server().tls().orElseThrow();
    assertThat(tls.certificates().getFirst().names()).containsExactly("api.corp.test");
    ClientTrust clients = tls.clients().orElseThrow();
    assertThat(clients.required()).isFalse();
    assertThat(clients.authorities()).containsExactly(pki.authority.getCertificate());
    assertThat(clients.keys())
        .containsExactly(
            new NamedKey(new ClientName(ClientName.Kind.URI, "spiffe://corp/search"), "search"),
            new NamedKey(new ClientName(ClientName.Kind.DNS, "batch.corp.test"), "data/nightly"));
    assertThat(read).contains(pair.cert(), pair.key(), ca).containsAll(tls.files());
    assertThat(ConfigFile.of(Doc.load(file.toString(), Map.of())).config()).isEqualTo(config);
  }
}
