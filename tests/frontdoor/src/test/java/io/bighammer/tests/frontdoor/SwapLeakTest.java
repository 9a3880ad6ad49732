package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A plugin that is replaced leaves nothing behind: its class loader is collected, and memory for classes does not grow. */
@ExtendWith(InstallationParameter.class)
final class SwapLeakTest {
    private static final long TWO_MEGABYTES = 2 << 20;

    @Test
    void twentySwapsLeaveNoClassLoaderBehind(Installation bighammer) {
        swap(bighammer, 20);
    }

    @Test
    @Tag("long")
    @Timeout(value = 45, unit = TimeUnit.MINUTES)
    void aThousandSwapsLeaveNoClassLoaderBehind(Installation bighammer) {
        swap(bighammer, 1_000);
    }

    private static void swap(Installation bighammer, int times) {
        Stamped stamped = Stamped.start(bighammer);
        Load load = stamped.load(2);
        Classes half;
        Classes end;
        try (load) {
            swap(stamped, 2, times / 2);
            half = Classes.of(bighammer);
            swap(stamped, 2 + times / 2, times / 2);
            end = Classes.of(bighammer);
        }
        System.out.println(times + " swaps, " + load.answered(200) + " answers: " + half + " → " + end);
        Stamped.assertNothingLost(load);
        assertTrue(end.metaspace() - half.metaspace() < TWO_MEGABYTES, half + " → " + end);
        assertTrue(end.pluginLoaders() <= PluginJars.ofFolder(bighammer).size(), half + " → " + end);
        assertEquals(-1, bighammer.log().indexOf("are still in memory"), bighammer.log());
    }

    private static void swap(Stamped stamped, int first, int times) {
        for (int version = first; version < first + times; version++) {
            int next = version;
            stamped.inForce(() -> stamped.put(next));
        }
        stamped.awaitVersion(first + times - 1);
    }

    /**
     * What the gateway's Java says of its classes after a collection.
     *
     * @param metaspace bytes in use
     * @param loaded classes that are there now
     * @param pluginLoaders class loaders of bundles; those of the gateway itself share one that is none
     */
    private record Classes(long metaspace, long loaded, int pluginLoaders) {
        private static final Pattern METASPACE = Pattern.compile("sun\\.gc\\.metaspace\\.used=(\\d+)");
        private static final Pattern LOADED = Pattern.compile("java\\.cls\\.loadedClasses=(\\d+)");
        private static final Pattern UNLOADED = Pattern.compile("java\\.cls\\.unloadedClasses=(\\d+)");
        private static final Pattern LOADER = Pattern.compile("BundleClassLoader");

        static Classes of(Installation bighammer) {
            jcmd(bighammer, "GC.run");
            jcmd(bighammer, "GC.run"); // what was let go during the first
            String counters = jcmd(bighammer, "PerfCounter.print");
            Matcher loaders = LOADER.matcher(jcmd(bighammer, "VM.classloader_stats"));
            long loaded = number(LOADED, counters) - number(UNLOADED, counters);
            return new Classes(
                    number(METASPACE, counters), loaded, (int) loaders.results().count());
        }

        private static long number(Pattern pattern, String text) {
            Matcher found = pattern.matcher(text);
            assertTrue(found.find(), () -> pattern + " is not in\n" + text);
            return Long.parseLong(found.group(1));
        }

        private static String jcmd(Installation bighammer, String command) {
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            return Shell.in(Path.of("."))
                    .run(List.of(jcmd, Long.toString(bighammer.gatewayPid()), command))
                    .succeeded()
                    .output();
        }
    }
}
