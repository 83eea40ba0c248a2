package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineHostsTest {
  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254, true",
    "http://169.254.170.2/v2, true",
    "http://[fd00:ec2::254]/latest, true",
    "http://[fd00:ec2::23], true",
    "http://[fe80::1], true",
    "http://127.0.0.1:41741/MSI/token, true",
    "http://localhost:42356/msi/token, true",
    "http://[::1]:1, true",
    "http://metadata.google.internal, true",
    "http://Metadata.Google.Internal/computeMetadata, true",
    "https://metadata.google.internal, false",
    "https://169.254.169.254, false",
    "http://metadata.google.internal.example.com, false",
    "http://127.0.0.1.example.com, false",
    "http://10.0.0.1, false",
    "http://[fd00:ec2::25], false",
    "https://tokens.example.com, false",
    "file:/etc/passwd, false",
  })
  void only_what_the_machine_itself_answers_at_is_asked_directly(String url, boolean machine) {
    assertThat(MachineHosts.has(URI.create(url))).isEqualTo(machine);
    assertThat(TokenRequest.ofMachine("GET", URI.create(url)).local()).isEqualTo(machine);
  }
}
