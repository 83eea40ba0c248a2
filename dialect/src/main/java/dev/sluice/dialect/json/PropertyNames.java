package dev.sluice.dialect.json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names of one object's properties, each of which may occur once. It remembers so many as no
/// honest request has, and no more, so that no body can make it large. For one pass over one
/// object.
public final class PropertyNames {
  /// How many properties one object may have that is looked at; the APIs know a few dozen.
  public static final int COUNT_MAX = 1024;

  /// How many characters their names may have together.
  public static final int CHARS_MAX = 64 * 1024;

  /// What a name takes beside its characters, with its place in a set.
  private static final int NAME = 96;

  /// Most objects have no more properties than are compared one by one.
  private static final int FEW = 8;

  private final String[] few = new String[FEW];

  /// The names after the first few.
  private @Nullable Set<String> more;

  private String last = "";
  private int count;
  private int chars;

  /// Takes note of `name`.
  ///
  /// @return whether it is there for the first time
  public boolean add(String name) {
    last = name;
    chars += name.length();
    boolean isNew = isNew(name);
    count++;
    return isNew;
  }

  /// Whether there are too many, or too long ones.
  public boolean full() {
    return count > COUNT_MAX || chars > CHARS_MAX;
  }

  /// How many bytes of memory the names of all these objects take, at most.
  public static int capacity(List<PropertyNames> objects) {
    int all = 0;
    for (int i = 0; i < objects.size(); i++) {
      all += objects.get(i).count * NAME + objects.get(i).chars * Character.BYTES;
    }
    return all;
  }

  /// The last one; empty before the first.
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
