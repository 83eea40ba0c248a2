package dev.sluice.lab.process;

import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A gateway in a process of its own.
///
/// @param api where it serves
/// @param admin where its admin listener is
public record ChildGateway(Process process, URI api, URI admin) {
  /// The file of its configuration, in its folder.
  public static final String FILE = "sluice.yaml";

  /// The file of what it says, in its folder.
  public static final String SAID = "serve.err";

  private static final String READY = "ready ";
  private static final Pattern ADMIN = Pattern.compile("(?m)^admin +(http://\\S+) ");
  private static final long ENDS_WITHIN_SECONDS = 30;
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

  /// Starts a gateway, and waits until it is ready.
  ///
  /// @param folder of its configuration, and of what it says
  /// @param yaml its configuration
  public static ChildGateway start(GatewayProgram program, Path folder, String yaml)
      throws IOException {
    return start(program, JVM, folder, yaml);
  }

  /// Starts a gateway with other options of its JVM, and waits until it is ready.
  public static ChildGateway start(
      GatewayProgram program, List<String> jvm, Path folder, String yaml) throws IOException {
    Path config = Files.writeString(folder.resolve(FILE), yaml);
    return start(program.command(jvm, List.of("serve", "-c", config.toString())), folder);
  }

  /// Starts a gateway by a command, and waits until it is ready.
  ///
  /// @param folder of what it says
  public static ChildGateway start(List<String> command, Path folder) throws IOException {
    Path err = folder.resolve(SAID);
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    String ready = process.inputReader().readLine();
    Matcher admin = ADMIN.matcher(Files.readString(err));
    if (ready == null || !ready.startsWith(READY) || !admin.find()) {
      process.destroyForcibly();
      throw new IOException("the gateway does not start: " + Files.readString(err));
    }
    Thread.ofPlatform().daemon().name("output of a gateway").start(() -> drop(process));
    URI api = URI.create(ready.substring(READY.length()).strip());
    return new ChildGateway(process, api, URI.create(admin.group(1)));
  }

  private static void drop(Process process) {
    try {
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // It has ended.
    }
  }

  /// Ends the process as `kill -9` does.
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// Ends the process as SIGTERM does, and waits for its end.
  public void end() throws InterruptedException, IOException {
    process.destroy();
    if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the gateway did not end within " + ENDS_WITHIN_SECONDS + " s");
    }
  }
}
