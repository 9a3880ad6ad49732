package io.bighammer.store.database;

import io.bighammer.spi.GatewayConfig;
import io.bighammer.spi.StatusSource;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Offers the database of {@code database_url} to plugins as a {@link DataSource}. */
@Component(immediate = true)
public final class DatabasePart implements StatusSource {
    private Optional<DatabaseUrl> url = Optional.empty();
    private Optional<LazyDataSource> source = Optional.empty();
    private List<String> complaints = List.of();

    @Activate
    public DatabasePart(BundleContext context, @Reference GatewayConfig config) {
        try {
            url = config.databaseUrl().map(DatabaseUrl::parse);
            source = url.map(LazyDataSource::new);
            source.ifPresent(offered -> context.registerService(
                    DataSource.class, offered, new Hashtable<>(Map.of("osgi.jndi.service.name", "database"))));
        } catch (IllegalArgumentException e) {
            complaints = List.of("config/config.json: " + e.getMessage() + "; plugins get no database");
        }
    }

    @Deactivate
    void close() {
        source.ifPresent(LazyDataSource::close);
    }

    @Override
    public String section() {
        return "database";
    }

    @Override
    public Object status() {
        return url.map(DatabaseUrl::toString).orElse("none");
    }

    @Override
    public List<String> complaints() {
        return complaints;
    }

    @Override
    public void onChange(Runnable listener) {
        // It is what the configuration says until the gateway stops.
    }
}
