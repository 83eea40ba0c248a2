package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.provider.auth.credential.CredentialException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files and commands that hold a proof or a credential. Blocks, maybe for ever: for a thread that
/// nothing else needs, as [Aside] has them.
final class LocalSources {
  private static final int MOST = 1024 * 1024;
  private static final int PAUSE_MILLIS = 10;

  /// A word of a command, with quotes around it or without.
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

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
      Process process =
          new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
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
    long begun = System.nanoTime();
    boolean ended = false;
    while (!ended) {
      ended = process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      written.write(out.readNBytes(Math.min(out.available(), MOST + 1)));
      if (written.size() > MOST) {
        throw CredentialException.refused("the output of credential_process is larger than 1 MiB");
      }
      if (!ended && System.nanoTime() - begun > most.toNanos()) {
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

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String quoted = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(quoted == null ? word.group(3) : quoted);
    }
    return words;
  }
}
