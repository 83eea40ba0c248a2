package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.price.Meters;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.call.text.Plural;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The journal of a process. [#append] and [#openCalls] are for any thread; the rest is for the
/// thread of the ledger.
public final class Journal implements AutoCloseable {
  /// How many segments stay although the store has all of them: a call's thread that is between its
  /// end in the journal and its slot must find the first if the process dies there.
  private static final int KEPT = 2;

  /// How long a reader waits for an entry that was begun, before it goes on behind it.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int COPIED = 2;
  private static final long LOOK_EACH = Duration.ofSeconds(1).toNanos();

  private final JournalFolder folder;
  private final Sizes sizes;
  private final UUID node;
  private final List<String> notices;
  private final OpenCalls open;
  private final Segment.Waiting waiting;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /// The segments, the oldest first.
  private final SegmentList segments = new SegmentList();

  /// The segment that is appended to, or one before it.
  private final AtomicReference<Segment> current;

  /// The number of the first segment of this process.
  private final long own;

  private boolean isNew;

  private volatile @Nullable String trouble;

  /// Whether the journal has told that its folder is not where it was.
  private boolean toldGone;

  /// When it was last looked whether the files are whole; the next field is when the journal has
  /// grown.
  private long looked;

  private long grown;

  /// The sizes of a journal.
  ///
  /// @param segment the bytes of a segment
  /// @param most the bytes of all of them
  /// @param slots how many calls may be under way
  public record Sizes(int segment, long most, int slots) {
    /// 256 segments of 4 MiB, and 16,384 calls.
    public static final Sizes USUAL = new Sizes(1 << 22, 1L << 30, 1 << 14);

    /// How many segments there may be at a time.
    long count() {
      return most / segment;
    }
  }

  private Journal(
      JournalFolder folder,
      Sizes sizes,
      List<MappedFile> found,
      UUID node,
      long number,
      List<String> notices,
      Clock clock)
      throws JournalException {
    this.folder = folder;
    this.sizes = sizes;
    this.node = node;
    this.notices = notices;
    this.waiting = new Segment.Waiting(clock::nanos, PATIENCE.toNanos(), this::tell);
    found.forEach(file -> segments.add(Segment.found(file, waiting)));
    this.looked = clock.nanos() - LOOK_EACH;
    this.grown = looked;
    this.open = new OpenCalls(folder.openCalls(node, OpenCalls.size(sizes.slots())));
    Segment first = Segment.live(folder.segment(number, node, sizes.segment()), waiting);
    this.current = new AtomicReference<>(first);
    this.own = number;
    segments.add(first);
    tend();
  }

  /// Opens the journal of a folder, and charges the calls that an earlier process has not ended.
  ///
  /// @throws JournalException if another process has it, a newer version has written it, or it may
  ///   not be written
  public static Journal open(Path path, Sizes sizes, Clock clock, RandomGenerator random)
      throws JournalException {
    JournalFolder folder = JournalFolder.hold(path, random);
    try (var rollback = Rollback.of(folder::close)) {
      return rollback.keep(open(folder, sizes, clock, random));
    }
  }

  private static Journal open(
      JournalFolder folder, Sizes sizes, Clock clock, RandomGenerator random)
      throws JournalException {
    var damaged = new ArrayList<Path>();
    List<MappedFile> found = folder.segments(damaged);
    folder.clean();
    var notices = new ArrayList<String>();
    damaged.forEach(file -> notices.add(folder.damage(file)));
    notices.addAll(folder.losses(found, sizes));
    UUID node =
        found.isEmpty()
            ? new UUID(random.nextLong(), random.nextLong())
            : found.getLast().head().node();
    long number = folder.first(clock.wall().toEpochMilli(), sizes.count());
    var journal = new Journal(folder, sizes, found, node, number, notices, clock);
    journal.isNew = found.isEmpty() && damaged.isEmpty();
    journal.recover();
    return journal;
  }

  /// Charges what was left open. Each such call becomes an entry before its slot is free, so that a
  /// crash in here charges none twice.
  private void recover() throws JournalException {
    Map<Long, Opened> left = new HashMap<>();
    open.left().forEach(call -> left.put(call.number(), call));
    readFound(left);
    for (Opened call : left.values()) {
      appendOrGrow(lost(call));
    }
    open.clear();
    if (!left.isEmpty()) {
      notices.add(
          "%s had no end when the last process ended: each is charged what was set aside for it"
              .formatted(Plural.of(left.size(), "call")));
    }
  }

  /// Reads what earlier processes have left, and takes the calls that have ended from `left`.
  private void readFound(Map<Long, Opened> left) throws JournalException {
    var step = new Segment.Step();
    for (Segment segment : segments.found()) {
      long position = FileHead.SIZE;
      long skipped = 0;
      while (segment.read(position, step)) {
        skipped += step.at() - position;
        left.remove(EntryCodec.number(step.payload()));
        position = step.behind();
      }
      if (step.isMissing()) {
        throw missing(segment);
      }
      skipped += step.torn();
      told(segment, skipped);
      if (position == FileHead.SIZE && skipped == 0) {
        remove(segment);
      }
    }
  }

  /// Makes the exception for a segment of which the system does not give a page: a call that has
  /// ended there would be charged once more.
  private JournalException missing(Segment segment) {
    return new JournalException(
        folder.path(),
        "cannot be read: the system does not give a page of %s; see to the disk"
            .formatted(segment.file().file()));
  }

  /// Removes a segment that holds nothing: a start without calls leaves two.
  private void remove(Segment empty) throws JournalException {
    folder.delete(empty.file());
    segments.remove(empty);
  }

  private void told(Segment segment, long skipped) {
    if (skipped > 0) {
      notices.add(
          "%s holds %d bytes that were not written whole, which are skipped"
              .formatted(segment.file().file(), skipped));
    }
  }

  /// Grows beyond the bound, if need be: that the store is away is no reason not to start.
  private void appendOrGrow(Entry entry) throws JournalException {
    while (!append(entry)) {
      grow();
    }
  }

  private static Entry lost(Opened call) {
    var paid =
        new Paid(call, call.target(), Meters.NONE, call.nanos(), call.at(), true, true, Entry.LOST);
    return new Entry(paid, Entry.Payer.KEY, Entry.LOST, 1);
  }

  /// The folder of the journal.
  public Path path() {
    return folder.path();
  }

  /// The journal's own id.
  public String node() {
    return node.toString();
  }

  /// Whether no segment of an earlier process was found in the folder.
  public boolean isNew() {
    return isNew;
  }

  /// Whether the segment is missing that has the last entry in front of a place.
  public boolean lacks(JournalPlace place) {
    return place.position() > FileHead.SIZE
        && segments.all().stream().noneMatch(one -> one.number() == place.segment());
  }

  /// The faults that were found when the journal was opened, a sentence each.
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /// Calls `listener` with what is found amiss from now on, a sentence each, on the thread of the
  /// ledger.
  public void onNotice(Consumer<String> listener) {
    listeners.add(listener);
  }

  /// Tells that something is amiss.
  public void tell(String notice) {
    listeners.forEach(listener -> listener.accept(notice));
  }

  /// The calls that are under way.
  public OpenCalls openCalls() {
    return open;
  }

  /// Appends an entry. Waits for nothing.
  ///
  /// @return false where the journal is full
  public boolean append(Entry entry) {
    return append(EntryCodec.encode(entry));
  }

  /// Appends the end of a call; false where the journal has no room.
  public boolean append(Entry end, OpenCalls.Noted of) {
    return append(EntryCodec.encode(of.encoded(), end));
  }

  private boolean append(byte[] payload) {
    while (true) {
      Segment into = current.get();
      if (isAppended(into, payload)) {
        return true;
      }
      Segment next = into.next();
      if (next == null) {
        return false;
      }
      boolean _ = current.compareAndSet(into, next);
    }
  }

  /// Appends a payload to a segment. Where the system does not give a page of the segment, the next
  /// one takes what comes.
  private static boolean isAppended(Segment into, byte[] payload) {
    try {
      return into.append(payload);
    } catch (InternalError fault) {
      into.abandon();
      return false;
    }
  }

  /// Makes room ahead of those that append: the segment behind the current one. A segment whose
  /// file was cut or removed takes nothing any more.
  public void tend() {
    look();
    segments.dropCopies(COPIED * (long) sizes.segment());
    Segment last = segments.last();
    if (last.isAbandoned() ? isPaused() : current.get().next() != null) {
      return;
    }
    if (bytes() + sizes.segment() > sizes.most()) {
      trouble = full().getMessage();
      return;
    }
    try {
      grow();
      trouble = null;
    } catch (JournalException e) {
      trouble = e.getMessage();
    }
  }

  private void look() {
    if (waiting.nanos().getAsLong() - looked < LOOK_EACH) {
      return;
    }
    looked = waiting.nanos().getAsLong();
    boolean gone = !folder.isThere();
    if (gone && !toldGone) {
      tell(
          "%s was moved away or removed while it was in use: calls go on in what is open of it; put it back, or restart the process once the store has all"
              .formatted(folder.path()));
    }
    toldGone = gone;
    if (!gone) {
      segments.all().forEach(Segment::isLost);
    }
  }

  /// Whether segments are made only later: a disk that gives no page of a new segment is not filled
  /// with more of them.
  private boolean isPaused() {
    boolean pause = waiting.nanos().getAsLong() - grown < LOOK_EACH;
    trouble = pause ? "the system does not give the pages of " + folder.path() : null;
    return pause;
  }

  private void grow() throws JournalException {
    grown = waiting.nanos().getAsLong();
    long number = segments.last().number() + 1;
    segments.add(Segment.live(folder.segment(number, node, sizes.segment()), waiting));
  }

  private JournalException full() {
    String why =
        "is full with %d bytes that the store has not taken: see to the store".formatted(bytes());
    return new JournalException(folder.path(), why);
  }

  /// Why the journal cannot grow; empty where it can.
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  private long bytes() {
    return (long) segments.all().size() * sizes.segment();
  }

  /// Reads from a place on; from the oldest entry, where that one is gone.
  public JournalReader read(JournalPlace from) {
    return new JournalReader(segments.at(from), from);
  }

  /// The place behind the last entry that is there now.
  public JournalPlace end() {
    JournalReader reader = read(new JournalPlace(own, FileHead.SIZE));
    while (reader.advance()) {
      // The next entry.
    }
    return reader.place();
  }

  /// Whether nothing was begun behind a place.
  public boolean isEnd(JournalPlace place) {
    JournalReader reader = read(place);
    return !reader.advance() && !reader.isWaiting();
  }

  /// Removes segments that lie before a place and that are in the store.
  public void written(JournalPlace until) {
    segments.written(until);
    try {
      while (segments.all().size() > KEPT + 1 && segments.first().number() < until.segment()) {
        remove(segments.first());
      }
    } catch (JournalException e) {
      trouble = e.getMessage();
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
