package dev.sluice.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sluice.call.runtime.NettyVersions;
import dev.sluice.sim.wire.WireServer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A provider of language models for tests: a server on the loopback address that answers as it is
/// told, in the dialects of OpenAI, Anthropic and Gemini.
///
/// A test in JUnit takes [LlmExtension] or [LlmTest], by which each test begins with a new script
/// and ends with [#verify]. All else starts one and closes it:
///
/// ```java
/// try (LlmProvider llm = LlmProvider.start()) {
///   llm.answers("Paris");
///   ask(llm.openAiUrl());
///   llm.sent().only().hasModel("gpt-5-mini").mentions("France");
///   llm.verify();
/// }
/// ```
///
/// It accepts any key and any model, and refuses what a provider would refuse. Safe for any number
/// of threads, but it cannot tell the calls of two tests from each other: tests that run in
/// parallel have one each.
public sealed class LlmProvider extends LlmScript implements AutoCloseable permits LlmExtension {
  private final Journal journal = new Journal();
  private final SentCalls sent = new SentCalls(journal);
  private final LlmClock clock = new LlmClock();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<AutoCloseable> resources = new ArrayList<>();

  @GuardedBy("lock")
  private @Nullable WireServer server;

  /// The port; 0 for any that is free. It stays the same once it has been chosen.
  @GuardedBy("lock")
  private int port;

  @GuardedBy("lock")
  private boolean closed;

  LlmProvider(int port) {
    super(new Playbook(), null);
    this.port = port;
  }

  /// Starts a provider on a port that is free.
  public static LlmProvider start() {
    return start(0);
  }

  /// Starts a provider.
  ///
  /// @param port to listen on; 0 for any that is free
  /// @throws IllegalStateException if it cannot listen there, or if the versions of Netty on the
  ///   class path are mixed or too old
  public static LlmProvider start(int port) {
    LlmProvider provider = new LlmProvider(port);
    provider.server();
    return provider;
  }

  /// Returns the port that it listens on.
  public int port() {
    return server().port();
  }

  /// Returns the address without a path: `http://127.0.0.1:PORT`.
  public String url() {
    return "http://" + WireServer.HOST + ":" + port();
  }

  /// Returns the base URL for clients of OpenAI, which ends in `/v1`.
  public String openAiUrl() {
    return url() + "/v1";
  }

  /// Returns the base URL for clients of Anthropic, which add `/v1/messages`.
  public String anthropicUrl() {
    return url();
  }

  /// Returns the base URL for clients of Gemini, which add `/v1beta/models/...`.
  public String geminiUrl() {
    return url();
  }

  /// Returns the script for the calls that a condition holds for.
  public LlmScript when(CallMatcher condition) {
    return new LlmScript(playbook(), condition);
  }

  /// Does what [#when] does, whose name Kotlin has for itself.
  public LlmScript on(CallMatcher condition) {
    return when(condition);
  }

  /// Lets calls be for which no answer is scripted: they get an error, as always, but do not fail
  /// the test. In a test it holds until the end of the test.
  public LlmProvider lenient() {
    playbook().lenient();
    return this;
  }

  /// Returns the calls that were sent.
  public SentCalls sent() {
    return sent;
  }

  /// Returns the time by which delays pass.
  public LlmClock clock() {
    return clock;
  }

  /// Returns a way to gateways of Sluice, in this process, whose provider is this one. It needs the
  /// artifact `sluice-engine`.
  public LlmGateway gateway() {
    return new LlmGateway(this);
  }

  /// Makes the operating system refuse connections from now on, and resets those that are open, as
  /// if the provider's process had ended; until [#acceptsConnections], or the end of the test.
  public void refusesConnections() {
    server().goDown();
  }

  /// Accepts connections again, on the same port.
  ///
  /// @throws IllegalStateException if another process has taken it
  public void acceptsConnections() {
    server().comeBack();
  }

  /// Asserts that each call so far had an answer in the script. After [#lenient] it asserts
  /// nothing.
  public void verify() {
    List<String> problems = journal.problems();
    if (!problems.isEmpty() && playbook().isStrict()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  /// Asserts that each answer that was scripted for one call has been given.
  public void verifyAllAnswersGiven() {
    List<Entry> unused = playbook().unused();
    if (!unused.isEmpty()) {
      StringBuilder text =
          new StringBuilder("expected each answer to be given\n but these were not:");
      unused.forEach(entry -> text.append("\n  ").append(entry));
      sent.all().forEach(call -> text.append("\nsent was ").append(call));
      throw new AssertionError(text.toString());
    }
  }

  /// Forgets the script and what was sent, and ends the answers that are under way.
  public void reset() {
    playbook().clear();
    settle();
  }

  /// Ends all connections and stops listening, for good; also closes the gateways.
  @Override
  public void close() {
    try {
      shut();
    } finally {
      synchronized (lock) {
        closed = true;
      }
    }
  }

  /// Ends all connections and stops listening, until it is used again.
  void shut() {
    try {
      closeResources();
    } finally {
      WireServer running;
      synchronized (lock) {
        running = server;
        server = null;
      }
      if (running != null) {
        running.close();
      }
    }
  }

  /// Begins a class or a test.
  void begin() {
    playbook().begin();
    journal.clear();
  }

  /// Ends a class or a test: nothing that it has begun goes on.
  void end() {
    playbook().end();
    settle();
  }

  /// Closes something when the test ends, or the provider is closed.
  void closeLater(AutoCloseable resource) {
    synchronized (lock) {
      resources.add(resource);
    }
  }

  private void settle() {
    try {
      closeResources();
    } finally {
      try {
        settleServer();
      } finally {
        journal.clear();
      }
    }
  }

  private void settleServer() {
    clock.resume();
    WireServer running;
    synchronized (lock) {
      running = server;
    }
    if (running != null) {
      running.comeBack();
      running.resetBusy();
    }
  }

  private void closeResources() {
    List<AutoCloseable> all;
    synchronized (lock) {
      all = List.copyOf(resources);
      resources.clear();
    }
    closeAll(all);
  }

  /// Closes all, whatever one of them throws.
  private static void closeAll(List<AutoCloseable> all) {
    IllegalStateException failed = null;
    for (AutoCloseable resource : all) {
      try {
        resource.close();
      } catch (Exception e) {
        var why = new IllegalStateException("cannot close " + resource, e);
        if (failed == null) {
          failed = why;
        } else {
          failed.addSuppressed(why);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  final WireServer server() {
    synchronized (lock) {
      WireServer running = server;
      if (closed) {
        throw new IllegalStateException("the provider is closed: start another one");
      }
      if (running == null) {
        NettyVersions.check(LlmProvider.class.getClassLoader());
        running =
            WireServer.start(new ScriptedHandler(playbook(), journal), clock.timer(), 1, port);
        port = running.port();
        server = running;
      }
      return running;
    }
  }
}
