package io.bighammer.core.plugin;

import io.bighammer.core.config.Spelling;
import io.bighammer.core.plugin.RefusedJars.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deploy folder and the bundles that were made of its jars: the folder is the truth, the framework follows. A new version is
 * started beside the old one; which of the two stays is decided by {@link Change#keep} or {@link Change#undo}. Of two files with
 * the same plugin, the one that was first has the name, over restarts. Used by the configuration thread alone.
 */
public final class PluginFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PluginFolder.class);
    private static final Duration REMOVAL_DELAY = Duration.ofSeconds(2);

    private final BundleContext context;
    private final Path folder;
    private final InstantSource clock;
    private Map<Path, Deployed> deployed = new TreeMap<>();
    private Map<String, DeployedPlugin> inForce = Map.of();
    private final RefusedJars refused = new RefusedJars();
    private final Map<Path, Instant> missing = new TreeMap<>();
    private final Set<Path> again = new HashSet<>();
    private final PluginBundles bundles;
    private final FirstJars first;

    private record Deployed(Stamp stamp, String name, Bundle bundle) {}

    private record Found(Path file, Stamp stamp) {}

    public PluginFolder(BundleContext context, Path folder) {
        this(context, folder, InstantSource.system());
    }

    PluginFolder(BundleContext context, Path folder, InstantSource clock) {
        this.context = context;
        this.folder = folder;
        this.clock = clock;
        this.bundles = new PluginBundles(context);
        this.first = new FirstJars(Path.of(context.getProperty("bighammer.home"), "runtime", "plugins.txt"));
    }

    /** Looks at the folder and starts what is new in it. */
    public Change look() {
        List<Found> found = new ArrayList<>();
        for (Path file : jars()) {
            try {
                found.add(new Found(file, Stamp.of(file)));
            } catch (IOException e) {
                log.debug("{} went away while it was looked at", file, e);
            }
        }
        // What stays comes before what changes, and that before what is new: a newcomer takes no name away. At a start
        // all are
        // new, and those that were in force come first.
        found.sort(Comparator.comparing((Found each) -> !isKnown(each))
                .thenComparing(each -> !deployed.containsKey(each.file))
                .thenComparing(each -> !first.contains(each.file)));
        Change change = new Change();
        found.forEach(change::take);
        again.clear();
        change.goneFiles();
        change.findPlugins();
        return change;
    }

    private boolean isKnown(Found found) {
        if (again.contains(found.file)) {
            return false;
        }
        Deployed running = deployed.get(found.file);
        return running != null && running.stamp.equals(found.stamp) || refused.isKnown(found.file, found.stamp);
    }

    /** Whether a jar was taken away so lately that its bundle still runs: look again. */
    public boolean isSettling() {
        return !missing.isEmpty();
    }

    private List<Path> jars() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(PluginJar::isJar).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The plugin folder cannot be read: " + folder, e);
        }
    }

    /** The next look takes the jar for a new one. */
    public void lookAgain(Path jar) {
        again.add(jar);
    }

    /** The next look tries the jars again that did not take their settings. */
    public void settingsHaveChanged() {
        again.addAll(refused.forTheirSettings());
    }

    /** Why a jar is not used as it is now. */
    public Optional<String> refusal(Path jar) {
        return refused.reason(jar);
    }

    /** The jars that were refused as they are now, each with the reason. */
    public Collection<String> refusals() {
        return refused.reasons();
    }

    /** The folder as it would be now; not in force before {@link #keep}. */
    public final class Change {
        private final Map<Path, Deployed> next = new TreeMap<>();
        private final List<Bundle> started = new ArrayList<>();
        private final List<Bundle> replaced = new ArrayList<>();
        private Map<String, DeployedPlugin> plugins = Map.of();

        private void take(Found found) {
            missing.remove(found.file);
            Deployed running = deployed.get(found.file);
            if (running != null && running.stamp.equals(found.stamp) && !again.contains(found.file)) {
                refused.remove(found.file); // what was copied over it is gone again
                next.put(found.file, running);
            } else if (!isKnown(found) && deploy(found)) {
                if (running != null) {
                    replaced.add(running.bundle);
                }
            } else if (running != null) {
                next.put(found.file, running);
            }
        }

        private boolean deploy(Found found) {
            Optional<String> name = Optional.empty();
            try {
                PluginJar jar = PluginJar.read(found.file);
                name = Optional.of(jar.name());
                Optional<Path> owner = owner(jar.name());
                if (owner.isPresent()) {
                    refuse(found.file, found.stamp, name, Cause.ANOTHER_JAR, jar.alreadyIn(owner.get()));
                    return false;
                }
                Bundle bundle = bundles.start(jar);
                started.add(bundle);
                next.put(found.file, new Deployed(found.stamp, jar.name(), bundle));
                refused.remove(found.file);
                return true;
            } catch (PluginException e) {
                refuse(found.file, found.stamp, name, Cause.ITSELF, e.getMessage());
                return false;
            }
        }

        private Optional<Path> owner(String name) {
            return next.entrySet().stream()
                    .filter(other -> other.getValue().name.equals(name))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        private void refuse(Path file, Stamp stamp, Optional<String> name, Cause cause, String message) {
            String stays = deployed.containsKey(file) ? "; the version before it stays" : "";
            String reason = folder.getFileName() + "/" + message + stays;
            refused.add(file, new RefusedJars.Refused(stamp, name, cause, reason));
        }

        /** Whether this change has started the plugin, anew or for the first time. */
        public boolean isNew(String name) {
            return startedFile(name).isPresent();
        }

        private Optional<Path> startedFile(String name) {
            return owner(name).filter(file -> started.contains(next.get(file).bundle));
        }

        /** Takes a new version out again, because it does not take its settings; the one before it, if there is one, stays. */
        public void refuse(String name, String reason) {
            Path file = startedFile(name).orElseThrow();
            Deployed taken = next.remove(file);
            started.remove(taken.bundle);
            deployed.forEach((path, before) -> {
                if (before.name.equals(name) && replaced.remove(before.bundle)) {
                    next.put(path, before);
                }
            });
            refuse(file, taken.stamp, Optional.of(name), Cause.SETTINGS, file.getFileName() + ": " + reason);
            bundles.uninstall(taken.bundle);
            findPlugins();
        }

        private void goneFiles() {
            Instant now = clock.instant();
            deployed.forEach((file, running) -> {
                if (next.containsKey(file) || replaced.contains(running.bundle)) {
                    return;
                }
                Instant since = missing.computeIfAbsent(file, gone -> now);
                if (owner(running.name).isPresent()) { // the file was renamed
                    missing.remove(file);
                    replaced.add(running.bundle);
                } else if (Duration.between(since, now).compareTo(REMOVAL_DELAY) < 0) {
                    next.put(file, running);
                } else {
                    missing.remove(file);
                    replaced.add(running.bundle);
                }
            });
            refused.removeGone();
        }

        /** Whether it leaves all plugins as they are. */
        public boolean isEmpty() {
            return started.isEmpty() && replaced.isEmpty() && plugins.equals(inForce);
        }

        /** The plugins that were there when the folder was looked at, by name; one that waits for a service of its own is not. */
        public Map<String, DeployedPlugin> plugins() {
            return plugins;
        }

        /** Not each time when it is asked: one that goes away in the middle of the change must be missed by the next look. */
        private void findPlugins() {
            Map<String, DeployedPlugin> found = new TreeMap<>();
            next.values().forEach(plugin -> bundles.plugin(plugin.bundle)
                    .ifPresent(reference ->
                            found.put(plugin.name, new DeployedPlugin(plugin.name, plugin.bundle, reference))));
            plugins = found;
        }

        /**
         * Whether the plugin was there and is not any more, although no other version has come: its jar was taken away, its bundle was
         * stopped, or a service that it needs has gone.
         */
        public boolean hasGone(String name) {
            return inForce.containsKey(name) && !plugins.containsKey(name) && !isNew(name);
        }

        /** Why a plugin that the configuration names is not among {@link #plugins}. */
        public String whyMissing(String name) {
            Optional<Bundle> bundle = next.values().stream()
                    .filter(plugin -> plugin.name.equals(name))
                    .map(Deployed::bundle)
                    .findFirst();
            if (bundle.isPresent()) {
                return Idle.reason(context, bundle.get());
            }
            return refused.reasonOf(name).orElseGet(() -> noJar(name));
        }

        private String noJar(String name) {
            String hint = Spelling.hint(name, plugins.keySet());
            String there = plugins.isEmpty() ? "none" : String.join(", ", plugins.keySet());
            return "no jar in the plugin folder holds it" + (hint.isEmpty() ? " (there: " + there + ")" : hint);
        }

        /** Puts the change in force. The bundles that are no longer used run on until {@link PluginFolder#uninstall}. */
        public List<Bundle> keep() {
            deployed = next;
            inForce = plugins;
            first.keep(next.keySet());
            next.forEach((file, plugin) -> {
                if (started.contains(plugin.bundle)) {
                    refused.forget(file);
                }
            });
            return List.copyOf(replaced);
        }

        /** Takes back what was started; the files are tried again at the next look. */
        public void undo() {
            started.forEach(bundles::uninstall);
        }
    }

    public void uninstall(Bundle bundle) {
        bundles.uninstall(bundle);
    }

    /** Ends what runs in the background; the bundles stay. */
    @Override
    public void close() {
        bundles.close();
    }
}
