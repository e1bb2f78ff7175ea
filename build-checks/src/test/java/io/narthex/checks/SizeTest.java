package io.narthex.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Files of main code have at most 600 lines, methods at most 60. A method that is one exhaustive
/// switch with a short arm per case may be longer.
class SizeTest {
    private static final int FILE_LINES = 600;
    private static final int METHOD_LINES = 60;

    /// What may be larger, each with its reason; an entry that is no longer needed fails the test.
    private static final Map<String, String> EXEMPT = Map.of();

    @Test
    void filesAndMethods_areReadable() {
        Map<String, Integer> tooLarge = new TreeMap<>();
        List<Path> files = SourceTree.javaFiles("src/main/java");
        for (Path file : files) {
            int lines = SourceTree.read(file).split("\n", -1).length - 1;
            if (lines > FILE_LINES) {
                tooLarge.put(SourceTree.name(file), lines);
            }
        }
        methods(files, tooLarge);
        EXEMPT.keySet()
                .forEach(
                        name ->
                                assertThat(tooLarge.remove(name))
                                        .as("exemption no longer needed: %s", name)
                                        .isNotNull());
        assertThat(tooLarge).isEmpty();
    }

    private static void methods(List<Path> files, Map<String, Integer> tooLarge) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of(),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(unit, positions, tooLarge).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Map<String, Integer> tooLarge;

        Scanner(
                CompilationUnitTree unit,
                SourcePositions positions,
                Map<String, Integer> tooLarge) {
            this.unit = unit;
            this.positions = positions;
            this.tooLarge = tooLarge;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            int lines = lines(method);
            if (lines > METHOD_LINES && !isPlainSwitch(method)) {
                String file = SourceTree.name(Path.of(unit.getSourceFile().toUri()));
                tooLarge.put(file + "#" + method.getName(), lines);
            }
            return super.visitMethod(method, unused);
        }

        /// One switch whose arms take at most three lines each.
        private boolean isPlainSwitch(MethodTree method) {
            List<? extends StatementTree> body = method.getBody().getStatements();
            if (body.size() != 1) {
                return false;
            }
            List<? extends CaseTree> cases =
                    switch (body.getFirst()) {
                        case SwitchTree s -> s.getCases();
                        case ReturnTree r
                                when r.getExpression() instanceof SwitchExpressionTree s ->
                                s.getCases();
                        default -> new ArrayList<>();
                    };
            return !cases.isEmpty() && cases.stream().allMatch(c -> lines(c) <= 3);
        }

        private int lines(Tree tree) {
            LineMap map = unit.getLineMap();
            long start = map.getLineNumber(positions.getStartPosition(unit, tree));
            long end = map.getLineNumber(positions.getEndPosition(unit, tree));
            return (int) (end - start + 1);
        }
    }
}
