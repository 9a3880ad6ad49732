package io.bighammer.core.life;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The bundles that are started together with core: what they offer to plugins must be there before the first plugin. */
final class Peers {
    /** One that has not started by then will not; the launcher says so. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Peers() {}

    /** Returns when all of them have been started. */
    static void await(BundleContext core) {
        CountDownLatch started = new CountDownLatch(1);
        BundleListener listener = event -> {
            if (allStarted(core)) {
                started.countDown();
            }
        };
        core.addBundleListener(listener);
        try {
            if (!allStarted(core)) {
                started.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            core.removeBundleListener(listener);
        }
    }

    private static boolean allStarted(BundleContext core) {
        int level = startLevel(core.getBundle());
        return Arrays.stream(core.getBundles())
                .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .filter(bundle -> bundle.getBundleId() != 0 && startLevel(bundle) <= level)
                .allMatch(bundle -> bundle.getState() == Bundle.ACTIVE);
    }

    private static int startLevel(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel();
    }
}
