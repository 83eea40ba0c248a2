package dev.sluice.it.structure;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// What one source file holds, as the compiler's parser sees it.
///
/// @param types the simple names of its top-level types
/// @param codeLines its lines without empty ones and those of comments
/// @param methodLines the lines of each of its methods that has a body, without those of
///   annotations
/// @param constants its numeric constants: those with a name, and other literals than 0, 1 and 2
record Source(
    Path path, List<String> types, int codeLines, List<Integer> methodLines, int constants) {
  private static final Set<Modifier> CONSTANT = Set.of(Modifier.STATIC, Modifier.FINAL);
  private static final Set<TypeKind> NOT_NUMERIC = Set.of(TypeKind.BOOLEAN, TypeKind.CHAR);

  /// All source files below a folder.
  static List<Source> in(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      var sources = new ArrayList<Source>();
      for (CompilationUnitTree unit : task.parse()) {
        sources.add(of(unit, positions));
      }
      return sources;
    }
  }

  private static Source of(CompilationUnitTree unit, SourcePositions positions) throws IOException {
    Path path = Path.of(unit.getSourceFile().toUri());
    List<String> types =
        unit.getTypeDecls().stream()
            .filter(ClassTree.class::isInstance)
            .map(type -> ((ClassTree) type).getSimpleName().toString())
            .toList();
    List<String> lines = Files.readAllLines(path);
    return new Source(
        path, types, codeLines(lines), methodLines(unit, lines, positions), constants(unit));
  }

  private static int codeLines(List<String> lines) {
    return (int)
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !isComment(line))
            .count();
  }

  private static boolean isComment(String line) {
    return line.startsWith("//") || line.startsWith("/*") || line.startsWith("*");
  }

  private static int constants(CompilationUnitTree unit) {
    var count = new AtomicInteger();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree variable, Void unused) {
        boolean named =
            variable.getModifiers().getFlags().containsAll(CONSTANT)
                && variable.getType() instanceof PrimitiveTypeTree type
                && !NOT_NUMERIC.contains(type.getPrimitiveTypeKind());
        count.addAndGet(named ? 1 : 0);
        return named ? null : super.visitVariable(variable, null);
      }

      @Override
      public Void visitLiteral(LiteralTree literal, Void unused) {
        boolean counts =
            literal.getValue() instanceof Number number
                && !List.of(0.0, 1.0, 2.0).contains(Math.abs(number.doubleValue()));
        count.addAndGet(counts ? 1 : 0);
        return null;
      }
    }.scan(unit, null);
    return count.get();
  }

  private static List<Integer> methodLines(
      CompilationUnitTree unit, List<String> lines, SourcePositions positions) {
    LineMap map = unit.getLineMap();
    var lengths = new ArrayList<Integer>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void unused) {
        if (method.getBody() != null) {
          long modifiers = positions.getEndPosition(unit, method.getModifiers());
          long start = Math.max(positions.getStartPosition(unit, method), modifiers);
          long last = map.getLineNumber(positions.getEndPosition(unit, method));
          lengths.add(codeLines(lines.subList((int) map.getLineNumber(start) - 1, (int) last)));
        }
        return super.visitMethod(method, null);
      }
    }.scan(unit, null);
    return lengths;
  }
}
