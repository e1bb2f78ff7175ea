import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Gives the classes of a jar that are older than Java 6 (all of picocli) stack maps and a newer
/// version, in place: a cache of linked classes leaves out what only the old verifier can check,
// and
/// every start would read, inflate and check these classes again.
///
///     java OldClasses.java JAR
final class OldClasses {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_7_VERSION;

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]).toAbsolutePath();
        // Entries are compressed again, so a copy is read while they change.
        Path copy = Files.copy(jar, Files.createTempDirectory("jar").resolve("copy.jar"));
        try (URLClassLoader classes = new URLClassLoader(new URL[] {copy.toUri().toURL()}, null);
                FileSystem files =
                        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            ClassFile writer = writer(classes);
            for (Path file : classFiles(files)) {
                renew(file, writer);
            }
        } finally {
            Files.delete(copy);
            Files.delete(copy.getParent());
        }
    }

    private static ClassFile writer(ClassLoader classes) {
        return ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofResourceParsing(classes)
                                .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static List<Path> classFiles(FileSystem files) throws IOException {
        try (Stream<Path> all = Files.walk(files.getPath("/"))) {
            return all.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static void renew(Path file, ClassFile writer) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int version = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
            if (version < FIRST_WITH_STACK_MAPS) {
                FileTime time = Files.getLastModifiedTime(file);
                Files.write(file, writer.transformClass(writer.parse(bytes), renewal()));
                Files.setLastModifiedTime(file, time);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Code passes through element by element, or it would be copied without stack maps.
    private static ClassTransform renewal() {
        ClassTransform version =
                (to, element) ->
                        to.with(
                                element instanceof ClassFileVersion
                                        ? ClassFileVersion.of(FIRST_WITH_STACK_MAPS, 0)
                                        : element);
        return version.andThen(
                ClassTransform.transformingMethodBodies((to, element) -> to.with(element)));
    }
}
