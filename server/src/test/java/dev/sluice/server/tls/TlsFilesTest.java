package dev.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong with the files of TLS is told with the file and the remedy, and nothing of a key.
class TlsFilesTest {
  @TempDir private Path folder;
  private TestPki pki;
  private X509Bundle pair;
  private ServerIdentity.Files files;

  @BeforeEach
  void make() throws Exception {
    pki = new TestPki(folder);
    pair = pki.server("api.test");
    files = pki.files("api", pair);
  }

  private static ServerIdentity read(ServerIdentity.Files from) throws BadTlsFile {
    return ServerIdentity.read(from, Instant.now());
  }

  private static void refused(ServerIdentity.Files from, String key, String what) {
    assertThatExceptionOfType(BadTlsFile.class)
        .isThrownBy(() -> read(from))
        .satisfies(bad -> assertThat(bad.key()).isEqualTo(key))
        .withMessageContaining(what)
        .withMessageContaining((key.equals("key") ? from.key() : from.cert()).toString());
  }

  @Test
  void a_pair_is_read_with_the_names_of_its_certificate() throws Exception {
    ServerIdentity read = read(files);
    assertThat(read.names()).containsExactly("api.test");
    assertThat(read.chain()).containsExactly(pair.getCertificate());
    assertThat(read).isEqualTo(read(files)).hasToString("ServerIdentity[api.test]");
  }

  @Test
  void a_certificate_comes_with_its_issuers() throws Exception {
    X509Bundle between =
        pki.issue(new CertificateBuilder().subject("CN=between").setIsCertificateAuthority(true));
    X509Bundle leaf = TestPki.host("deep.test").buildIssuedBy(between);
    assertThat(read(pki.files("deep", leaf)).chain()).hasSize(2);
    String wrong = between.getCertificatePEM() + leaf.getCertificatePEM();
    Files.writeString(folder.resolve("deep.crt"), wrong);
    refused(
        new ServerIdentity.Files(folder.resolve("deep.crt"), folder.resolve("deep.key"), List.of()),
        "cert",
        "its certificate 1 was not issued by certificate 2");
  }

  @Test
  void keys_of_the_older_forms_are_read() throws Exception {
    X509Bundle rsa = pki.issueRsa(TestPki.host("rsa.test"));
    for (X509Bundle one : List.of(pair, rsa)) {
      ServerIdentity.Files old = pki.files("old", one);
      Files.writeString(old.key(), TestPki.oldForm(one));
      assertThat(read(old).key()).isEqualTo(one.getKeyPair().getPrivate());
    }
  }

  @Test
  void a_file_that_is_missing_is_named() throws IOException {
    Files.delete(files.cert());
    refused(files, "cert", "there is no such file");
  }

  @Test
  void a_half_written_certificate_is_refused() throws IOException {
    String whole = Files.readString(files.cert());
    Files.writeString(files.cert(), whole.substring(0, whole.length() / 2));
    refused(files, "cert", "it is half-written");
    Files.writeString(files.cert(), "");
    refused(files, "cert", "it has no BEGIN line");
  }

  @Test
  void a_damaged_certificate_is_refused() throws IOException {
    Files.writeString(files.cert(), TestPki.pem("CERTIFICATE", new byte[] {0x30, 3, 1, 2, 3}));
    refused(files, "cert", "its certificate 1 is damaged");
  }

  @Test
  void a_certificate_out_of_its_time_is_refused() throws Exception {
    CertificateBuilder old =
        TestPki.host("old.test")
            .notBefore(TestPki.in(Duration.ofDays(-9)))
            .notAfter(TestPki.in(Duration.ofDays(-1)));
    refused(pki.files("old", pki.issue(old)), "cert", "has expired on");
    CertificateBuilder early =
        TestPki.host("early.test")
            .notBefore(TestPki.in(Duration.ofDays(1)))
            .notAfter(TestPki.in(Duration.ofDays(9)));
    refused(pki.files("early", pki.issue(early)), "cert", "holds from");
  }

  @Test
  void a_certificate_of_another_host_is_refused_where_names_are_given() throws Exception {
    ServerIdentity.Files other = pki.files("api", pki.server("other.test"), "api.test");
    refused(other, "cert", "is not for api.test, but for other.test");
    ServerIdentity.Files any = pki.files("any", pki.server("*.test"), "api.test");
    assertThat(read(any).names()).containsExactly("api.test");
  }

