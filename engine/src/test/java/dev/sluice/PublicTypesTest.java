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
import org.junit.jupiter.api.Test;

/// The types that an embedding application may rely on are the public ones outside of `internal`.
/// They stand in `public-types.txt`, so that one more is a decision.
class PublicTypesTest {
  /// Raised by one for [dev.sluice.call.Payer], by which an application learns what its calls cost,
  /// by two for what they ask for beside text, and by one for what calls for one model wait for.
  private static final int MOST = 84;

  @Test
  void public_types_outside_of_internal_are_few_and_listed() throws IOException {
    List<String> types =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.sluice")
                .stream()
                .filter(
                    type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .filter(name -> !name.startsWith("dev.sluice.internal."))
                .sorted()
                .toList();
    assertThat(types).isEqualTo(listed()).hasSizeLessThan(MOST);
  }

  private static List<String> listed() throws IOException {
    try (InputStream in = PublicTypesTest.class.getResourceAsStream("/public-types.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
