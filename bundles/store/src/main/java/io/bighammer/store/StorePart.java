package io.bighammer.store;

import io.bighammer.api.Store;
import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.Metric;
import io.bighammer.spi.MetricSource;
import io.bighammer.spi.Service;
import io.bighammer.spi.StatusSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store when the configuration has been read. A file that cannot be understood is left as it is: then there is no store, and
 * plugins that need it wait.
 */
@Component(immediate = true)
public final class StorePart implements StatusSource, MetricSource {
    private static final Logger log = LoggerFactory.getLogger(StorePart.class);
    private static final Duration LONGEST_DELAY = Duration.ofMillis(500);

    private final Path file;
    private Optional<KeyValueStore> store = Optional.empty();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private List<String> complaints = List.of();

    @Activate
    public StorePart(BundleContext context, @Reference GatewayConfig config) {
        file = config.memoryDb();
        try {
            KeyValueStore opened = new KeyValueStore(file, Clock.systemUTC(), LONGEST_DELAY);
            store = Optional.of(opened);
            registrations.add(context.registerService(Store.class, opened, null));
            registrations.add(context.registerService(
                    Service.class, new StoreService(opened), new Hashtable<>(Map.of(Service.BUILT_IN, Service.STORE))));
        } catch (IOException e) {
            complaints = List.of("memory_db_path: the store is not open: " + e.getMessage()
                    + "; the file stays as it is: mend or remove it, then ./duang.sh restart");
            complaints.forEach(log::error);
        }
    }

    @Deactivate
    void close() {
        registrations.forEach(ServiceRegistration::unregister);
        store.ifPresent(KeyValueStore::close);
    }

    @Override
    public String section() {
        return "store";
    }

    @Override
    public Object status() {
        return new Status(file.toString(), size());
    }

    private int size() {
        return store.map(KeyValueStore::size).orElse(0);
    }

    private record Status(String file, int values) {}

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge("bighammer_store_values", "Values in the store, those that have just expired included.")
                        .add(size()));
    }

    @Override
    public List<String> complaints() {
        return complaints;
    }

    @Override
    public void onChange(Runnable listener) {
        // The file of the status is written when something happens to the gateway, not for each value.
    }
}
