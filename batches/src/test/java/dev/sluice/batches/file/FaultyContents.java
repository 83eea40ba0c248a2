package dev.sluice.batches.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Contents on a disk with faults.
record FaultyContents(Contents to, Faults faults) implements Contents {
  @Override
  public Sink begin(String name) throws IOException {
    return new FaultySink(to.begin(name), faults);
  }

  @Override
  public Source open(String name) throws IOException {
    return to.open(name);
  }

  @Override
  public void delete(String name) throws IOException {
    to.delete(name);
  }

  @Override
  public void list(Found found) throws IOException, InterruptedException {
    if (faults.failsLists) {
      throw new OutOfMemoryError("played");
    }
    to.list(found);
  }

  @Override
  public void drop(Leftover left) throws IOException, InterruptedException {
    to.drop(left);
  }

  @Override
  public void close() {
    to.close();
  }

  private record FaultySink(Sink to, Faults faults) implements Sink {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      Runnable meanwhile = faults.meanwhile;
      faults.meanwhile = () -> {};
      meanwhile.run();
      int length = (int) Math.min(bytes.remaining(), faults.room);
      boolean fails = length < bytes.remaining();
      to.write(bytes.slice(bytes.position(), length));
      bytes.position(bytes.limit());
      faults.room -= length;
      if (fails) {
        throw faults.failure;
      }
    }

    @Override
    public void commit() throws IOException {
      if (faults.failsCommits) {
        throw Faults.broken();
      }
      to.commit();
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
