package io.bighammer.core.life;

import io.bighammer.spi.GatewayConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Has Felix FileInstall watch the plugin folder, the configuration's files and those that it names; all it does is to mark that something changed. */
final class FileWatch implements ArtifactInstaller, AutoCloseable {
    private static final String FILE_INSTALL = "org.apache.felix.fileinstall";
    private static final String POLL_MILLIS = "250";

    private final ConfigurationAdmin admin;
    private final Path temporary;
    private final Path configFile;
    private final Runnable changed;
    private final Map<Watch, Configuration> watches = new HashMap<>();
    private volatile GatewayConfig named;
    private final ServiceRegistration<ArtifactInstaller> registration;

    /** One folder and the names that matter in it. */
    private record Watch(Path folder, String filter) {}

    FileWatch(BundleContext core, ConfigurationAdmin admin, GatewayConfig config, Path configFile, Runnable changed) {
        this.admin = admin;
        this.temporary = core.getDataFile("fileinstall").toPath();
        this.configFile = configFile;
        this.changed = changed;
        this.named = config;
        // Before FileInstall's own handler, which would install a jar that nobody has looked through.
        this.registration = core.registerService(
                ArtifactInstaller.class, this, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 100)));
        follow(config);
    }

    /** Watches what this configuration names, and nothing else. Called by one thread at a time. */
    void follow(GatewayConfig config) {
        named = config;
        Set<Watch> wanted = new LinkedHashSet<>();
        wanted.add(new Watch(config.files().pluginFolder(), ".*\\.jar"));
        jsonFiles().forEach(file -> wanted.add(new Watch(file.getParent(), ".*\\.json")));
        pemFiles()
                .forEach(file -> wanted.add(new Watch(
                        file.getParent(), Pattern.quote(file.getFileName().toString()))));
        try {
            for (Watch watch : wanted) {
                if (!watches.containsKey(watch)) {
                    watches.put(watch, begin(watch));
                }
            }
            for (Watch watch : Set.copyOf(watches.keySet())) {
                if (!wanted.contains(watch)) {
                    watches.remove(watch).delete();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Configuration begin(Watch watch) throws IOException {
        Dictionary<String, Object> settings = new Hashtable<>(Map.of(
                "felix.fileinstall.tmpdir",
                temporary.toString(), // else it leaves a folder in the machine's own each time
                "felix.fileinstall.dir",
                watch.folder().toString(),
                "felix.fileinstall.filter",
                watch.filter(),
                "felix.fileinstall.poll",
                POLL_MILLIS,
                "felix.fileinstall.noInitialDelay",
                "true",
                "felix.fileinstall.subdir.mode",
                "skip",
                "felix.fileinstall.enableConfigSave",
                "false",
                "felix.fileinstall.log.level",
                "1"));
        Configuration begun = admin.createFactoryConfiguration(FILE_INSTALL, "?");
        begun.update(settings);
        return begun;
    }

    private List<Path> jsonFiles() {
        GatewayConfig.Files now = named.files();
        return List.of(configFile, now.router(), now.plugins(), now.services());
    }

    /** Certificates are renewed by others, who change nothing else. */
    private Set<Path> pemFiles() {
        Set<Path> files = new LinkedHashSet<>();
        named.edge().tls().ifPresent(tls -> {
            tls.identities().forEach(identity -> {
                files.add(identity.file());
                files.add(identity.keyFile());
            });
            tls.clients().ifPresent(clients -> files.add(clients.file()));
        });
        return files;
    }

    @Override
    public boolean canHandle(File artifact) {
        Path path = artifact.toPath();
        return jsonFiles().contains(path)
                || pemFiles().contains(path)
                || path.getParent().equals(named.files().pluginFolder())
                        && path.getFileName().toString().endsWith(".jar");
    }

    @Override
    public void install(File artifact) {
        changed.run();
    }

    @Override
    public void update(File artifact) {
        changed.run();
    }

    @Override
    public void uninstall(File artifact) {
        changed.run();
    }

    @Override
    public void close() {
        registration.unregister();
        for (Configuration watch : watches.values()) {
            try {
                watch.delete();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
