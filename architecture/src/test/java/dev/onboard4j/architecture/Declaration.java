package dev.onboard4j.architecture;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.Position;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.CallableDeclaration;
import com.github.javaparser.ast.body.CompactConstructorDeclaration;
import com.github.javaparser.ast.body.InitializerDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithSimpleName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A method, constructor or initializer that has a body. Its length is the number of lines from the
 * first to the last of its declaration, without Javadoc and the annotations before it.
 */
record Declaration(Path file, int line, String name, int length) {
  private static final ParserConfiguration JAVA_17 =
      new ParserConfiguration().setLanguageLevel(LanguageLevel.JAVA_17);

  static List<Declaration> of(Path file) {
    return parse(file).findAll(Node.class, Declaration::hasBody).stream()
        .map(node -> of(file, node))
        .toList();
  }

  /** Stays when other lines change: {@code File.method}. */
  String id() {
    return file.getFileName().toString().replace(".java", ".") + name;
  }

  /** As an editor opens it: {@code file:line name, length}. */
  @Override
  public String toString() {
    return "%s:%d %s, %d lines".formatted(MavenModule.ROOT.relativize(file), line, name, length);
  }

  private static CompilationUnit parse(Path file) {
    try {
      ParseResult<CompilationUnit> parsed = new JavaParser(JAVA_17).parse(file);
      if (!parsed.isSuccessful()) {
        throw new IllegalStateException(file + ": " + parsed.getProblems());
      }
      return parsed.getResult().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasBody(Node node) {
    return node instanceof MethodDeclaration method
        ? method.getBody().isPresent()
        : node instanceof CallableDeclaration
            || node instanceof CompactConstructorDeclaration
            || node instanceof InitializerDeclaration;
  }

  private static Declaration of(Path file, Node node) {
    int first = firstPosition(node).line;
    return new Declaration(file, first, name(node), node.getEnd().orElseThrow().line - first + 1);
  }

  private static Position firstPosition(Node node) {
    return node.getChildNodes().stream()
        .filter(child -> !(child instanceof AnnotationExpr))
        .flatMap(child -> child.getBegin().stream())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static String name(Node node) {
    return node instanceof NodeWithSimpleName<?> named ? named.getNameAsString() : "initializer";
  }
}
