package dev.sluice.batches;

import dev.sluice.accounts.store.OwnerFolder;
import dev.sluice.batches.s3.ObjectInfo;
import dev.sluice.batches.s3.S3Bucket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The log of one batch in S3: each of its files is a sequence of objects that are put once and
/// never changed, `NUMBER/INDEX`. The number has the owner's epoch and, behind it, how often the
/// owner has opened the log. So a put that came to an unknown end, and arrives later than the next
/// opening, stands in a file that counts no further than the next one has noted ([LogBounds]).
final class S3Log implements LogFiles {
  /// How many of a number's bits count openings.
  private static final int OPENINGS = 24;

  private static final Pattern SEGMENT = Pattern.compile("(\\d{1,19})/(\\d{1,9})");

  private final S3Bucket bucket;
  private final String under;
  private final Path copies;
  private final IntSupplier opening;
  private final Runnable removed;

  /// The segments of each file; null until they were looked for.
  private @Nullable SortedMap<Long, Map<Integer, ObjectInfo>> found;

  private @Nullable S3LogCopy copy;

  /// @param under what the names of its objects begin with
  /// @param opening counts the openings of this process
  /// @param removed run when there is no log any more
  S3Log(S3Bucket bucket, String under, Path copies, IntSupplier opening, Runnable removed) {
    this.bucket = bucket;
    this.under = under;
    this.copies = copies;
    this.opening = opening;
    this.removed = removed;
  }

  private SortedMap<Long, Map<Integer, ObjectInfo>> found() throws IOException {
    SortedMap<Long, Map<Integer, ObjectInfo>> known = found;
    if (known == null) {
      known = look();
      found = known;
    }
    return known;
  }

  private SortedMap<Long, Map<Integer, ObjectInfo>> look() throws IOException {
    var all = new TreeMap<Long, Map<Integer, ObjectInfo>>();
    list(some -> some.forEach(one -> addSegment(one, all)));
    return all;
  }

  private void addSegment(ObjectInfo one, Map<Long, Map<Integer, ObjectInfo>> all) {
    Matcher segment = SEGMENT.matcher(one.name().substring(under.length()));
    if (segment.matches()) {
      var _ =
          all.computeIfAbsent(Long.valueOf(segment.group(1)), _ -> new HashMap<>())
              .put(Integer.valueOf(segment.group(2)), one);
    }
  }

  private void list(S3Bucket.Some<ObjectInfo> to) throws IOException {
    try {
      bucket.list(under, to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway ends");
    }
  }

  @Override
  public List<Long> epochs() throws IOException {
    return List.copyOf(found().keySet());
  }

  @Override
  public long next(long epoch) {
    return (epoch << OPENINGS) | (opening.getAsInt() & ((1 << OPENINGS) - 1));
  }

  @Override
  public LogFile open(long number) throws IOException {
    OwnerFolder.makeMissing(copies);
    return found().containsKey(number)
        ? copy().file(number)
        : new S3LogFile(bucket, under + number + "/", copies);
  }

  private S3LogCopy copy() throws IOException {
    S3LogCopy made = copy;
    if (made == null) {
      var files = new TreeMap<Long, List<ObjectInfo>>();
      for (Map.Entry<Long, Map<Integer, ObjectInfo>> file : found().entrySet()) {
        files.put(file.getKey(), whole(file.getValue()));
      }
      made = S3LogCopy.of(bucket, copies, files);
      copy = made;
    }
    return made;
  }

  /// The segments of a file, from the first one to where one is missing: what stands behind that
  /// counts as not written.
  private static List<ObjectInfo> whole(Map<Integer, ObjectInfo> all) {
    List<ObjectInfo> whole = new ArrayList<>();
    for (ObjectInfo next = all.get(0); next != null; next = all.get(whole.size())) {
      whole.add(next);
    }
    return whole;
  }

  @Override
  public void remove() throws IOException {
    list(some -> S3LogCopy.beside(some, one -> bucket.delete(one.name())));
    found = null;
    removed.run();
  }
}
