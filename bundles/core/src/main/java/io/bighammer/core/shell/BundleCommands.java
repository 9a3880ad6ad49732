package io.bighammer.core.shell;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Felix's own commands for bundles, in its own scope and before its own: what would take a part out of the running gateway is answered
 * with a sentence instead. Safe for use by many threads.
 */
public final class BundleCommands {
    static final String[] NAMES = {"start", "stop", "update", "uninstall", "refresh", "frameworklevel", "bundlelevel"};

    private final BundleContext core;
    private final GatewayCommands gateway;

    BundleCommands(BundleContext core, GatewayCommands gateway) {
        this.core = core;
        this.gateway = gateway;
    }

    private interface Change {
        void make(Bundle bundle) throws BundleException;
    }

    @Descriptor("starts bundles of plugins")
    public String start(@Descriptor("BUNDLE…, by number or symbolic name") String... bundles) {
        return each("start", bundles, bundle -> bundle.start(Bundle.START_TRANSIENT), "started");
    }

    @Descriptor("stops bundles of plugins, until the next start; their routes answer 503")
    public String stop(@Descriptor("BUNDLE…, by number or symbolic name") String... bundles) {
        return each("stop", bundles, bundle -> bundle.stop(Bundle.STOP_TRANSIENT), "stopped");
    }

    @Descriptor("takes bundles of plugins away, until the next start; their routes answer 503")
    public String uninstall(@Descriptor("BUNDLE…, by number or symbolic name") String... bundles) {
        return each("uninstall", bundles, Bundle::uninstall, "uninstalled");
    }

    /** A bundle, by its jar or a URL; a file of the plugin folder. */
    @Descriptor("looks at the jar of a bundle again, or puts another one into it")
    public String update(@Descriptor("FILE of plugins/, or BUNDLE [URL]") String... arguments) {
        List<String> words = List.of(arguments);
        if (words.isEmpty() || words.size() > 2) {
            throw new IllegalArgumentException("update BUNDLE [URL], or update FILE of the plugin folder");
        }
        if (words.size() == 1 && words.get(0).endsWith(".jar")) {
            return gateway.update(words.get(0));
        }
        Bundle bundle = changeable(
                "update",
                found(words.get(0)).orElseThrow(() -> missing(words.get(0), PluginBundle.hint(core, words.get(0)))));
        Optional<String> file = PluginBundle.file(bundle);
        if (words.size() == 1 && file.isPresent()) {
            return gateway.update(file.get());
        }
        return each(
                "update",
                new String[] {words.get(0)},
                words.size() == 1 ? Bundle::update : same -> update(same, words.get(1)),
                "updated");
    }

    private static void update(Bundle bundle, String url) throws BundleException {
        try (InputStream jar = new URL(url).openStream()) {
            bundle.update(jar);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("\"" + url + "\" is no URL, like file:/tmp/auth.jar", e);
        } catch (IOException e) {
            throw new BundleException(url + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Descriptor("connects bundles of plugins anew with what they import")
    public String refresh(@Descriptor("BUNDLE…, by number or symbolic name") String... bundles) {
        List<Bundle> found = chosen("refresh", bundles);
        core.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(found);
        return "";
    }

    @Descriptor("the start level of the framework")
    public String frameworklevel(String... level) {
        return levels(level, core.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel());
    }

    @Descriptor("the start level of a bundle that is installed")
    public String bundlelevel(String... words) {
        return levels(words, core.getBundle(0).adapt(FrameworkStartLevel.class).getInitialBundleStartLevel());
    }

    private static String levels(String[] words, int level) {
        if (words.length > 0) {
            throw new IllegalStateException(
                    "The start levels are the gateway's own: it would stop parts of itself. ./duang.sh stop stops it.");
        }
        return "Level is " + level;
    }

    private String each(String verb, String[] words, Change change, String done) {
        List<String> told = new ArrayList<>();
        for (Bundle bundle : chosen(verb, words)) {
            try {
                change.make(bundle);
            } catch (BundleException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IllegalStateException(name(bundle) + " was not " + done + ": " + cause.getMessage(), e);
            }
            told.add(name(bundle) + " is " + done + ".");
        }
        return String.join("\n", told);
    }

    /** All are looked at before the first is touched. */
    private List<Bundle> chosen(String verb, String[] words) {
        List<Bundle> found = Arrays.stream(words)
                .filter(word ->
                        !word.startsWith("-")) // options: whatever is done lasts until the next start, no longer
                .map(word -> changeable(verb, find(word)))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(verb + " BUNDLE…, by number or symbolic name; lb lists them");
        }
        return found;
    }

    private Bundle find(String word) {
        return found(word).orElseThrow(() -> missing(word, ""));
    }

    private Optional<Bundle> found(String word) {
        return Arrays.stream(core.getBundles())
                .filter(bundle ->
                        word.equals(String.valueOf(bundle.getBundleId())) || word.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    private static IllegalArgumentException missing(String word, String hint) {
        return new IllegalArgumentException("There is no bundle " + word + "; lb lists them" + hint);
    }

    private Bundle changeable(String verb, Bundle bundle) {
        if (Part.isShipped(bundle)) {
            throw new IllegalStateException(name(bundle) + " is a part of BigHammer, and cannot be changed by \"" + verb
                    + "\": all parts share one class loader and run as one. For another version unpack its release and"
                    + " run ./duang.sh restart; plugins, the jars in plugins/, can be changed at any time.");
        }
        return bundle;
    }

    private static String name(Bundle bundle) {
        return "Bundle " + bundle.getBundleId() + ", " + bundle.getSymbolicName() + ",";
    }
}
