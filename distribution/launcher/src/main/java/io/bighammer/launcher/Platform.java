package io.bighammer.launcher;

import io.bighammer.spi.Control;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** The OSGi framework with the bundles that ship. */
final class Platform {
    /** OSGi Compendium, chapter 133. */
    private static final String SERVICE_LOADER =
            "osgi.extender;osgi.extender=\"osgi.serviceloader.processor\";version:Version=\"1.0\","
                    + "osgi.extender;osgi.extender=\"osgi.serviceloader.registrar\";version:Version=\"1.0\"";

    private final ShippedBundles shipped;
    private final IntConsumer exit;
    private final Path cache;
    private final AppClassPath classPath;
    private final Framework framework;

    Platform(Path home, ShippedBundles shipped, IntConsumer exit) {
        this.shipped = shipped;
        this.exit = exit;
        this.cache = home.resolve("runtime/cache");
        this.classPath = new AppClassPath(home.resolve("lib"));
        this.framework = new FrameworkFactory().newFramework(settings(home), classPath);
    }

    /** Starts everything, level by level; answers a line for each bundle that does not resolve or start. */
    List<String> start() throws BundleException, InterruptedException {
        framework.init();
        BundleContext context = framework.getBundleContext();
        context.registerService(IntConsumer.class, exit, new Hashtable<>(Map.of("bighammer.exit", true)));
        List<Bundle> bundles = install(context);
        framework.start();
        // Before anything runs: a gateway that lacks a part of itself must not open a door.
        if (!framework.adapt(FrameworkWiring.class).resolveBundles(bundles)) {
            return complaints(bundles, Bundle.RESOLVED);
        }
        raiseStartLevel();
        List<String> complaints = complaints(bundles, Bundle.ACTIVE);
        return complaints.isEmpty() && control().isEmpty() ? UnsatisfiedComponents.in(context) : complaints;
    }

    /** Asks the gateway to stop, in order; false when there is none yet. */
    boolean stopInOrder() {
        Optional<Control> control = control();
        control.ifPresent(Control::stop);
        return control.isPresent();
    }

    private Optional<Control> control() {
        BundleContext context = framework.getBundleContext();
        return Optional.ofNullable(context)
                .map(each -> each.getServiceReference(Control.class))
                .map(context::getService);
    }

    /** Leaves no cache behind: the next start would have to delete it first. */
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(10));
        deleteAll(cache.resolve("bundles").toFile());
    }

    private static void deleteAll(File file) {
        File[] inside = file.listFiles();
        if (inside != null) {
            for (File each : inside) {
                deleteAll(each);
            }
        }
        file.delete();
    }

    private List<Bundle> install(BundleContext context) throws BundleException {
        FrameworkStartLevel levels = framework.adapt(FrameworkStartLevel.class);
        List<Bundle> bundles = new ArrayList<>();
        for (ShippedBundles.Shipped each : shipped.jars()) {
            levels.setInitialBundleStartLevel(each.startLevel());
            Bundle bundle = context.installBundle(classPath.location(each.jar()));
            bundle.start();
            bundles.add(bundle);
        }
        levels.setInitialBundleStartLevel(1); // for plugins: they are started by hand
        return bundles;
    }

    private void raiseStartLevel() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        framework
                .adapt(FrameworkStartLevel.class)
                .setStartLevel(shipped.lastStartLevel(), event -> reached.countDown());
        reached.await();
    }

    private static List<String> complaints(List<Bundle> bundles, int least) {
        List<String> complaints = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (bundle.getState() < least) {
                complaints.add("The bundle " + bundle.getSymbolicName() + " (" + bundle.getLocation()
                        + ") cannot start: " + reason(bundle));
            }
        }
        return complaints;
    }

    /** The framework tells it only to who tries. */
    private static String reason(Bundle bundle) {
        try {
            bundle.adapt(BundleStartLevel.class).setStartLevel(1);
            bundle.start(Bundle.START_TRANSIENT);
            return "it did not at its start level, but does now";
        } catch (BundleException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause.getMessage() == null
                    ? cause.toString()
                    : cause.getMessage().replaceAll("\\s+", " ");
        }
    }

    /** All that Java lets anybody use: a plugin may import any of it. */
    private static String packagesOfJava() {
        return ModuleLayer.boot().modules().stream()
                .flatMap(module -> module.getDescriptor().exports().stream())
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.joining(","));
    }

    private Map<String, String> settings(Path home) {
        return Map.ofEntries(
                Map.entry("bighammer.home", home.toString()),
                Map.entry(Constants.FRAMEWORK_STORAGE, cache.resolve("bundles").toString()),
                Map.entry(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT),
                Map.entry(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE),
                Map.entry(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1"),
                // Felix would put Java's packages into OSGi's own module by module, through all the text each time.
                Map.entry(Constants.FRAMEWORK_SYSTEMPACKAGES, ""),
                Map.entry(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, packagesOfJava()),
                // One class path: ServiceLoader finds every provider on it, and nobody need mediate.
                Map.entry(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, SERVICE_LOADER),
                // Without a terminal the interactive shell would stop the framework.
                Map.entry("gosh.args", "--nointeractive"),
                // FileInstall always watches one folder by itself, ./load unless told: give it an empty one. Core names
                // the real ones.
                Map.entry("felix.fileinstall.dir", cache.resolve("fileinstall").toString()),
                Map.entry(
                        "felix.fileinstall.tmpdir",
                        cache.resolve("fileinstall-tmp").toString()),
                Map.entry("felix.fileinstall.noInitialDelay", "true"),
                Map.entry("felix.fileinstall.active.level", String.valueOf(Integer.MAX_VALUE)));
    }
}
