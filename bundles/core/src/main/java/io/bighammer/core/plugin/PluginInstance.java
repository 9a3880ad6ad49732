package io.bighammer.core.plugin;

import io.bighammer.api.Context;
import io.bighammer.api.Plugin;
import io.bighammer.core.config.Settings;
import io.bighammer.core.way.RequestContext;
import io.bighammer.core.way.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One plugin with one set of settings, behind its {@link Guard}. Safe for use by many threads. */
public final class PluginInstance implements Step {
    private static final Logger log = LoggerFactory.getLogger(PluginInstance.class);
    private static final int INIT_SECONDS = 10;

    private final DeployedPlugin origin;
    private final Settings settings;
    private final InstanceConfig config;
    private final ServiceObjects<Plugin> objects;
    private final Plugin plugin;
    private final ClassLoader loader;
    private final Guard guard;
    private final boolean seesRequests;
    private final boolean seesResponses;
    private volatile boolean left;

    /**
     * Makes an instance and initialises it.
     *
     * @param counts of all instances of the plugin
     * @throws PluginException when it refuses, fails or takes more than {@value #INIT_SECONDS} seconds
     */
    public static PluginInstance create(
            BundleContext core, DeployedPlugin origin, Settings settings, PluginCounts counts) throws PluginException {
        ServiceObjects<Plugin> objects = origin.objects(core);
        Plugin plugin = objects == null ? null : objects.getService();
        if (plugin == null) {
            throw new PluginException("plugin " + origin.name() + ": " + Idle.failure(core, origin.bundle()));
        }
        PluginInstance instance = new PluginInstance(origin, settings, objects, plugin, counts);
        try {
            instance.init();
        } catch (PluginException e) {
            objects.ungetService(plugin);
            throw e;
        }
        return instance;
    }

    private PluginInstance(
            DeployedPlugin origin,
            Settings settings,
            ServiceObjects<Plugin> objects,
            Plugin plugin,
            PluginCounts counts) {
        this.origin = origin;
        this.settings = settings;
        this.config = new InstanceConfig(origin.name(), settings);
        this.objects = objects;
        this.plugin = plugin;
        this.loader = origin.loader();
        this.guard = new Guard(origin.name(), loader, origin.nonBlocking(), counts);
        this.seesRequests = has(plugin, "handleRequest");
        this.seesResponses = has(plugin, "handleResponse");
    }

    /** Most plugins have only one of the two methods: where it has none, there is nothing to guard and to count. */
    private static boolean has(Plugin plugin, String method) {
        try {
            return plugin.getClass().getMethod(method, Context.class).getDeclaringClass() != Plugin.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private void init() throws PluginException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            plugin.init(config);
            return null;
        });
        Thread thread = new Thread(task, "init of plugin " + name());
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            task.get(INIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw initFailed(e.getCause());
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new PluginException("plugin " + name() + ": init did not end within " + INIT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException("plugin " + name() + ": interrupted in init", e);
        }
        config.initialised();
    }

    /** A refusal is told as it is; for anything else the log has the place in the plugin's code. */
    private PluginException initFailed(Throwable failure) {
        if (!(failure instanceof IllegalArgumentException)) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            log.error(
                    "Plugin {}: init failed: {}",
                    name(),
                    settings.masked(trace.toString().strip()));
        }
        return new PluginException("plugin " + name() + ": init failed: " + settings.masked(why(failure)), failure);
    }

    private static String why(Throwable failure) {
        if (failure instanceof NoClassDefFoundError missing && missing.getMessage() != null) {
            return "the class " + missing.getMessage().replace('/', '.')
                    + " is not there; put it into the plugin's jar, or import its package";
        }
        boolean forPeople = failure instanceof IllegalArgumentException && failure.getMessage() != null;
        return forPeople ? failure.getMessage() : failure.toString();
    }

    /** Whether it is this plugin with these settings. */
    public boolean is(DeployedPlugin plugin, Settings wanted) {
        return origin.equals(plugin) && settings.equals(wanted);
    }

    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public boolean nonBlocking() {
        return guard.nonBlocking();
    }

    @Override
    public int requestBodyLimit() {
        return config.requestBodyLimit();
    }

    @Override
    public int responseBodyLimit() {
        return config.responseBodyLimit();
    }

    public PluginCounts counts() {
        return guard.counts();
    }

    /** What it wants the operator to know. */
    public List<String> warnings() {
        return config.warnings();
    }

    /** Its service is being taken away, by other ways than the folder: no request gets past it or through it any more. */
    public void leaveIf(ServiceReference<?> going) {
        if (origin.reference().equals(going)) {
            left = true;
        }
    }

    @Override
    public void handleRequest(RequestContext context) throws Exception {
        requireThere();
        if (seesRequests) {
            context.enter(config);
            guard.run(() -> plugin.handleRequest(context));
        }
    }

    @Override
    public void handleResponse(RequestContext context) throws Exception {
        requireThere();
        if (seesResponses) {
            context.enter(config);
            guard.run(() -> plugin.handleResponse(context));
        }
    }

    private void requireThere() {
        if (left) {
            throw MissingPlugin.unavailable();
        }
    }

    /** Ends it; no request is inside any more. */
    public void close() {
        try {
            guard.runUncounted(plugin::close);
        } catch (Exception e) {
            log.warn("Plugin {}: close failed", name(), e);
        } finally {
            objects.ungetService(plugin);
        }
    }
}
