package io.bighammer.core.life;

import io.bighammer.core.config.CertificateDates;
import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.ConfigurationException;
import io.bighammer.core.config.ConfigurationReader;
import io.bighammer.core.config.Finding;
import io.bighammer.core.diff.FileComparison;
import io.bighammer.core.plugin.PluginFolder;
import io.bighammer.core.plugin.PluginInstance;
import io.bighammer.core.shell.InForce;
import io.bighammer.core.way.Chain;
import io.bighammer.core.way.Ways;
import io.bighammer.core.websocket.Connections;
import io.bighammer.spi.Control;
import io.bighammer.spi.Door;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the generations, one after another, and ends what only an older one used. All but {@link #complaints},
 * {@link #compare}, {@link #current}, {@link #leave} and {@link #inForce} is called by the configuration thread.
 */
final class Generations implements ConfigurationThread.Renewal {
    private static final Logger log = LoggerFactory.getLogger(Generations.class);

    private final BundleContext core;
    private final LiveGateway gateway;
    private final LiveServices services;
    private final Ways ways;
    private final ConfigurationReader reader;
    private final Executor blockingPool;
    private final Executor retirement;
    private final Connections connections;
    private final PluginFolder folder;
    private final Reloads reloads = new Reloads();
    private volatile Optional<Built> current = Optional.empty();
    private volatile List<String> refused = List.of();
    private volatile List<String> folderRefusals = List.of();
    private volatile Configuration configuration;

    Generations(
            BundleContext core,
            LiveGateway gateway,
            LiveServices services,
            Ways ways,
            ConfigurationReader reader,
            Executor blockingPool,
            Executor retirement,
            Connections connections,
            Configuration configuration) {
        this.core = core;
        this.gateway = gateway;
        this.services = services;
        this.ways = ways;
        this.reader = reader;
        this.blockingPool = blockingPool;
        this.retirement = retirement;
        this.connections = connections;
        this.folder = new PluginFolder(core, configuration.gateway().files().pluginFolder());
        this.configuration = configuration;
    }

    /** The first one: what is missing answers 503. */
    void begin() {
        long began = System.nanoTime();
        configuration.outages().forEach(outage -> log.error("{}", outage.whileItLasts()));
        configuration.warnings().forEach(warning -> log.warn("{}", warning));
        CertificateDates.warnings(configuration, Instant.now()).forEach(warning -> log.warn("{}", warning));
        PluginFolder.Change change = folder.look();
        GenerationBuilder builder = builder(configuration, change);
        use(builder.build(), change, began);
    }

    /** The next one, or none at all: whatever does not fit refuses the whole change. */
    @Override
    public void renew() {
        long began = System.nanoTime();
        try {
            Configuration read = reader.read();
            boolean changed = !read.equals(configuration); // once: of thousands of routes it takes its time
            if (changed) {
                folder.settingsHaveChanged();
            }
            renew(read, changed, folder.look(), began);
            refused = List.of();
        } catch (ConfigurationException e) {
            refuse(e.findings().stream().map(Finding::toString).toList());
        } catch (RefusedChange e) {
            refuse(e.reasons());
        }
        folderRefusals = List.copyOf(folder.refusals());
    }

    /**
     * As {@link #renew()}, and looks at a jar again although it has not changed.
     *
     * @return why what is in it is not used; empty when it is
     */
    List<String> renewWith(Path jar) {
        folder.lookAgain(jar);
        renew();
        List<String> reasons = new ArrayList<>(refused);
        folder.refusal(jar).ifPresent(reasons::add);
        return reasons;
    }

    private void renew(Configuration read, boolean changed, PluginFolder.Change change, long began)
            throws RefusedChange {
        if (!changed && change.isEmpty()) {
            return;
        }
        GenerationBuilder builder = builder(read, change);
        Built built = builder.build();
        List<Fault> ofNewJars = built.faults().stream()
                .filter(fault -> change.isNew(fault.plugin()))
                .toList();
        if (!ofNewJars.isEmpty()) {
            builder.discard();
            refuseJars(ofNewJars, change);
            reloads.refused();
            if (!changed && change.isEmpty()) {
                return;
            }
            builder = builder(read, change);
            built = builder.build();
        }
        Door.Change opened;
        try {
            requireNoNewFaults(built, change);
            requireNone(LostServices.by(configuration, read));
            opened = gateway.change(configuration, read);
        } catch (RefusedChange e) {
            builder.discard();
            change.undo();
            throw e;
        }
        configuration = read;
        services.follow(read.services(), read.gateway());
        use(built, change, began);
        opened.keep();
        reloads.made();
    }

    /** Whether a jar was taken away so lately that the folder should be looked at again. */
    @Override
    public boolean isSettling() {
        return folder.isSettling();
    }

    private GenerationBuilder builder(Configuration read, PluginFolder.Change change) {
        return new GenerationBuilder(core, services.all(), blockingPool, read, change, current, connections);
    }

    /** Only the jars are refused: what else has changed is not theirs. */
    private static void refuseJars(List<Fault> faults, PluginFolder.Change change) {
        Map<String, String> reasons = new LinkedHashMap<>();
        faults.forEach(fault -> reasons.putIfAbsent(fault.plugin(), fault.reason()));
        reasons.forEach(change::refuse);
    }

    /** What was broken before may stay so, and what has gone has gone; a change must not break more. */
    private void requireNoNewFaults(Built built, PluginFolder.Change change) throws RefusedChange {
        Set<String> known = current.stream()
                .flatMap(before -> before.faults().stream())
                .map(Fault::plugin)
                .collect(Collectors.toSet());
        List<String> news = built.faults().stream()
                .filter(fault -> !known.contains(fault.plugin()) && !change.hasGone(fault.plugin()))
                .map(Fault::reason)
                .toList();
        requireNone(news);
    }

    private static void requireNone(List<String> reasons) throws RefusedChange {
        if (!reasons.isEmpty()) {
            throw new RefusedChange(reasons);
        }
    }

    private void refuse(List<String> reasons) {
        reloads.refused();
        reasons.forEach(reason -> log.error("Change refused, all stays as it was: {}", reason));
        refused = reasons.stream().map(reason -> "change refused: " + reason).toList();
    }

    private void use(Built built, PluginFolder.Change change, long began) {
        Optional<Built> before = current;
        connections.countFor(built.socketPaths());
        ways.use(built.generation());
        connections.follow(built.generation(), configuration.gateway().limits().maxMessageSize());
        current = Optional.of(built);
        List<Bundle> bundles = change.keep();
        folderRefusals = List.copyOf(folder.refusals());
        built.pluginNews(before).forEach(log::info);
        built.faults().forEach(fault -> log.error("{}", fault.reason()));
        built.absent().forEach(fault -> log.warn("{}", fault.reason()));
        built.warnings().forEach(warning -> log.warn("{}", warning));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        log.info("Generation {} is in force, after {} ms", built.generation().number(), millis);
        before.ifPresent(old -> retire(old, built, bundles));
    }

    private void retire(Built old, Built now, List<Bundle> bundles) {
        Set<Chain> kept = now.generation().chains();
        List<CompletableFuture<Void>> ends = old.generation().chains().stream()
                .filter(chain -> !kept.contains(chain))
                .map(Chain::retire)
                .toList();
        Set<PluginInstance> unused = old.instances().stream()
                .filter(instance -> !now.instances().contains(instance))
                .collect(Collectors.toSet());
        Duration limit = configuration.gateway().limits().drainTimeout();
        services.generationEnds();
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync(
                        (ended, late) -> {
                            if (late != null) {
                                log.warn(
                                        "Requests through replaced plugins did not end within {} s", limit.toSeconds());
                            }
                            unused.forEach(PluginInstance::close);
                            bundles.forEach(folder::uninstall);
                            services.generationEnded();
                        },
                        retirement);
    }

    /** A plugin goes: until the next generation is in force, its routes answer 503. From any thread. */
    void leave(ServiceReference<?> going) {
        current.ifPresent(built -> built.instances().forEach(instance -> instance.leaveIf(going)));
    }

    /** Ends all plugins; no request is under way any more. */
    void end() {
        current.ifPresent(built -> built.instances().forEach(PluginInstance::close));
        folder.close();
    }

    /** What the files say now against what is in force. */
    Control.Comparison compare() {
        return FileComparison.of(reader, configuration);
    }

    Optional<Built> current() {
        return current;
    }

    Reloads.Figures reloads() {
        return reloads.figures();
    }

    /** For the shell; before the first generation there is none. */
    InForce inForce() {
        Built built = current.orElseThrow(() -> new IllegalStateException("The gateway still starts."));
        return new InForce(configuration, built.generation(), built.plugins(), complaints());
    }

    List<String> complaints() {
        List<String> all = new ArrayList<>(refused);
        all.addAll(folderRefusals);
        current.ifPresent(built -> built.faults().forEach(fault -> all.add(fault.reason())));
        configuration.outages().forEach(outage -> all.add(outage.whileItLasts()));
        return all;
    }

    List<String> notReady() {
        List<String> all = new ArrayList<>();
        current.ifPresent(built -> all.addAll(built.notReady()));
        configuration.outages().forEach(outage -> all.add(outage.finding().toString()));
        return all;
    }

    /** What works, but perhaps not as it was meant. */
    List<String> warnings() {
        List<String> all = new ArrayList<>();
        current.ifPresent(built -> {
            all.addAll(built.warnings());
            built.absent().forEach(fault -> all.add(fault.reason()));
        });
        configuration.warnings().forEach(warning -> all.add(warning.toString()));
        CertificateDates.warnings(configuration, Instant.now()).forEach(warning -> all.add(warning.toString()));
        return all;
    }
}
