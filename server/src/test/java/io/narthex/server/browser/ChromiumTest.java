package io.narthex.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.server.json.Json;
import io.narthex.testkit.ExternalProgram;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.imageio.ImageIO;

/// One Chromium looks at small pages, as it would at a server's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChromiumTest {
    private static final Viewer SMALL = new Viewer(320, 240, "light");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Data come a moment after the page.
    private static final String PAGE =
            """
            <!doctype html><meta name="color-scheme" content="light dark">
            <meta name="viewport" content="width=device-width">
            <style>
              body { margin: 0; background: #fff; height: 600px }
              @media (prefers-color-scheme: dark) { body { background: #000 } }
              section { width: 100px; height: 50px; background: #00f }
            </style>
            <section data-state="empty"></section>
            <script>
              setTimeout(() => {
                document.querySelector('section').style.background = '#f00';
                document.querySelector('section').dataset.state = 'data';
              }, 200);
            </script>
            """;

    private static final String MOVING =
            """
            <!doctype html><meta name="viewport" content="width=device-width">
            <section style="width:160px;height:240px"></section><footer
              style="margin-top:600px">end</footer>
            <script>
              let hue = 0;
              setInterval(() => {
                document.querySelector('section').style.background = `hsl(${hue += 30} 90% 50%)`;
              }, 120);
            </script>
            """;

    private Chromium chromium;

    @BeforeAll
    void start() throws Exception {
        ExternalProgram.require(Path.of("/usr/bin/chromium"), "chromium fonts-noto-cjk");
        chromium = Chromium.start("the test", "ko");
    }

    @AfterAll
    void end() {
        if (chromium == null) {
            return; // the tests are skipped
        }
        ProcessHandle process = chromium.process();
        Path profile = chromium.profile();
        assertThat(process.isAlive()).isTrue();
        chromium.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(profile).doesNotExist();
    }

    private static String url(String page) {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        return "data:text/html;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private Tab quiet(Viewer viewer) throws Exception {
        Tab tab = chromium.open(url(PAGE), viewer);
        tab.awaitQuiet(PATIENCE);
        return tab;
    }

    @Test
    void pictures_showTheData() throws Exception {
        Tab tab = quiet(SMALL);
        Pixels window = Pixels.read(PngPicture.small(tab.picture()));
        assertThat(window.width()).isEqualTo(320);
        assertThat(window.height()).isEqualTo(240);
        assertThat(window.argb()).startsWith(0xffff0000).endsWith(0xffffffff);
        assertThat(Pixels.read(tab.wholePicture()).height()).isEqualTo(600);
        Pixels section = Pixels.read(tab.picture("section"));
        assertThat(section.width()).isEqualTo(100);
        assertThat(section.argb()).hasSize(5000).containsOnly(0xffff0000);
        assertThatThrownBy(() -> tab.picture("#nothing"))
                .isInstanceOf(BrowserException.class)
                .hasMessage("The page shows no #nothing; name another element");
        tab.close();
    }

    @Test
    void viewer_hasAThemeAndALanguage() throws Exception {
        Tab tab = quiet(new Viewer(320, 240, "dark"));
        assertThat(Pixels.read(tab.picture()).argb()).endsWith(0xff000000);
        assertThat(tab.evaluate("navigator.language").text()).isEqualTo("ko");
        tab.close();
    }

    @Test
    void pageWithoutData_saysWhatIsMissing() throws Exception {
        Tab tab = chromium.open(url("<section data-state=empty>"), SMALL);
        assertThatThrownBy(() -> tab.awaitQuiet(Duration.ofSeconds(1)))
                .isInstanceOf(BrowserException.class)
                .hasMessageStartingWith("After 1 s the page shows no data");
        tab.close();
    }

    @Test
    void nobodyThere_namesTheRemedy() {
        assertThatThrownBy(() -> chromium.open("http://127.0.0.1:1/", SMALL))
                .isInstanceOf(BrowserException.class)
                .hasMessageContaining("ERR_")
                .hasMessageEndingWith("name a page of a running server with --url=URL");
    }

    @Test
    void print_isPdf() throws Exception {
        Tab tab = chromium.open("about:blank", SMALL);
        tab.show("<!doctype html><p>printed");
        assertThat(new String(tab.print(), StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
        tab.close();
    }

    /// What was filmed is played by the same Chromium, which knows its length and can jump.
    @Test
    void film_isPlayedAsVideoAndAsAnimatedPicture() throws Exception {
        Tab tab = chromium.open(url(MOVING), SMALL);
        tab.awaitQuiet(Duration.ofMillis(500)); // it never is
        Film.Step scroll = new Film.Step(Duration.ofMillis(500), "scroll:footer");
        List<FilmFrame> frames = Film.record(tab, Duration.ofSeconds(1), List.of(scroll));
        assertThat(tab.evaluate("scrollY").number()).isPositive();
        assertThat(frames.size()).isGreaterThan(2);
        assertThat(frames.getFirst().micros()).isZero();
        assertThat(frames).extracting(FilmFrame::micros).isSorted();

        tab.close();

        byte[] video = Video.of(chromium, frames, 1);
        Tab player = quiet(SMALL); // videos play in the tab in front only
        Json played =
                player.evaluate(
                        """
                        new Promise((resolve, reject) => {
                          const video = document.createElement('video');
                          video.onerror = () => reject(new Error(video.error.message));
                          video.onloadeddata = () => (video.currentTime = 0.9);
                          video.onseeked = () => resolve([video.duration, video.videoWidth, video.videoHeight]);
                          video.src = 'data:video/webm;base64,%s';
                        })\
                        """
                                .formatted(Base64.getEncoder().encodeToString(video)));
        assertThat(played.items().stream().map(Json::number)).containsExactly(1.0, 320.0, 240.0);
        player.close();
    }

    @Test
    void animatedPicture_endsAsTheFilm() throws Exception {
        List<FilmFrame> frames = new ArrayList<>();
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 3; i++) {
            image.setRGB(5 + 9 * i, 4 + 8 * i, 0xff0000 >> 8 * i);
            image.setRGB(30, 2, 0x404040 * i);
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            frames.add(new FilmFrame(i * 1_000_000L, png.toByteArray()));
        }
        byte[] animated = MovingPicture.of(frames, 3);
        assertThat(Pixels.read(animated).argb()).isEqualTo(Pixels.read(frames.get(0).png()).argb());

        Path page =
                Files.writeString(chromium.profile().resolve("trusted.html"), "<!doctype html>");
        Tab tab = chromium.open(page.toUri().toString(), SMALL);
        tab.awaitQuiet(PATIENCE);
        String decoded = LAST_FRAME.formatted(Base64.getEncoder().encodeToString(animated));
        List<Integer> last =
                tab.evaluate(decoded).items().stream().map(v -> (int) v.number()).toList();
        List<Integer> expected =
                Arrays.stream(Pixels.read(frames.get(2).png()).argb())
                        .mapToObj(argb -> argb & 0xffffff)
                        .toList();
        assertThat(last).isEqualTo(expected);
        tab.close();
    }

    /// The colours of what the third frame of an animated picture shows.
    private static final String LAST_FRAME =
            """
            (async () => {
              const data = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0));
              const decoder = new ImageDecoder({data, type: 'image/png'});
              const {image} = await decoder.decode({frameIndex: 2});
              const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight).getContext('2d');
              canvas.drawImage(image, 0, 0);
              const {data: rgba} = canvas.getImageData(0, 0, image.displayWidth, image.displayHeight);
              return Array.from({length: rgba.length / 4},
                (_, i) => rgba[4 * i] << 16 | rgba[4 * i + 1] << 8 | rgba[4 * i + 2]);
            })()\
            """;

    @Test
    void noChromium_namesTheRemedy(@TempDir Path empty) throws IOException {
        assertThatThrownBy(() -> Chromium.start("--pdf", "en", empty.toString()))
                .isInstanceOf(BrowserException.class)
                .hasMessageStartingWith("--pdf needs Chromium, and the PATH has none of chromium,")
                .hasMessageEndingWith("install one, such as with apt-get install chromium");
    }
}
