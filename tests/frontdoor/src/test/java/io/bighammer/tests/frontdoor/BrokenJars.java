package io.bighammer.tests.frontdoor;

import io.bighammer.api.Plugin;
import io.bighammer.tests.frontdoor.plugin.FailingActivator;
import io.bighammer.tests.frontdoor.plugin.HangingPlugin;
import io.bighammer.tests.frontdoor.plugin.PickyPlugin;
import io.bighammer.tests.frontdoor.plugin.RefusingPlugin;
import io.bighammer.tests.frontdoor.plugin.StampingPlugin;
import io.bighammer.tests.frontdoor.plugin.UnmakeablePlugin;
import io.bighammer.tests.frontdoor.plugin.WaitingPlugin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** All that a new version of the plugin {@code moon} can have wrong with it, by what it is. */
final class BrokenJars {
    private static final byte LATER_JAVA = 99;
    /** Compressed, behind the head of this first entry. */
    private static final int IN_THE_MANIFEST = 100;

    private final Map<String, byte[]> jars = new LinkedHashMap<>();

    private BrokenJars() {
        notWhole();
        notABundle();
        notAPlugin();
        notAlone();
        notStarting();
        notReady();
    }

    static Map<String, byte[]> all() {
        return new BrokenJars().jars;
    }

    private static PluginBundle good() {
        return PluginBundle.of("moon", StampingPlugin.class).version(2);
    }

    private void notWhole() {
        byte[] whole = good().bytes();
        jars.put("an empty file", new byte[0]);
        jars.put("a text", "The moon is made of cheese.".getBytes(StandardCharsets.UTF_8));
        jars.put("the first half", Arrays.copyOf(whole, whole.length / 2));
        jars.put("all but the last bytes", Arrays.copyOf(whole, whole.length - 10));
        jars.put(
                "a copy that has its length but not yet its end",
                Arrays.copyOf(Arrays.copyOf(whole, 2_000), whole.length));
        byte[] flipped = whole.clone();
        flipped[IN_THE_MANIFEST] ^= 8;
        jars.put("a byte has changed on the way", flipped);
    }

    private void notABundle() {
        put("no manifest", good().withoutHeaders());
        put("no symbolic name", good().without("Bundle-SymbolicName"));
        put("a version that is none", good().header("Bundle-Version", "two"));
    }

    private void notAPlugin() {
        put("no component", good().withoutEntry("component.xml"));
        put(
                "a component that cannot be read",
                good().entry("OSGI-INF/component.xml", "<scr:component".getBytes(StandardCharsets.UTF_8)));
        put("two plugins", good().entry("OSGI-INF/second.xml", component("sun", StampingPlugin.class)));
        put("a name that no plugin can have", PluginBundle.of("Full Moon", StampingPlugin.class));
        put("the name of another plugin", PluginBundle.of("auth", StampingPlugin.class));
    }

    private void notAlone() {
        put("exports a package", good().header("Export-Package", "com.example.moon"));
        put("requires a bundle", good().header("Require-Bundle", "com.example.sun"));
        put("is a fragment", good().header("Fragment-Host", "io.bighammer.core"));
        put("imports whatever there is", good().header("DynamicImport-Package", "*"));
        put("imports what only the gateway uses", good().header("Import-Package", "io.bighammer.api,io.bighammer.spi"));
        put("imports what is not there", good().header("Import-Package", "io.bighammer.api,com.example.sun"));
        put("imports an api that is to come", good().header("Import-Package", "io.bighammer.api;version=\"[9,10)\""));
    }

    private void notStarting() {
        PluginBundle failing = good().header("Bundle-Activator", FailingActivator.class.getName())
                .header("Import-Package", "io.bighammer.api,org.osgi.framework");
        put("an activator that throws", failing.withClass(FailingActivator.class));
        put("an activator that is not there", good().header("Bundle-Activator", "com.example.moon.Activator"));
        PluginBundle later = good();
        byte[] compiled = later.classFile(StampingPlugin.class).clone();
        compiled[7] = LATER_JAVA;
        put(
                "made for a later Java",
                later.entry(StampingPlugin.class.getName().replace('.', '/') + ".class", compiled));
    }

    private void notReady() {
        put("the component's class is not there", good().withoutEntry("/StampingPlugin.class"));
        put("a class that it needs is not there", good().withoutEntry("$Settings.class"));
        put("a constructor that throws", PluginBundle.of("moon", UnmakeablePlugin.class));
        put("an init that throws", PluginBundle.of("moon", RefusingPlugin.class));
        put("an init that hangs", PluginBundle.of("moon", HangingPlugin.class));
        put("does not take its settings", PluginBundle.of("moon", PickyPlugin.class));
        put("waits for a service", PluginBundle.of("moon", WaitingPlugin.class, Callable.class));
    }

    private static byte[] component(String name, Class<? extends Plugin> plugin) {
        return PluginBundle.component(name, plugin).getBytes(StandardCharsets.UTF_8);
    }

    private void put(String what, PluginBundle jar) {
        jars.put(what, jar.bytes());
    }
}
