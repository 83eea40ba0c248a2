package dev.sluice.lab.embed;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// An application that embeds a gateway and does nothing else, in a process of its own: it tells
/// what it takes before there is a gateway, with an idle one that has made some calls, and when
/// that is closed.
public final class IdleApplication {
  static final String TOLD = "footprint ";

  private static final int CALLS = 200;
  private static final byte[] CHAT =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
          .getBytes(StandardCharsets.UTF_8);

  private IdleApplication() {}

  /// Runs the application.
  ///
  /// @param args the port of the provider
  public static void main(String[] args) throws IOException, InterruptedException {
    tell(System.out);
    try (Embedded gateway = Embedded.start(Integer.parseInt(args[0]))) {
      for (int i = 0; i < CALLS; i++) {
        int _ = gateway.call(CHAT);
      }
      settle();
      tell(System.out);
    }
    settle();
    tell(System.out);
  }

  private static void tell(PrintStream out) throws IOException {
    out.println(TOLD + Footprint.now().told());
  }

  /// Lets threads end that are about to.
  private static void settle() throws InterruptedException {
    TimeUnit.SECONDS.sleep(3);
  }
}
