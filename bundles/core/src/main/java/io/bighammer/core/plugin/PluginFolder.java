package io.bighammer.core.plugin;

import io.bighammer.api.Plugin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deploy folder and the bundles that were made of its jars: the folder is the truth, the framework follows. A new version is
 * started beside the old one; which of the two stays is decided by {@link Change#keep} or {@link Change#undo}. Used by
 * the configuration thread alone.
 */
public final class PluginFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PluginFolder.class);
    private static final Duration REMOVAL_DELAY = Duration.ofSeconds(2);

    private final BundleContext context;
    private final Path folder;
    private Map<Path, Deployed> deployed = new TreeMap<>();
    private Map<String, DeployedPlugin> inForce = Map.of();
    private final Map<Path, Refused> refused = new TreeMap<>();
    private final Map<Path, Instant> missing = new TreeMap<>();
    private final LeakWatch leaks = new LeakWatch();

    /** What tells that a file is another: its size and time, as FileInstall does it. */
    private record Stamp(long size, long modified) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis());
        }
    }

    private record Deployed(Stamp stamp, String name, Bundle bundle) {}

    private record Refused(Stamp stamp, String reason) {}

    public PluginFolder(BundleContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** Looks at the folder and starts what is new in it. */
    public Change look() {
        Change change = new Change();
        for (Path file : jars()) {
            try {
                change.take(file, Stamp.of(file));
            } catch (IOException e) {
                log.debug("{} went away while it was looked at", file, e);
            }
        }
        change.goneFiles();
        return change;
    }

    /** Whether a jar was taken away so lately that its bundle still runs: look again. */
    public boolean isSettling() {
        return !missing.isEmpty();
    }

    private List<Path> jars() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The plugin folder cannot be read: " + folder, e);
        }
    }

    /** The jars that were refused as they are now, each with the reason. */
    public Collection<String> refusals() {
        return refused.values().stream().map(Refused::reason).toList();
    }

    /** The folder as it would be now; not in force before {@link #keep}. */
    public final class Change {
        private final Map<Path, Deployed> next = new TreeMap<>();
        private final List<Bundle> started = new ArrayList<>();
        private final List<Bundle> replaced = new ArrayList<>();
        private final Set<String> removed = new HashSet<>();

        private void take(Path file, Stamp stamp) {
            missing.remove(file);
            Deployed running = deployed.get(file);
            Refused before = refused.get(file);
            boolean known =
                    running != null && running.stamp.equals(stamp) || before != null && before.stamp.equals(stamp);
            if (!known) {
                refused.remove(file);
                if (deploy(file, stamp)) {
                    if (running != null) {
                        replaced.add(running.bundle);
                    }
                    return;
                }
            }
            if (running != null) {
                next.put(file, running);
            }
        }

        private boolean deploy(Path file, Stamp stamp) {
            try {
                PluginJar jar = PluginJar.read(file);
                requireUnique(jar);
                Bundle bundle = start(jar);
                started.add(bundle);
                next.put(file, new Deployed(stamp, jar.name(), bundle));
                return true;
            } catch (PluginException e) {
                String stays = deployed.containsKey(file) ? "; the version before it stays" : "";
                log.error("Plugin refused: {}{}", e.getMessage(), stays);
                refused.put(file, new Refused(stamp, "plugins/" + e.getMessage() + stays));
                return false;
            }
        }

        private void requireUnique(PluginJar jar) throws PluginException {
            for (Map.Entry<Path, Deployed> other : next.entrySet()) {
                if (other.getValue().name.equals(jar.name())) {
                    throw new PluginException(jar.file().getFileName() + ": plugin " + jar.name() + " is already in "
                            + other.getKey().getFileName() + "; remove one of the two");
                }
            }
        }

        private Bundle start(PluginJar jar) throws PluginException {
            String location = "plugin:" + jar.file().getFileName() + "#" + System.nanoTime();
            Bundle bundle = null;
            try {
                bundle = context.installBundle(location, new ByteArrayInputStream(jar.bytes()));
                bundle.start(Bundle.START_TRANSIENT);
                return bundle;
            } catch (BundleException e) {
                if (bundle != null) {
                    uninstall(bundle);
                }
                throw new PluginException(jar.file().getFileName() + ": " + e.getMessage(), e);
            }
        }

        private void goneFiles() {
            Instant now = Instant.now();
            deployed.forEach((file, running) -> {
                if (next.containsKey(file) || replaced.contains(running.bundle)) {
                    return;
                }
                Instant since = missing.computeIfAbsent(file, gone -> now);
                if (Duration.between(since, now).compareTo(REMOVAL_DELAY) < 0) {
                    next.put(file, running);
                } else {
                    missing.remove(file);
                    replaced.add(running.bundle);
                    removed.add(running.name);
                }
            });
            refused.keySet().removeIf(file -> !Files.exists(file));
        }

        /** Whether it leaves all plugins as they are. */
        public boolean isEmpty() {
            return started.isEmpty() && replaced.isEmpty() && plugins().equals(inForce);
        }

        /** The plugins that are there, by name; one that waits for a service of its own is not. */
        public Map<String, DeployedPlugin> plugins() {
            Map<String, DeployedPlugin> found = new TreeMap<>();
            next.values().forEach(plugin -> reference(plugin.bundle)
                    .ifPresent(reference ->
                            found.put(plugin.name, new DeployedPlugin(plugin.name, plugin.bundle, reference))));
            return found;
        }

        /** Whether somebody has taken the jar of this plugin away. */
        public boolean isRemoved(String name) {
            return removed.contains(name);
        }

        /** Why a plugin that the configuration names is not among {@link #plugins}. */
        public String whyMissing(String name) {
            for (Map.Entry<Path, Refused> file : refused.entrySet()) {
                if (file.getValue().reason.contains(name)) {
                    return file.getValue().reason;
                }
            }
            return next.values().stream().anyMatch(plugin -> plugin.name.equals(name))
                    ? "its bundle runs but offers no plugin: it waits for a service, or was stopped"
                    : "no jar in the plugin folder holds it";
        }

        /** Puts the change in force. The bundles that are no longer used run on until {@link PluginFolder#uninstall}. */
        public List<Bundle> keep() {
            deployed = next;
            inForce = plugins();
            return List.copyOf(replaced);
        }

        /** Takes back what was started; the files are tried again at the next look. */
        public void undo() {
            started.forEach(PluginFolder.this::uninstall);
        }
    }

    private Optional<ServiceReference<Plugin>> reference(Bundle bundle) {
        try {
            return context.getServiceReferences(Plugin.class, "(" + DeployedPlugin.NAME + "=*)").stream()
                    .filter(reference -> bundle.equals(reference.getBundle()))
                    .findFirst();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public void uninstall(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        try {
            bundle.uninstall();
            if (wiring != null) {
                leaks.watch(bundle.getSymbolicName(), wiring.getClassLoader());
            }
        } catch (BundleException e) {
            log.warn("Bundle {} could not be uninstalled", bundle, e);
        }
    }

    /** Ends what runs in the background; the bundles stay. */
    @Override
    public void close() {
        leaks.close();
    }
}
