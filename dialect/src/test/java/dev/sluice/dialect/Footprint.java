package dev.sluice.dialect;

import dev.sluice.dialect.json.HeapMeter;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// How many bytes of heap objects take with all that they refer to, each counted once, as a JVM
/// with compressed references lays them out: by walking them. What every call shares is left out:
/// constants, classes, what a meter is.
public final class Footprint {
  private static final int HEADER = 12;
  private static final int REFERENCE = 4;
  private static final int ARRAY = 16;

  /// Asking for fields takes longer than reading them, and there are millions of objects.
  private static final ClassValue<Layout> LAYOUTS =
      new ClassValue<>() {
        @Override
        protected Layout computeValue(Class<?> type) {
          return Layout.of(type);
        }
      };

  private final IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
  private final Deque<Object> waiting = new ArrayDeque<>();
  private long bytes;

  private Footprint() {}

  public static long of(Object... roots) {
    var walk = new Footprint();
    for (Object root : roots) {
      walk.go(root);
    }
    while (!walk.waiting.isEmpty()) {
      walk.count(walk.waiting.pop());
    }
    return walk.bytes;
  }

  private void go(Object object) {
    boolean shared =
        object == null
            || object instanceof Enum
            || object instanceof Class
            || object instanceof HeapMeter
            || object instanceof Boolean
            || (object instanceof String text && text.isEmpty());
    if (!shared && seen.put(object, true) == null) {
      waiting.push(object);
    }
  }

  private void count(Object object) {
    switch (object) {
      case String text -> bytes += 24 + array(text.length(), isLatin(text) ? 1 : 2);
      case StringBuilder text -> bytes += 24 + array(text.capacity(), isLatin(text) ? 1 : 2);
      case Long _ -> bytes += 24;
      case Integer _ -> bytes += 16;
      case OptionalLong _ -> bytes += 24;
      case Optional<?> held -> {
        bytes += 16;
        held.ifPresent(this::go);
      }
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map, map instanceof TreeMap ? 48 : 40);
      case Set<?> set -> {
        bytes += 64 + table(set.size()) + 40L * set.size();
        set.forEach(this::go);
      }
      default -> other(object);
    }
  }

  private void list(List<?> list) {
    if (!list.isEmpty()) {
      bytes += 24 + array(list.size(), REFERENCE);
      list.forEach(this::go);
    }
  }

  private void map(Map<?, ?> map, int entry) {
    bytes += 56 + table(map.size()) + (long) entry * map.size();
    map.forEach(
        (key, value) -> {
          go(key);
          go(value);
        });
  }

  private static long table(int entries) {
    return entries == 0 ? 0 : array(Integer.highestOneBit(entries * 4 / 3) * 2, REFERENCE);
  }

  private void other(Object object) {
    Class<?> type = object.getClass();
    if (type.isArray()) {
      bytes += array(Array.getLength(object), size(type.getComponentType()));
      if (object instanceof Object[] references) {
        Arrays.asList(references).forEach(this::go);
      }
      return;
    }
    if (type.getName().startsWith("java.")) {
      throw new IllegalStateException("how large is " + type + "?");
    }
    fields(object, type);
  }

  private void fields(Object object, Class<?> type) {
    Layout layout = LAYOUTS.get(type);
    bytes += layout.size;
    for (Field field : layout.references) {
      try {
        go(field.get(object));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// What objects of a type take by themselves, and where they refer to others.
  private record Layout(long size, List<Field> references) {
    static Layout of(Class<?> type) {
      long size = HEADER;
      List<Field> references = new ArrayList<>();
      for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
        for (Field field : each.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            size += Footprint.size(field.getType());
            if (!field.getType().isPrimitive()) {
              field.setAccessible(true);
              references.add(field);
            }
          }
        }
      }
      return new Layout(aligned(size), references);
    }
  }

  private static int size(Class<?> type) {
    if (type == long.class || type == double.class) {
      return 8;
    }
    if (type == byte.class || type == boolean.class) {
      return 1;
    }
    return type == char.class || type == short.class ? 2 : REFERENCE;
  }

  private static boolean isLatin(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 255) {
        return false;
      }
    }
    return true;
  }

  private static long array(int length, int each) {
    return aligned(ARRAY + (long) length * each);
  }

  private static long aligned(long size) {
    return (size + 7) & -8;
  }
}
