package io.bighammer.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part of the gateway that has counted something. Registered as a service; it counts by itself, and is asked at each look at {@code
 * /metrics} only.
 */
@ConsumerType
public interface MetricSource {

    /** Its metrics now; called by any thread, must not block. */
    List<Metric> metrics();
}
