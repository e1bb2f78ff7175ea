import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes the script of the pages: installs what the lockfile names, checks the types and bundles
/// all modules into one file. Nothing is done again for sources and a lockfile that are the same.
///
///     java Bundle.java MODULE OUTPUT [required]
///
/// Without npm, or where it cannot install, the build goes on: a script takes the pages' place that
/// says how to get them. With `required` that is an error.
final class Bundle {
    private static final int OLDEST_NODE = 20;
    private static final Pattern MAJOR = Pattern.compile("v(\\d+)\\..*");

    private final Path module;
    private final Path script;
    private final boolean isRequired;

    private Bundle(Path module, Path output, boolean isRequired) {
        this.module = module;
        this.script = output.resolve("js/main.js");
        this.isRequired = isRequired;
    }

    /// Why there can be no pages.
    private static final class MissingException extends Exception {
        private static final long serialVersionUID = 1;

        MissingException(String reason) {
            super(reason);
        }
    }

    public static void main(String[] args) throws Exception {
        boolean isRequired = args.length > 2 && args[2].equals("true");
        new Bundle(Path.of(args[0]), Path.of(args[1]), isRequired).make();
    }

    private void make() throws Exception {
        Path stamp = module.resolve("target/pages.sha256");
        String inputs = hashOfInputs();
        if (Files.exists(script) && Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
            return;
        }
        Files.deleteIfExists(stamp);
        clear(script.getParent());
        try {
            Path node = node();
            install(node);
            require(run(node, "node_modules/typescript/bin/tsc", "--project", "."), "types");
            require(
                    run(
                            node,
                            "node_modules/esbuild/bin/esbuild",
                            "src/main/ts/main.ts",
                            "--bundle",
                            "--minify",
                            "--format=esm",
                            "--target=es2022",
                            "--legal-comments=none",
                            "--banner:js=/* With code of others, see LICENSES.txt */",
                            "--metafile=target/pages.json",
                            "--log-level=warning",
                            "--outfile=" + script),
                    "bundle");
            Path licenses = script.resolveSibling("LICENSES.txt");
            require(
                    run(node, "src/build/licenses.mjs", "target/pages.json", licenses.toString()),
                    "licences");
            Files.writeString(stamp, inputs);
        } catch (MissingException e) {
            if (isRequired) {
                throw new IllegalStateException("the pages cannot be built: " + e.getMessage());
            }
            System.err.println(
                    "[WARNING] Narthex is built without its pages: "
                            + e.getMessage()
                            + ". Its API is complete.");
            Files.copy(module.resolve("src/build/missing.js"), script);
        }
    }

    private static void require(int exitCode, String what) {
        if (exitCode != 0) {
            throw new IllegalStateException("the pages' " + what + ": see above");
        }
    }

    /// Installs unless that was done for the same lockfile, a copy of which tells.
    private void install(Path node) throws IOException, InterruptedException, MissingException {
        Path lock = module.resolve("package-lock.json");
        Path installed = module.resolve("node_modules/.installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
            return;
        }
        Path npm = program("npm").orElseThrow(() -> new MissingException("npm is missing"));
        int exitCode =
                run(
                        npm,
                        "ci",
                        "--ignore-scripts",
                        "--prefer-offline",
                        "--no-audit",
                        "--no-fund",
                        "--loglevel=error");
        if (exitCode != 0) {
            throw new MissingException("npm ci failed, see above");
        }
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path node() throws IOException, InterruptedException, MissingException {
        Path node = program("node").orElseThrow(() -> new MissingException("Node is missing"));
        Process process = new ProcessBuilder(node.toString(), "--version").start();
        Matcher version =
                MAJOR.matcher(new String(process.getInputStream().readAllBytes()).strip());
        if (process.waitFor() != 0
                || !version.matches()
                || Integer.parseInt(version.group(1)) < OLDEST_NODE) {
            throw new MissingException(node + " is older than Node " + OLDEST_NODE);
        }
        return node;
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private int run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(program.toString()), Arrays.stream(arguments)).toList();
        return new ProcessBuilder(command).directory(module.toFile()).inheritIO().start().waitFor();
    }

    private String hashOfInputs() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> sources = Files.walk(module.resolve("src"));
                Stream<Path> others =
                        Stream.of("package.json", "package-lock.json", "tsconfig.json")
                                .map(module::resolve)) {
            for (Path file :
                    Stream.concat(
                                    sources.filter(f -> !f.startsWith(module.resolve("src/test")))
                                            .filter(
                                                    f ->
                                                            f.toString()
                                                                    .matches(
                                                                            ".*\\.(mjs|js|tsx?|java)")),
                                    others)
                            .sorted()
                            .toList()) {
                digest.update(module.relativize(file).toString().getBytes());
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Deletes what another build left, and leaves an empty folder.
    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
