package io.bighammer.core.life;

import io.bighammer.spi.GatewayConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Has Felix FileInstall watch the plugin folder and the configuration's folders; all it does is to mark that something changed. */
final class FileWatch implements ArtifactInstaller, AutoCloseable {
    private static final String FILE_INSTALL = "org.apache.felix.fileinstall";
    private static final String POLL_MILLIS = "250";

    private final Path pluginFolder;
    private final Set<Path> files;
    private final Runnable changed;
    private final List<Configuration> watches = new ArrayList<>();
    private final ServiceRegistration<ArtifactInstaller> registration;

    FileWatch(BundleContext core, ConfigurationAdmin admin, GatewayConfig config, Path configFile, Runnable changed)
            throws IOException {
        this.pluginFolder = config.files().pluginFolder();
        this.files = Stream.of(
                        configFile,
                        config.files().router(),
                        config.files().plugins(),
                        config.files().services())
                .collect(Collectors.toSet());
        this.changed = changed;
        // Before FileInstall's own handler, which would install a jar that nobody has looked through.
        this.registration = core.registerService(
                ArtifactInstaller.class, this, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 100)));
        watch(admin, pluginFolder, ".*\\.jar");
        Set<Path> folders = files.stream().map(Path::getParent).collect(Collectors.toCollection(LinkedHashSet::new));
        for (Path folder : folders) {
            watch(admin, folder, ".*\\.json");
        }
    }

    private void watch(ConfigurationAdmin admin, Path folder, String filter) throws IOException {
        Dictionary<String, Object> settings = new Hashtable<>(Map.of(
                "felix.fileinstall.dir", folder.toString(),
                "felix.fileinstall.filter", filter,
                "felix.fileinstall.poll", POLL_MILLIS,
                "felix.fileinstall.noInitialDelay", "true",
                "felix.fileinstall.subdir.mode", "skip",
                "felix.fileinstall.enableConfigSave", "false",
                "felix.fileinstall.log.level", "1"));
        Configuration watch = admin.createFactoryConfiguration(FILE_INSTALL, "?");
        watch.update(settings);
        watches.add(watch);
    }

    @Override
    public boolean canHandle(File artifact) {
        Path path = artifact.toPath();
        return files.contains(path)
                || path.getParent().equals(pluginFolder)
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
        for (Configuration watch : watches) {
            try {
                watch.delete();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
