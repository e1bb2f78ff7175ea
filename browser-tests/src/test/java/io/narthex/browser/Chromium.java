package io.narthex.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A headless Chromium for tests, as a static `@RegisterExtension`; all classes share one process.
/// Each visit has its own cookies and storage, and ends with its test; of a failed test the page's
/// picture and HTML are kept in `target/screens`.
///
/// Without Chromium, Node or built pages the class is skipped with the reason; with `-Pci` it
/// fails.
final class Chromium implements BeforeAllCallback, AfterTestExecutionCallback, AfterEachCallback {
    /// Where pictures of failed tests go.
    private static final Path SCREENS = Path.of("target", "screens");

    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

    /// Nothing but the page under test: no look for updates, no services of the maker.
    private static final List<String> FLAGS =
            List.of(
                    "--disable-gpu",
                    "--disable-lcd-text", // letters in grey: smaller pictures
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final List<Visit> visits = new ArrayList<>();
    private Browser browser;

    /// The browser's process, which ends with the last test.
    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        static Running start() {
            Playwright playwright =
                    Playwright.create(
                            new Playwright.CreateOptions().setEnv(Node.require().environment()));
            // Chromium refuses to run as root within its sandbox.
            boolean root = "root".equals(System.getProperty("user.name"));
            BrowserType.LaunchOptions options =
                    new BrowserType.LaunchOptions()
                            .setExecutablePath(EXECUTABLE)
                            .setChromiumSandbox(!root)
                            .setArgs(FLAGS);
            return new Running(playwright, playwright.chromium().launch(options));
        }

        @Override
        public void close() {
            playwright.close(); // and with it the browser
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ExternalProgram.require(EXECUTABLE, "chromium fonts-noto-cjk");
        // The build requires the pages itself where it has to.
        assumeTrue(PageFiles.areBuilt(), "the pages were not built: npm is missing");
        browser =
                context.getRoot()
                        .getStore(Namespace.create(Chromium.class))
                        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                        .browser();
    }

    /// Opens a server's page.
    ///
    /// @param url the page's address, with the hash that holds its state
    Visit visit(String url, Viewer viewer) {
        Visit visit = Visit.open(browser, url, viewer);
        visits.add(visit);
        return visit;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            return;
        }
        String method = context.getRequiredTestMethod().getName();
        String display = context.getDisplayName();
        String name =
                context.getRequiredTestClass().getSimpleName()
                        + "."
                        + (display.startsWith(method) ? method : method + display)
                                .replaceAll("\\W+", "_");
        for (int i = 0; i < visits.size(); i++) {
            visits.get(i).keep(SCREENS, i == 0 ? name : name + "_" + (i + 1));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        visits.forEach(Visit::close);
        visits.clear();
    }
}
