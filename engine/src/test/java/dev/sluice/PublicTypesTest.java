package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The types that an embedding application may rely on are the public ones of these packages. They
/// stand in `public-types.txt`, so that one more is a decision.
class PublicTypesTest {
  private static final Pattern API = Pattern.compile("dev\\.sluice(\\.(stats|call|config)\\b.*)?");

  /// How a configuration file is read, but for what is wrong with it.
  private static final Pattern INSIDE = Pattern.compile("dev\\.sluice\\.config\\.(pem|value|yaml)");

  private static final Set<String> PROBLEMS = Set.of("ConfigException", "FilePosition", "Problem");

  @Test
  void public_types_of_the_api_are_listed() throws IOException {
    List<String> types =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.sluice")
                .stream()
                .filter(
                    type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(PublicTypesTest::isOfTheApi)
                .map(JavaClass::getName)
                .sorted()
                .toList();
    assertThat(types).isEqualTo(listed());
  }

  private static boolean isOfTheApi(JavaClass type) {
    String pack = type.getPackageName();
    boolean inside = INSIDE.matcher(pack).matches() && !PROBLEMS.contains(type.getSimpleName());
    return !inside && API.matcher(pack).matches();
  }

  private static List<String> listed() throws IOException {
    try (InputStream in = PublicTypesTest.class.getResourceAsStream("/public-types.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
