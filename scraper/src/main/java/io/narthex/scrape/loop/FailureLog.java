package io.narthex.scrape.loop;

import io.narthex.scrape.ScrapeError;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// `scrape_failure_log_file`: a line of JSON for each scrape that failed. The file is opened for
/// each, so that it may be moved away at any time.
///
/// Thread safety: safe for concurrent calls; lines are never mixed.
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final JsonFactory JSON = new JsonFactory();

    private FailureLog() {}

    static void add(Path file, Instant time, String job, String target, ScrapeError error) {
        try {
            // One write of a whole line to the end of a file.
            Files.writeString(
                    file,
                    line(time, job, target, error),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.error("scrape_failure_log_file {} can't be written: {}", file, e.toString());
        }
    }

    private static String line(Instant time, String job, String target, ScrapeError error) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("time", time.toString());
            out.writeStringProperty("level", "ERROR");
            out.writeStringProperty("msg", error.reason());
            out.writeStringProperty("job_name", job);
            out.writeStringProperty("target", target);
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
