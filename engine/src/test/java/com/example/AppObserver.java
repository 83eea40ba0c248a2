package com.example;

import dev.sluice.call.Call;
import dev.sluice.call.Notice;
import dev.sluice.call.pipeline.Observer;
import java.util.function.Consumer;

/// An observer of an application, which runs what a test wants.
public final class AppObserver implements Observer {
  private final Consumer<Call> started;

  public AppObserver(Consumer<Call> started) {
    this.started = started;
  }

  @Override
  public void callStarted(Call call) {
    started.accept(call);
  }

  @Override
  public void noticed(Notice notice) {
    throw new IllegalStateException("no notices are expected");
  }
}
