package dev.sluice.server.webhook;

import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.config.WebhookConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The messages to one receiver, and the thread that sends them, one at a time. Adding never waits;
/// what does not fit is dropped, and told. Safe for any thread.
///
/// The thread looks twice a second rather than being woken for each, and is there from the first
/// message on.
final class WebhookQueue {
  /// Messages of some hundred bytes: budgets and what has become of them.
  static final int CAPACITY = 256;

  private static final Duration PACE = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// How long each message that waits at the end may take.
  private static final Duration LAST_TIMEOUT = Duration.ofSeconds(1);

  private static final int OK = 200;
  private static final int REDIRECT = 300;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final WebhookPost post;
  private final Clock clock;
  private final Consumer<String> notices;
  private volatile WebhookConfig to;

  // Without a lock: calls' threads add.
  private final Queue<WebhookMessage> incoming = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean full = new AtomicBoolean();

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean dropping;
  private @Nullable Thread thread;

  // Confined to the thread.
  private final Outbox outbox = new Outbox();
  private boolean failing;

  /// @param notices is told of receivers that do not take messages, and of the end of that
  WebhookQueue(WebhookConfig to, WebhookPost post, Clock clock, Consumer<String> notices) {
    this.to = to;
    this.post = post;
    this.clock = clock;
    this.notices = notices;
  }

  /// Writes and signs in another way from now on, what waits too.
  void use(WebhookConfig next) {
    to = next;
  }

  /// Adds a message.
  void add(WebhookMessage message) {
    if (waiting.incrementAndGet() > CAPACITY) {
      waiting.decrementAndGet();
      if (full.compareAndSet(false, true)) {
        notices.accept(
            to.name() + ": " + CAPACITY + " messages wait for it, and more are dropped until then");
      }
      return;
    }
    incoming.add(message);
    start();
  }

  private synchronized void start() {
    if (thread == null && closed.getCount() > 0) {
      thread = Thread.ofPlatform().name("sluice-webhook").daemon().start(this::run);
    }
  }

  private void run() {
    try {
      while (!closed.await(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
        turn();
      }
      end();
    } catch (InterruptedException stopped) {
      return;
    }
  }

  /// Sends the messages that are due.
  void turn() throws InterruptedException {
    take();
    Optional<WebhookMessage> message = outbox.due(clock.millis());
    while (message.isPresent() && closed.getCount() > 0) {
      send(message.get(), TIMEOUT);
      message = outbox.due(clock.millis());
    }
  }

  /// Tries what waits once more, in order, until one is not taken.
  private void end() throws InterruptedException {
    take();
    Optional<WebhookMessage> message = outbox.next();
    while (message.isPresent() && !dropping) {
      int before = outbox.size();
      send(message.get(), LAST_TIMEOUT);
      message = outbox.size() < before ? outbox.next() : Optional.empty();
    }
  }

  private void take() {
    for (WebhookMessage next = incoming.poll(); next != null; next = incoming.poll()) {
      outbox.add(next);
    }
  }

  private void send(WebhookMessage message, Duration timeout) throws InterruptedException {
    WebhookConfig receiver = to;
    String trouble;
    boolean again = true;
    try {
      byte[] body = message.body(receiver.form());
      int status = post.post(receiver.url(), headers(receiver, message, body), body, timeout);
      trouble = status >= OK && status < REDIRECT ? "" : "status " + status;
      again = status == REQUEST_TIMEOUT || status == TOO_MANY || status >= SERVER_ERROR;
    } catch (IOException | RuntimeException e) {
      // Its message may hold the address. Anything else that goes wrong is a message not sent, too:
      // the thread goes on.
      trouble = e.getClass().getSimpleName();
    }
    if (trouble.isEmpty()) {
      sent(receiver);
    } else {
      failed(receiver, trouble, again);
    }
  }

  private Map<String, String> headers(WebhookConfig receiver, WebhookMessage message, byte[] body) {
    var headers = new HashMap<String, String>();
    headers.put("content-type", "application/json");
    headers.put("user-agent", "sluice");
    headers.put("x-sluice-delivery", message.id());
    Optional<Secret> secret = receiver.secret();
    long seconds = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
    secret.ifPresent(of -> headers.putAll(WebhookSignature.headers(of, seconds, body)));
    return headers;
  }

  private void sent(WebhookConfig receiver) {
    left();
    if (failing) {
      failing = false;
      notices.accept(receiver.name() + ": takes messages again");
    }
  }

  /// Notes that the first message has left the queue.
  private void left() {
    outbox.done();
    waiting.decrementAndGet();
    full.set(false);
  }

  private void failed(WebhookConfig receiver, String trouble, boolean again) {
    boolean lost = isLost(again);
    if (lost || !failing) {
      failing = true;
      String then = lost ? "a message is lost" : "messages wait, and are repeated";
      notices.accept(receiver.name() + ": a message was not taken (" + trouble + "); " + then);
    }
  }

  private boolean isLost(boolean again) {
    if (!again) {
      left();
      return true;
    }
    boolean lost = outbox.failed(clock.millis());
    if (lost) {
      waiting.decrementAndGet();
      full.set(false);
    }
    return lost;
  }

  /// Begins to end.
  ///
  /// @param drop whether what waits is dropped
  void close(boolean drop) {
    dropping = drop;
    closed.countDown();
  }

  /// Waits for the end, so long, and then ends it.
  void join(Duration most) throws InterruptedException {
    Thread sending;
    synchronized (this) {
      sending = thread;
    }
    if (sending != null && !sending.join(most)) {
      sending.interrupt();
    }
  }
}
