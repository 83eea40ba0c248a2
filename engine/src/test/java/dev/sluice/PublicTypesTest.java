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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The types that an embedding application may rely on are the public ones of these packages. They
/// stand in `public-types.txt`, so that one more is a decision.
class PublicTypesTest {
  private static final Pattern API = Pattern.compile("dev\\.sluice(\\.(stats|call|config)\\b.*)?");

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
                .filter(type -> API.matcher(type.getPackageName()).matches())
                .map(JavaClass::getName)
                .sorted()
                .toList();
    assertThat(types).isEqualTo(listed());
  }

  private static List<String> listed() throws IOException {
    try (InputStream in = PublicTypesTest.class.getResourceAsStream("/public-types.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
