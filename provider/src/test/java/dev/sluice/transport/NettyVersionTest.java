package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import org.junit.jupiter.api.Test;

/// The build runs the tests of this package with two versions of Netty.
class NettyVersionTest {
  @Test
  void every_part_of_netty_has_the_version_that_the_build_names() {
    String named = System.getProperty("sluice.test.netty");
    assertThat(Version.identify().values())
        .isNotEmpty()
        .allSatisfy(part -> assertThat(part.artifactVersion()).isEqualTo(named));
  }
}
