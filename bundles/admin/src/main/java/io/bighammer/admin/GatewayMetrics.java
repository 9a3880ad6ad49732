package io.bighammer.admin;

import io.bighammer.spi.Metric;
import io.bighammer.spi.MetricSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what the parts of the gateway have counted. Safe for use by many threads. */
@Component(service = GatewayMetrics.class)
public final class GatewayMetrics {
    private static final Logger log = LoggerFactory.getLogger(GatewayMetrics.class);

    private final List<MetricSource> sources = new CopyOnWriteArrayList<>();
    private final GatewayStatus status;
    private final MetricsText text = new MetricsText();

    @Activate
    public GatewayMetrics(@Reference GatewayStatus status) {
        this.status = status;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSource(MetricSource source) {
        sources.add(source);
    }

    void removeSource(MetricSource source) {
        sources.remove(source);
    }

    byte[] text() {
        List<Metric> all = new ArrayList<>(status.metrics());
        all.addAll(ProcessMetrics.now());
        for (MetricSource source : sources) {
            try {
                all.addAll(source.metrics());
            } catch (RuntimeException e) {
                // One part that cannot tell must not silence the others.
                log.error("The metrics of {} cannot be told", source.getClass().getName(), e);
            }
        }
        return text.write(all);
    }
}
