package io.bighammer.core.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A real OSGi framework that offers {@code api} from the class path, and nothing else. */
public final class TestFramework {
    private final Framework framework;

    /** @param home a folder for the gateway and, in it, for the framework's files */
    public TestFramework(Path home) throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "bighammer.home",
                        home.toString(),
                        Constants.FRAMEWORK_STORAGE,
                        home.resolve("storage").toString(),
                        Constants.FRAMEWORK_BSNVERSION,
                        Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "io.bighammer.api;version=1.0.0"));
        framework.start();
    }

    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** The symbolic names of the bundles that run, the framework's own left out. */
    public List<String> running() {
        return Stream.of(context().getBundles())
                .filter(bundle -> bundle.getBundleId() != 0 && bundle.getState() == Bundle.ACTIVE)
                .map(Bundle::getSymbolicName)
                .sorted()
                .toList();
    }

    /** As somebody would do it by hand. */
    public void uninstall(String name) throws BundleException {
        for (Bundle bundle : context().getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                bundle.uninstall();
            }
        }
    }

    public void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
