package dev.sluice.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A public type as lines: its head, and one for each member that an application may name. What
/// every record or enum has, and what every object has, has none.
///
/// @param type to be written down
record ApiLines(Class<?> type) {
  private static final Set<String> OF_EVERY_TYPE =
      Set.of("equals(Object)", "hashCode()", "toString()");
  private static final Set<String> OF_EVERY_ENUM = Set.of("values()", "valueOf(String)");

  Stream<String> lines() {
    Stream<String> members =
        Stream.of(fields(), constructors(), methods())
            .flatMap(lines -> lines)
            .map(ApiLines::shortened)
            .sorted()
            .map(line -> type.getName() + ": " + line);
    return Stream.concat(Stream.of(shortened(head())), members);
  }

  private String head() {
    return type.toGenericString() + superclass() + interfaces() + permitted();
  }

  private String superclass() {
    Class<?> above = type.getSuperclass();
    boolean implied = above == null || above == Object.class || type.isRecord() || type.isEnum();
    return implied ? "" : " extends " + type.getGenericSuperclass().getTypeName();
  }

  private String interfaces() {
    String word = type.isInterface() ? " extends " : " implements ";
    return names(word, Arrays.asList(type.getGenericInterfaces()));
  }

  /// A type that is added here breaks each `switch` over the others.
  private String permitted() {
    return type.isSealed() ? names(" permits ", Arrays.asList(type.getPermittedSubclasses())) : "";
  }

  private static String names(String word, List<? extends Type> types) {
    return types.isEmpty()
        ? ""
        : types.stream()
            .map(Type::getTypeName)
            .sorted()
            .collect(Collectors.joining(", ", word, ""));
  }

  private Stream<String> fields() {
    return Arrays.stream(type.getDeclaredFields())
        .filter(this::visible)
        .map(field -> field.isEnumConstant() ? field.getName() : own(field));
  }

  private String own(Field field) {
    return field
        .toGenericString()
        .replace(type.getTypeName() + "." + field.getName(), field.getName());
  }

  private Stream<String> constructors() {
    return Arrays.stream(type.getDeclaredConstructors())
        .filter(this::visible)
        .map(Constructor::toGenericString);
  }

  private Stream<String> methods() {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(this::visible)
        .filter(method -> !implied(signature(method)))
        .map(
            method ->
                method
                    .toGenericString()
                    .replace(type.getTypeName() + "." + method.getName(), method.getName())
                    .replace("synchronized ", ""));
  }

  private boolean implied(String signature) {
    return OF_EVERY_TYPE.contains(signature)
        || (type.isEnum() && OF_EVERY_ENUM.contains(signature));
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(",", method.getName() + "(", ")"));
  }

  private boolean visible(Member member) {
    int modifiers = member.getModifiers();
    boolean inherited = Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers());
    return !member.isSynthetic() && (Modifier.isPublic(modifiers) || inherited);
  }

  private static String shortened(String line) {
    return line.replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
  }
}
