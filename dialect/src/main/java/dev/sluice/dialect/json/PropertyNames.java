package dev.sluice.dialect.json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names of one object's properties, each of which may occur once. As many names are remembered
/// as no honest request has, and no more, so that no body can make this object large. For one pass
/// over one object.
public final class PropertyNames {
  /// The most properties of one object that are looked at; the APIs know a few dozen.
  public static final int COUNT_MAX = 1024;

  /// The most characters that the names of one object may have together.
  public static final int CHARS_MAX = 64 * 1024;

  /// The heap bytes that a name takes beside its characters, with its place in a set.
  private static final int NAME = 96;

  /// The number of names that are compared one by one; most objects have no more.
  private static final int FEW = 8;

  private final String[] few = new String[FEW];

  /// The names after the first few.
  private @Nullable Set<String> more;

  private String last = "";
  private int count;
  private int chars;

  /// Remembers `name`.
  ///
  /// @return whether the name is there for the first time
  public boolean add(String name) {
    last = name;
    chars += name.length();
    boolean isNew = isNew(name);
    count++;
    return isNew;
  }

  /// Whether there are too many names, or too long ones.
  public boolean full() {
    return count > COUNT_MAX || chars > CHARS_MAX;
  }

  /// The most bytes of memory that the names of all these objects take.
  public static int capacity(List<PropertyNames> objects) {
    int all = 0;
    for (int i = 0; i < objects.size(); i++) {
      all += objects.get(i).count * NAME + objects.get(i).chars * Character.BYTES;
    }
    return all;
  }

  /// The name that was added last; empty before the first.
  public String last() {
    return last;
  }

  private boolean isNew(String name) {
    for (int i = 0; i < Math.min(count, FEW); i++) {
      if (name.equals(few[i])) {
        return false;
      }
    }
    if (count >= FEW) {
      more = more == null ? new HashSet<>() : more;
      return more.add(name);
    }
    few[count] = name;
    return true;
  }
}