  @Test
  void a_certificate_for_clients_alone_is_refused() throws Exception {
    X509Bundle client = pki.issue(TestPki.host("api.test").addExtendedKeyUsageClientAuth());
    refused(pki.files("client", client), "cert", "is not for servers");
  }

  @Test
  void an_encrypted_key_is_refused() throws IOException {
    Files.writeString(files.key(), TestPki.pem("ENCRYPTED PRIVATE KEY", new byte[100]));
    refused(files, "key", "is encrypted");
    Files.writeString(
        files.key(),
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """);
    refused(files, "key", "is encrypted");
  }

  @Test
  void a_key_that_fits_another_certificate_is_refused() throws Exception {
    X509Bundle other = pki.server("other.test");
    Files.writeString(files.key(), other.getPrivateKeyPEM());
    refused(files, "key", "is not that of the certificate");
    X509Bundle rsa = pki.issueRsa(TestPki.host("rsa.test"));
    Files.writeString(files.key(), rsa.getPrivateKeyPEM());
    refused(files, "key", "write both of one pair");
    Files.writeString(files.key(), TestPki.oldForm(rsa));
    refused(files, "key", "write both of one pair");
  }

  @Test
  void a_certificate_where_the_key_should_be_is_refused() throws IOException {
    Files.copy(files.cert(), folder.resolve("twice"));
    var twice = new ServerIdentity.Files(files.cert(), folder.resolve("twice"), List.of());
    refused(twice, "key", "it has no private key");
    var swapped = new ServerIdentity.Files(files.key(), files.cert(), List.of());
    refused(swapped, "cert", "it has a block PRIVATE KEY");
  }

  @Test
  void a_pipe_is_not_waited_for() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    refused(
        new ServerIdentity.Files(pipe, files.key(), List.of()), "cert", "it is no regular file");
  }

  private static void refused(Path ca, Optional<Path> revoked, String key, String what) {
    assertThatExceptionOfType(BadTlsFile.class)
        .isThrownBy(
            () ->
                ClientTrust.read(
                    new ClientTrust.Files(ca, revoked), true, List.of(), Instant.now()))
        .satisfies(bad -> assertThat(bad.key()).isEqualTo(key))
        .withMessageContaining(what);
  }

  @Test
  void a_file_of_authorities_with_anything_else_is_refused() throws Exception {
    Path ca = pki.write("ca.crt", "garbage\n\0\1\2");
    refused(ca, Optional.empty(), "ca", "it has no BEGIN line");
    Path damaged = pki.write("ca.crt", "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE--");
    refused(damaged, Optional.empty(), "ca", "half-written");
    Path mixed = pki.write("ca.crt", pair.getCertificatePEM() + pair.getPrivateKeyPEM());
    refused(mixed, Optional.empty(), "ca", "it has a block PRIVATE KEY");
    Path leaf = pki.write("ca.crt", pair.getCertificatePEM());
    refused(leaf, Optional.empty(), "ca", "is no authority's");
  }

  @Test
  void a_revocation_list_must_be_its_authoritys_and_current() throws Exception {
    Path ca = pki.write("ca.crt", pki.authority.getCertificatePEM());
    Path old = pki.write("old.crl", pki.revoking(TestPki.in(Duration.ofDays(-1)), pair));
    refused(ca, Optional.of(old), "revoked", "was to be replaced by");
    Path foreign =
        pki.write("foreign.crl", pki.foreign().revoking(TestPki.in(Duration.ofDays(1)), pair));
    refused(ca, Optional.of(foreign), "revoked", "signed by none");
  }

  @Test
  void an_authority_that_another_one_has_revoked_is_refused() throws Exception {
    X509Bundle issuing =
        pki.issue(new CertificateBuilder().subject("CN=issuing").setIsCertificateAuthority(true));
    Path ca = pki.write("ca.crt", issuing.getCertificatePEM() + pki.authority.getCertificatePEM());
    Path others = pki.write("others.crl", pki.revoking(TestPki.in(Duration.ofDays(1)), pair));
    assertThat(
            ClientTrust.read(
                    new ClientTrust.Files(ca, Optional.of(others)), true, List.of(), Instant.now())
                .authorities())
        .hasSize(2);
    Path list = pki.write("ca.crl", pki.revoking(TestPki.in(Duration.ofDays(1)), issuing));
    refused(ca, Optional.of(list), "ca", "CN=issuing is revoked: remove it from ca");
  }
}
