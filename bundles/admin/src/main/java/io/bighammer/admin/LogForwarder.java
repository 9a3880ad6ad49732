package io.bighammer.admin;

import java.util.Collections;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Brings what OSGi bundles (SCR, FileInstall, the framework) say in OSGi's own log into ours, which people read. */
@Component(service = {})
public final class LogForwarder {
    private final LogListener listener = LogForwarder::forward;
    private final LogReaderService reader;

    @Activate
    public LogForwarder(@Reference LogReaderService reader) {
        this.reader = reader;
        // What was said before, newest first.
        List<LogEntry> earlier = Collections.list(reader.getLog());
        Collections.reverse(earlier);
        earlier.forEach(LogForwarder::forward);
        reader.addLogListener(listener);
    }

    @Deactivate
    void close() {
        reader.removeLogListener(listener);
    }

    private static void forward(LogEntry entry) {
        Bundle bundle = entry.getBundle();
        String name =
                bundle == null || bundle.getSymbolicName() == null ? entry.getLoggerName() : bundle.getSymbolicName();
        LoggerFactory.getLogger(name)
                .atLevel(level(entry))
                .setCause(entry.getException())
                .log(entry.getMessage());
    }

    private static Level level(LogEntry entry) {
        // Every start of a bundle and every service is an event at INFO.
        boolean event = entry.getLoggerName().startsWith("Events.");
        return switch (entry.getLogLevel()) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case AUDIT, INFO -> event ? Level.DEBUG : Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
