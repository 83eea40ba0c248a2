package dev.sluice.config.yaml;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.ForeignReference;
import dev.sluice.config.value.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The interpolation of what stands outside of the file: `${env:NAME}` is a variable of the
/// environment, `${file:/path}` what a regular file holds, without one newline at its end: a pipe
/// would be waited for, perhaps for ever. `$${` stands for `${`.
///
/// A filled-in text is not interpolated again, and never appears in a message.
final class Interpolation {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");

  /// A variable's name, and what shells and Docker Compose let follow it: `:-`, `-`, `:?`, `:+`.
  private static final Pattern VARIABLE =
      Pattern.compile("(?s)([A-Za-z_][A-Za-z0-9_]*)(?:\\s*(:?[-?+=]).*)?");

  /// The form of a name that may be shown: other texts may hold a secret.
  private static final Pattern NAME = Pattern.compile("[\\w.]{1,128}");

  /// The largest file that is read for a value, in bytes: a bundle with all certificates that a
  /// system trusts has some 300 KiB.
  private static final int MAX_FILE = 512 * 1024;

  private final Map<String, String> env;
  private final Consumer<Path> reads;
  private final Set<String> variables = new HashSet<>();

  /// Makes an interpolation over an environment.
  ///
  /// @param reads notified of each file before it is read
  Interpolation(Map<String, String> env, Consumer<Path> reads) {
    this.env = env;
    this.reads = reads;
  }

  /// The variables that were referred to.
  Set<String> variables() {
    return Set.copyOf(variables);
  }

  Map<String, String> environment() {
    return env;
  }

  /// Notes that a file is about to be read.
  void reads(Path file) {
    reads.accept(file);
  }

  String fill(String raw) throws ConfigProblem {
    Matcher matcher = REFERENCE.matcher(raw);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(filled, "");
      filled.append(matcher.group().equals("$${") ? "${" : value(matcher));
    }
    return matcher.appendTail(filled).toString();
  }

  private String value(MatchResult reference) throws ConfigProblem {
    String name = reference.group(1);
    if (reference.group(2).isEmpty()) {
      throw new ConfigProblem(
          "has a ${ without its }", "close it, or write $${ for the characters");
    }
    if (name.startsWith("env:")) {
      return variable(name.substring("env:".length()));
    }
    if (name.startsWith("file:")) {
      return file(name.substring("file:".length()));
    }
    Matcher variable = VARIABLE.matcher(name);
    if (variable.matches()) {
      throw defaulted(variable, "${" + variable.group(1));
    }
    throw new ConfigProblem(
        "must use ${env:NAME} or ${file:/path}", "write $${ for the characters");
  }

  /// @param start the reference as it stands, without its default, which may be a secret
  private static ConfigProblem defaulted(Matcher variable, String start) {
    String right = ForeignReference.write(variable.group(1));
    return variable.group(2) == null
        ? new ConfigProblem("must use ${env:NAME} or ${file:/path}, is '" + start + "}'", right)
        : new ConfigProblem(
            "must have no default, is '" + start + variable.group(2) + "...}'",
            "a default belongs into the file in place of the reference; for a variable that is"
                + " always set "
                + right);
  }

  private String variable(String name) throws ConfigProblem {
    variables.add(name);
    String value = env.get(name);
    Matcher variable = VARIABLE.matcher(name);
    if (value == null && variable.matches() && variable.group(2) != null) {
      throw defaulted(variable, "${env:" + variable.group(1));
    }
    if (value == null) {
      String shown = NAME.matcher(name).matches() ? Quoted.of(name) : "with such a name";
      throw new ConfigProblem("needs the environment variable " + shown, "it is not set");
    }
    return value;
  }

  private String file(String name) throws ConfigProblem {
    Path path = absolute(name);
    reads.accept(path);
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new ConfigProblem(
          "needs a regular file, not " + Quoted.of(name),
          "pipes, devices and folders are not read");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_FILE + 1);
      if (bytes.length > MAX_FILE) {
        throw new ConfigProblem("needs a file of 512KiB at most, not " + Quoted.of(name));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.replaceFirst("\\r?\\n\\z", "");
    } catch (CharacterCodingException e) {
      throw new ConfigProblem("needs a file of UTF-8 text, not " + Quoted.of(name));
    } catch (IOException e) {
      throw new ConfigProblem("needs the file " + Quoted.of(name), "it cannot be read");
    }
  }

  private static Path absolute(String name) throws ConfigProblem {
    try {
      Path path = Path.of(name);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Told below: such a path is not absolute either.
    }
    throw new ConfigProblem("needs an absolute path in ${file:/path}, not " + Quoted.of(name));
  }
}
