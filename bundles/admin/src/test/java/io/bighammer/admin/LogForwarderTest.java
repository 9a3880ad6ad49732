package io.bighammer.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.LoggerFactory;

class LogForwarderTest {
    private static final String SCR = "forwarded.scr";
    private static final String EVENTS = "Events.Bundle";

    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private final FakeLog osgi = new FakeLog();

    @BeforeEach
    void listen() {
        seen.start();
        logger(SCR).setLevel(Level.TRACE);
        logger(SCR).addAppender(seen);
        logger(EVENTS).setLevel(Level.TRACE);
        logger(EVENTS).addAppender(seen);
    }

    @AfterEach
    void leave() {
        logger(SCR).detachAppender(seen);
        logger(EVENTS).detachAppender(seen);
    }

    @Test
    void whatWasSaidBeforeComesFirst() {
        osgi.earlier.add(new Entry(SCR, LogLevel.ERROR, "second"));
        osgi.earlier.add(new Entry(SCR, LogLevel.WARN, "first"));
        new LogForwarder(osgi);
        osgi.say(new Entry(SCR, LogLevel.INFO, "third"));

        assertEquals(List.of("WARN first", "ERROR second", "INFO third"), lines());
    }

    @Test
    void eventsAreNoNewsButTheirErrorsAre() {
        new LogForwarder(osgi);
        osgi.say(new Entry(EVENTS, LogLevel.INFO, "BundleEvent STARTED"));
        osgi.say(new Entry(EVENTS, LogLevel.ERROR, "FrameworkEvent ERROR"));

        assertEquals(List.of("DEBUG BundleEvent STARTED", "ERROR FrameworkEvent ERROR"), lines());
    }

    @Test
    void itEndsWithItsBundle() {
        new LogForwarder(osgi).close();

        assertTrue(osgi.listeners.isEmpty());
    }

    private List<String> lines() {
        return seen.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private static final class FakeLog implements LogReaderService {
        final List<LogEntry> earlier = new ArrayList<>();
        final List<LogListener> listeners = new ArrayList<>();

        void say(LogEntry entry) {
            listeners.forEach(listener -> listener.logged(entry));
        }

        @Override
        public void addLogListener(LogListener listener) {
            listeners.add(listener);
        }

        @Override
        public void removeLogListener(LogListener listener) {
            listeners.remove(listener);
        }

        @Override
        public Enumeration<LogEntry> getLog() {
            return Collections.enumeration(earlier);
        }
    }

    private record Entry(String getLoggerName, LogLevel getLogLevel, String getMessage) implements LogEntry {

        @Override
        public Bundle getBundle() {
            return null;
        }

        @Override
        public ServiceReference<?> getServiceReference() {
            return null;
        }

        @Override
        @Deprecated
        public int getLevel() {
            return getLogLevel.ordinal();
        }

        @Override
        public Throwable getException() {
            return null;
        }

        @Override
        public long getTime() {
            return 0;
        }

        @Override
        public long getSequence() {
            return 0;
        }

        @Override
        public String getThreadInfo() {
            return "main";
        }

        @Override
        public StackTraceElement getLocation() {
            return null;
        }
    }
}
