package io.bighammer.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;

/**
 * The gateway's log, in {@code runtime/logs}; {@code duang.sh run} sets {@code bighammer.console} to see it as well. Code, because reading a
 * file that says the same makes a start longer; who names one, by {@code -Dlogback.configurationFile}, gets that instead.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** The component is the bundle for our own classes (io.bighammer.http.… → http), else the class. */
    private static final String COMPONENT =
            "%replace(%replace(%logger){'^io\\.bighammer\\.(plugins\\.)?(\\w+)\\..*$', '$2'}){'^.*\\.', ''}";

    private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss.SSS} {level} [" + COMPONENT + "] %msg%n";
    private static final String FOLDER = System.getProperty("bighammer.home", "") + "/runtime/logs/";
    private static final int OLD_FILES = 4;
    private static final long FILE_BYTES = 10 * FileSize.MB_COEFFICIENT;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getStatusManager().add(new NopStatusListener());
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(file());
        if (System.getProperty("bighammer.console") != null) {
            root.addAppender(started(new ConsoleAppender<>(), "console", "%highlight(%-5level)"));
        }
        // Core says in our words what Jetty says in its own.
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private Appender<ILoggingEvent> file() {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setFile(FOLDER + "gateway.log");

        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(getContext());
        window.setParent(file);
        window.setFileNamePattern(FOLDER + "gateway.%i.log");
        window.setMinIndex(1);
        window.setMaxIndex(OLD_FILES);
        window.start();
        file.setRollingPolicy(window);

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(getContext());
        size.setMaxFileSize(new FileSize(FILE_BYTES));
        size.start();
        file.setTriggeringPolicy(size);
        return started(file, "file", "%-5level");
    }

    private Appender<ILoggingEvent> started(OutputStreamAppender<ILoggingEvent> appender, String name, String level) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(getContext());
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(LINE.replace("{level}", level));
        encoder.start();
        appender.setContext(getContext());
        appender.setName(name);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
