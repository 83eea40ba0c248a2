package dev.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomTest {
  /// The SHA-256 of `a` and of `b`.
  private static final String A =
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

  private static final String B =
      "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";

  private static final String MAVEN =
      """
      {"bomFormat": "CycloneDX", "metadata": {"component": {"name": "sluice", "bom-ref": "s"}},
       "components": [
        {"name": "a", "bom-ref": "a", "hashes": [{"alg": "MD5", "content": "0"},
                                                 {"alg": "SHA-256", "content": "%s"}]},
        {"name": "b", "bom-ref": "b", "hashes": [{"alg": "SHA-256", "content": "%s"}]}],
       "dependencies": [{"ref": "s", "dependsOn": ["a", "b"]}, {"ref": "b", "dependsOn": []}]}
      """
          .formatted(A, B);

  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void files() throws IOException {
    root = folder.resolve("root");
    Files.writeString(folder.resolve("maven.json"), MAVEN);
    write("opt/sluice/lib/sluice.jar", "program");
    write("opt/sluice/lib/lib/a-1.jar", "a");
    write("opt/sluice/README", "words");
    write(
        "opt/sluice/runtime/release",
        "JAVA_VERSION=\"25.0.3\"\nJAVA_RUNTIME_VERSION=\"25.0.3+9\"\nMODULES=\"java.base java.xml\"\n");
    write("opt/sluice/runtime/lib/jrt-fs.jar", "j");
    write("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    write("usr/lib/libz.so.1", "z");
    write("var/lib/dpkg/status.d/zlib1g", "Package: zlib1g\nVersion: 1:1+x\nArchitecture: amd64\n");
    write("var/lib/dpkg/status.d/zlib1g.md5sums", "0123  usr/lib/libz.so.1\n");
  }

  @Test
  void each_file_stands_at_one_component() throws IOException {
    JsonNode list = list();
    List<String> files = new ArrayList<>();
    list.findValues("location").forEach(location -> files.add(location.asText()));
    assertThat(files).doesNotHaveDuplicates().hasSize(9).doesNotContain("opt/sluice/sbom.json");
    assertThat(occurrences(list.at("/metadata/component")))
        .containsExactly("etc/os-release", "opt/sluice/README", "opt/sluice/lib/sluice.jar");
    assertThat(occurrences(component(list, "openjdk")))
        .containsExactly("opt/sluice/runtime/lib/jrt-fs.jar", "opt/sluice/runtime/release");
    assertThat(occurrences(component(list, "zlib1g")))
        .containsExactly(
            "usr/lib/libz.so.1",
            "var/lib/dpkg/status.d/zlib1g",
            "var/lib/dpkg/status.d/zlib1g.md5sums");
  }

  /// Else two builds would have different bytes.
  @Test
  void packages_are_listed_in_the_order_of_their_names() throws IOException {
    List<String> names = List.of("a", "b", "c", "d", "e", "f");
    for (String name : names.reversed()) {
      write("usr/lib/lib" + name + ".so.1", name);
      write(
          "var/lib/dpkg/status.d/" + name,
          "Package: " + name + "\nVersion: 1\nArchitecture: amd64\n");
      write("var/lib/dpkg/status.d/" + name + ".md5sums", "0123  usr/lib/lib" + name + ".so.1\n");
    }
    assertThat(list().path("components").findValuesAsText("name")).containsSubsequence(names);
  }

  @Test
  void a_library_whose_jar_is_not_there_is_not_listed() throws IOException {
    JsonNode list = list();
    assertThat(list.path("components").findValuesAsText("bom-ref"))
        .containsExactly(
            "a",
            "pkg:generic/openjdk@25.0.3%2B9",
            "pkg:deb/debian/zlib1g@1%3A1%2Bx?arch=amd64&distro=debian-12");
    assertThat(list.path("dependencies").toString())
        .isEqualTo("[{\"ref\":\"s\",\"dependsOn\":[\"a\"]}]");
  }

  @Test
  void a_jar_that_is_not_the_listed_one_is_an_error() throws IOException {
    write("opt/sluice/lib/lib/a-1.jar", "another");
    assertThatThrownBy(this::list)
        .hasMessageContaining("does not have [opt/sluice/lib/lib/a-1.jar]");
  }

  @Test
  void the_licences_of_a_library_are_those_of_mavens_list() throws IOException {
    Path maven =
        Files.writeString(
            folder.resolve("licences.json"),
            """
            {"components": [
              {"hashes": [{"alg": "SHA-256", "content": "1"}],
               "licenses": [{"license": {"id": "Apache-2.0", "url": "u"}}]},
              {"hashes": [{"alg": "SHA-256", "content": "2"}],
               "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Its own"}}]},
              {"hashes": [{"alg": "SHA-256", "content": "3"}],
               "licenses": [{"expression": "Apache-2.0 OR MIT"}]},
              {"hashes": [{"alg": "SHA-256", "content": "4"}]}]}
            """);
    Path licences = folder.resolve("licences");
    Sbom.writeLicences(maven, licences);
    assertThat(licences).hasContent("1 Apache-2.0\n2 MIT, Its own\n3 Apache-2.0 OR MIT\n4 \n");
  }

  @Test
  void the_runtime_is_listed_with_its_modules_and_the_name_that_scanners_know() throws IOException {
    JsonNode runtime = component(list(), "openjdk");
    assertThat(runtime.path("components").findValuesAsText("name"))
        .containsExactly("java.base", "java.xml");
    assertThat(runtime.path("cpe").asText())
        .isEqualTo("cpe:2.3:a:oracle:openjdk:25.0.3:*:*:*:*:*:*:*");
  }

  private JsonNode list() throws IOException {
    Sbom.write(folder.resolve("maven.json"), root, "opt/sluice/sbom.json");
    return new ObjectMapper().readTree(root.resolve("opt/sluice/sbom.json").toFile());
  }

  private static JsonNode component(JsonNode list, String name) {
    for (JsonNode component : list.path("components")) {
      if (component.path("name").asText().equals(name)) {
        return component;
      }
    }
    throw new AssertionError("no " + name);
  }

  private static List<String> occurrences(JsonNode component) {
    return component.at("/evidence/occurrences").findValuesAsText("location");
  }

  private void write(String location, String text) throws IOException {
    Path file = root.resolve(location);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
