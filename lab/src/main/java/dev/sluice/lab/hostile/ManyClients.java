package dev.sluice.lab.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Many clients, each with a connection.
final class ManyClients implements AutoCloseable {
  private final List<RawConnection> clients = new ArrayList<>();

  private ManyClients() {}

  /// The behaviour of each client.
  @FunctionalInterface
  public interface ClientAction {
    void by(RawConnection client) throws IOException;
  }

  /// The request of each client.
  @FunctionalInterface
  public interface Question {
    RawAnswer by(RawConnection client) throws IOException;
  }

  public static ManyClients of(int count, Site site) throws IOException {
    ManyClients crowd = new ManyClients();
    try {
      for (int i = 0; i < count; i++) {
        crowd.clients.add(site.connect());
      }
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
    return crowd;
  }

  /// Lets each client behave so, one after the other.
  public void each(ClientAction action) throws IOException {
    for (RawConnection client : clients) {
      action.by(client);
    }
  }

  /// Lets all clients ask at the same time.
  ///
  /// @return their answers, in the order of the clients; a connection that broke has given none
  public List<RawAnswer> together(Question question) throws InterruptedException {
    RawAnswer[] answers = new RawAnswer[clients.size()];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      int own = i;
      threads.add(Thread.ofVirtual().start(() -> answers[own] = ask(clients.get(own), question)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return List.of(answers);
  }

  /// Returns the clients that came first.
  public List<RawConnection> first(int count) {
    return clients.subList(0, count);
  }

  @Override
  public void close() throws IOException {
    for (RawConnection client : clients) {
      client.close();
    }
  }

  private static RawAnswer ask(RawConnection client, Question question) {
    try {
      return question.by(client);
    } catch (IOException _) {
      return RawAnswer.none(0);
    }
  }
}
