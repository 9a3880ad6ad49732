package io.bighammer.core.shell;

import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Offers core's commands to the shell, Felix Gogo. */
public final class ShellCommands {
    private static final int BEFORE_FELIX = 100;

    private ShellCommands() {}

    public static void offer(BundleContext core, Path pluginFolder, Supplier<InForce> inForce, JarUpdate jars) {
        GatewayCommands gateway = new GatewayCommands(core, pluginFolder, inForce, jars);
        offer(core, "bighammer", gateway, GatewayCommands.NAMES);
        offer(core, "felix", new BundleCommands(core, gateway), BundleCommands.NAMES);
        offer(core, "scr", new ComponentCommands(core), ComponentCommands.NAMES);
    }

    private static void offer(BundleContext core, String scope, Object commands, String[] names) {
        Map<String, Object> properties = Map.of(
                "osgi.command.scope", scope, "osgi.command.function", names, Constants.SERVICE_RANKING, BEFORE_FELIX);
        core.registerService(Object.class.getName(), commands, new Hashtable<>(properties));
    }
}
