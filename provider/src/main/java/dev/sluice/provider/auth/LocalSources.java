package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.runtime.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files and commands that hold a proof or a credential. Blocks, maybe for ever: for a thread that
/// nothing else needs, as [TimeLimiter] has them.
final class LocalSources {
  private static final int MOST = 1024 * 1024;
  private static final int PAUSE_MILLIS = 10;

  /// A part of a command's word: quoted, or of anything but blanks. A quote without its end is
  /// itself.
  private static final String A_PART = "(\"[^\"]*\"|'[^']*')|[^\\s\"']+|[\"']";

  private static final Pattern PART = Pattern.compile(A_PART);
  private static final Pattern WORD = Pattern.compile("(?:" + A_PART + ")+");

  /// The variables that a command sees besides those of AWS; proxies in either case.
  private static final Set<String> SHOWN =
      Set.of(
          "PATH",
          "HOME",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "ALL_PROXY",
          "USERPROFILE",
          "SYSTEMROOT");

  private LocalSources() {}

  static String read(String path) throws CredentialException {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      return bounded(in, "the file " + path);
    } catch (InvalidPathException e) {
      throw CredentialException.refused("the path of a file of credentials is none");
    } catch (IOException e) {
      throw CredentialException.temporary(
          "the file %s cannot be read (%s)".formatted(path, e.getClass().getSimpleName()));
    }
  }

  private static String bounded(InputStream in, String what)
      throws CredentialException, IOException {
    byte[] bytes = in.readNBytes(MOST + 1);
    if (bytes.length > MOST) {
      throw CredentialException.refused(what + " is larger than 1 MiB");
    }
    return new String(bytes, UTF_8);
  }

  /// Runs a command without a shell. What it writes to its standard error is dropped, since it may
  /// hold a secret. Ends with the command itself: what it has started may hold its output for
  /// longer.
  ///
  /// @param most how long the command may take
  static String run(String command, Duration most) throws CredentialException {
    List<String> words = words(command);
    if (words.isEmpty()) {
      throw CredentialException.refused("credential_process is empty");
    }
    Process process = start(words);
    try (InputStream out = process.getInputStream()) {
      return output(process, out, most);
    } catch (IOException e) {
      throw CredentialException.temporary("credential_process broke off");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CredentialException.temporary("credential_process was ended");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> words) throws CredentialException {
    try {
      var builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().keySet().removeIf(variable -> !isShown(variable));
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw CredentialException.refused("credential_process cannot be started");
    }
  }

  /// Takes what is there of the output until the process has ended; a read that waits would not end
  /// with the process.
  private static String output(Process process, InputStream out, Duration most)
      throws CredentialException, IOException, InterruptedException {
    var written = new ByteArrayOutputStream();
    long begun = Clock.SYSTEM.nanos();
    boolean ended = false;
    while (!ended) {
      ended = process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      written.write(out.readNBytes(Math.min(out.available(), MOST + 1)));
      if (written.size() > MOST) {
        throw CredentialException.refused("the output of credential_process is larger than 1 MiB");
      }
      if (!ended && Clock.SYSTEM.nanos() - begun > most.toNanos()) {
        throw CredentialException.temporary(
            "credential_process did not end within " + most.toMillis() + " ms");
      }
    }
    int code = process.exitValue();
    if (code != 0) {
      throw CredentialException.temporary("credential_process failed (exit code " + code + ")");
    }
    return written.toString(UTF_8);
  }

  /// What a command sees of the environment: the keys of AWS, and what programs need to be found
  /// and to reach others. Nothing of the gateway's own keys.
  private static boolean isShown(String variable) {
    return variable.startsWith("AWS_") || SHOWN.contains(variable.toUpperCase(Locale.ROOT));
  }

  /// Splits a command at blanks. Quoted parts and plain ones that touch are one word.
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(PART.matcher(word.group()).replaceAll(LocalSources::plain));
    }
    return words;
  }

  private static String plain(MatchResult part) {
    String text = part.group();
    boolean quoted = part.group(1) != null;
    return Matcher.quoteReplacement(quoted ? text.substring(1, text.length() - 1) : text);
  }
}
