package io.narthex.exercises;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/// Runs one test method over classes of its own: those given first, then the modules'. Only what
/// others wrote, JUnit among it, is shared with the test that asks.
final class Trial {
    private Trial() {}

    /// The classes and tests of some modules, and the libraries that they need.
    static List<Path> classPath(List<String> modules) {
        List<Path> path = new ArrayList<>();
        for (String module : modules) {
            Path built = Exercise.ROOT.resolve(module).resolve("target");
            path.add(built.resolve("classes"));
            path.add(built.resolve("test-classes"));
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.startsWith(Exercise.ROOT.toString()) && entry.endsWith(".jar")) {
                path.add(Path.of(entry));
            }
        }
        return path;
    }

    /// Runs a test method, with all its parameters.
    ///
    /// @param classPath where a class is looked for, in this order
    static TestExecutionSummary run(List<Path> classPath, String testClass, String testMethod) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(
                        classPath.stream()
                                .filter(Files::isDirectory)
                                .map(Trial::url)
                                .toArray(URL[]::new),
                        new Libraries())) {
            thread.setContextClassLoader(loader);
            Class<?> type = loader.loadClass(testClass);
            Method method =
                    Arrays.stream(type.getDeclaredMethods())
                            .filter(m -> m.getName().equals(testMethod))
                            .findAny()
                            .orElseThrow(
                                    () -> new AssertionError("no " + testMethod + " in " + type));
            LauncherDiscoveryRequest request =
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectMethod(type, method))
                            .build();
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request, listener);
            return listener.getSummary();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    /// Everything on this test's class path but the project's own.
    private static final class Libraries extends ClassLoader {
        Libraries() {
            super(Trial.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.narthex.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public URL getResource(String name) {
            return name.startsWith("io/narthex/") ? null : super.getResource(name);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("io/narthex/")
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }
}
