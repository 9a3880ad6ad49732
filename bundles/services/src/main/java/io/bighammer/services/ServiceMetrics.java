package io.bighammer.services;

import io.bighammer.services.pool.ServiceFigures;
import io.bighammer.services.pool.WorkerFigures;
import io.bighammer.services.worker.Worker;
import io.bighammer.spi.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The figures of all services and their workers at one moment. Used by one thread. */
final class ServiceMetrics {
    private static final String SERVICE = "service";
    private static final String WORKER = "worker";

    private final Metric calls =
            Metric.counter("bighammer_service_requests_total", "Requests to a service, by what came of them.");
    private final Metric times = Metric.histogram(
            "bighammer_service_request_seconds", "Time from a request to the head of its answer, the queue included.");
    private final Metric waits = Metric.summary(
            "bighammer_service_queue_seconds", "Requests that were given to a worker, and their time in the queue.");
    private final Metric queue = Metric.gauge("bighammer_service_queue_length", "Requests that wait for a worker.");
    private final Metric generation =
            Metric.gauge("bighammer_service_generation", "Number of the code and settings that serve.");
    private final Metric ready = Metric.gauge("bighammer_service_workers_ready", "Workers that can be sent requests.");
    private final Metric reloads =
            Metric.counter("bighammer_service_reloads_total", "New code or settings, taken over or not.");
    private final Metric sent = Metric.counter("bighammer_worker_requests_total", "Requests sent to a worker.");
    private final Metric errors =
            Metric.counter("bighammer_worker_errors_total", "Answers from 500 on, lost, late and broken answers.");
    private final Metric worked = Metric.summary(
            "bighammer_worker_request_seconds", "Answers of a worker, and the time from the request to their heads.");
    private final Metric restarts = Metric.counter(
            "bighammer_worker_restarts_total", "Processes that were followed by another, by the reason.");
    private final Metric busy = Metric.gauge("bighammer_worker_requests_in_flight", "Requests that a worker works on.");
    private final Metric memory = Metric.gauge("bighammer_worker_memory_bytes", "Resident memory as last known.");

    private ServiceMetrics() {}

    static List<Metric> of(Collection<RunningService> services) {
        ServiceMetrics all = new ServiceMetrics();
        services.forEach(service -> {
            all.add(service);
            service.workers().forEach(worker -> all.add(service.config().name(), worker));
        });
        return List.of(
                all.calls,
                all.times,
                all.waits,
                all.queue,
                all.generation,
                all.ready,
                all.reloads,
                all.sent,
                all.errors,
                all.worked,
                all.restarts,
                all.busy,
                all.memory);
    }

    private void add(RunningService service) {
        String name = service.config().name();
        ServiceFigures figures = service.figures();
        figures.outcomes().forEach((outcome, count) -> calls.add(count, SERVICE, name, "outcome", outcome));
        times.add(figures.times(), SERVICE, name);
        waits.add(figures.waits(), SERVICE, name);
        queue.add(service.queued(), SERVICE, name);
        generation.add(service.generation(), SERVICE, name);
        ready.add(service.readyWorkers(), SERVICE, name);
        reloads.add(figures.renewals(true), SERVICE, name, "result", "made");
        reloads.add(figures.renewals(false), SERVICE, name, "result", "refused");
    }

    private void add(String service, Worker worker) {
        WorkerFigures figures = worker.journal().figures();
        List<String> labels = List.of(SERVICE, service, WORKER, worker.name());
        sent.add(figures.requests(), labels);
        errors.add(figures.errors(), labels);
        worked.add(figures.times(), labels);
        busy.add(worker.inFlight(), labels);
        memory.add(worker.residentBytes(), labels);
        worker.journal().restartsByReason().forEach((reason, count) -> {
            List<String> more = new ArrayList<>(labels);
            more.addAll(List.of("reason", reason));
            restarts.add(count, more);
        });
    }
}
