package io.bighammer.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** The gateway's process: takes the home's lock, starts the platform, and ends with the exit code that core gives. */
public final class Launcher {

    private static final int CANNOT_START = 1;
    private static final int ALREADY_RUNS = 4;

    /** In the order in which the start needs them. */
    private static final List<String> SLOW_TO_INITIALIZE = List.of(
            "tools.jackson.databind.cfg.MapperBuilder",
            "org.newsclub.net.unix.AFSocketAddress",
            "org.eclipse.jetty.http.MimeTypes");

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        spareSearches();
        Path home = home();
        Optional<HomeLock> lock = HomeLock.take(home);
        if (lock.isEmpty()) {
            System.err.println("A gateway of " + home + " runs already, its pid is " + HomeLock.holder(home)
                    + ". It was not touched; stop it with: " + home.resolve("duang.sh") + " stop");
            System.exit(ALREADY_RUNS);
        }
        // These take as long as installing the bundles; both at once take half of it.
        new Thread(Launcher::warmUp, "warm-up").start();
        Ending ending = new Ending();
        int code = run(home, ending);
        lock.get().close();
        ending.complete();
        System.exit(code);
    }

    /** Answers what libraries would otherwise look for. */
    private static void spareSearches() {
        // Jetty, through JMX, which takes longer to come up than a door: heaps of ours are below 32 GB.
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        // Felix, in all jars: ways to extend the class path by bundles, of which there are none.
        System.setProperty("felix.extensions.disable", "true");
    }

    private static void warmUp() {
        LoggerFactory.getILoggerFactory(); // see LogSetup
        for (String name : SLOW_TO_INITIALIZE) {
            try {
                Class.forName(name);
            } catch (ClassNotFoundException | LinkageError e) {
                LoggerFactory.getLogger(Launcher.class).warn("{} cannot be prepared: {}", name, e.toString());
            }
        }
    }

    private static int run(Path home, Ending ending) throws Exception {
        Platform platform = new Platform(home, ShippedBundles.in(home.resolve("lib")), ending);
        try {
            ending.stopBy(platform::stopInOrder);
            List<String> complaints = platform.start();
            if (complaints.isEmpty()) {
                return ending.awaitCode();
            }
            complaints.forEach(System.err::println);
            return CANNOT_START;
        } finally {
            platform.stop();
        }
    }

    private static Path home() throws IOException {
        Path home = Path.of(System.getProperty("bighammer.home", "")).normalize();
        if (!home.isAbsolute() || !Files.isDirectory(home)) {
            System.err.println("-Dbighammer.home must name the gateway's folder by its absolute path; it is '" + home
                    + "'. Start the gateway with: ./duang.sh start");
            System.exit(CANNOT_START);
        }
        Files.createDirectories(home.resolve("runtime/logs"));
        return home;
    }
}
