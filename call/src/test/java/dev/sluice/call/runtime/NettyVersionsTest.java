package dev.sluice.call.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NettyVersionsTest {
  @TempDir private Path jar;

  @Test
  void the_versions_of_this_build_can_be_used() {
    assertThatCode(() -> NettyVersions.check(NettyVersions.class.getClassLoader()))
        .doesNotThrowAnyException();
  }

  @Test
  void a_jar_of_an_older_version_is_named_with_the_remedy() throws Exception {
    Path told = jar.resolve("META-INF/io.netty.versions.properties");
    Files.createDirectories(told.getParent());
    Files.writeString(
        told,
        """
        netty-common.version=4.1.128.Final
        netty-common.longCommitHash=0
        netty-codec-mqtt.version=3.0.0.Final
        """);
    try (var loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, NettyVersions.class.getClassLoader())) {
      assertThatThrownBy(() -> NettyVersions.check(loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("versions of Netty are mixed: 4.1.128.Final (netty-common), 4.2.")
          .hasMessageContaining("io.netty:netty-bom")
          .hasMessageNotContaining("mqtt");
    }
  }

  @Test
  void one_version_that_is_too_old_is_named() {
    assertThat(NettyVersions.fault(Map.of("4.1.128.Final", Set.of("netty-common"))))
        .hasValueSatisfying(
            fault -> assertThat(fault).startsWith("Netty is too old: 4.1.128.Final"));
    assertThat(NettyVersions.fault(Map.of("4.2.18.Final", Set.of("netty-common")))).isPresent();
    assertThat(NettyVersions.fault(Map.of("4.2.19.Final", Set.of("netty-common")))).isEmpty();
    assertThat(NettyVersions.fault(Map.of("5.0.0", Set.of("netty-common")))).isEmpty();
  }

  @Test
  void jars_that_tell_nothing_are_not_judged() {
    assertThat(NettyVersions.fault(Map.of())).isEmpty();
    assertThat(NettyVersions.fault(Map.of("a build of ours", Set.of("netty-common")))).isEmpty();
  }
}
