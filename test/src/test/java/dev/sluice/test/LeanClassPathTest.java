package dev.sluice.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The provider where neither JUnit nor the engine is on the class path.
class LeanClassPathTest {

  private static URL[] lean() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    return Stream.of(entries)
        .filter(entry -> !entry.isEmpty() && !isLeftOut(Path.of(entry)))
        .map(LeanClassPathTest::url)
        .toArray(URL[]::new);
  }

  private static boolean isLeftOut(Path entry) {
    String name = entry.getFileName().toString();
    return name.contains("junit")
        || name.contains("opentest4j")
        || name.startsWith("sluice-engine")
        || Files.exists(entry.resolve("dev/sluice/Gateway.class"));
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void netty_of_several_versions_is_named_with_the_remedy(@TempDir Path jar) throws Exception {
    Path told = jar.resolve("META-INF/io.netty.versions.properties");
    Files.createDirectories(told.getParent());
    Files.writeString(told, "netty-common.version=4.1.128.Final");
    URL[] mixed =
        Stream.concat(Stream.of(url(jar.toString())), Stream.of(lean())).toArray(URL[]::new);
    try (var loader = new URLClassLoader(mixed, ClassLoader.getPlatformClassLoader())) {
      Method start = loader.loadClass("dev.sluice.test.LlmProvider").getMethod("start");
      assertThatThrownBy(() -> start.invoke(null))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("versions of Netty are mixed: 4.1.128.Final (netty-common), 4.2.")
          .hasMessageContaining("io.netty:netty-bom");
    }
  }

  @Test
  void a_provider_needs_neither_junit_nor_the_engine() throws Exception {
    try (var loader = new URLClassLoader(lean(), ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"))
          .isInstanceOf(ClassNotFoundException.class);
      assertThatThrownBy(() -> loader.loadClass("dev.sluice.Gateway"))
          .isInstanceOf(ClassNotFoundException.class);
      Class<?> type = loader.loadClass("dev.sluice.test.LlmProvider");
      assertThat(type.getMethods()).extracting(Method::getName).contains("answers", "gateway");
      Object provider = type.getMethod("start").invoke(null);
      type.getMethod("alwaysAnswers", String.class).invoke(provider, "Paris");
      String url = (String) type.getMethod("openAiUrl").invoke(provider);
      assertThat(Http.post(url + "/chat/completions", Http.chat("m", "Hi", false)).body())
          .contains("Paris");
      type.getMethod("verify").invoke(provider);
      type.getMethod("close").invoke(provider);
    }
  }
}
