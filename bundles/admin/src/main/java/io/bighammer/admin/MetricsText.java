package io.bighammer.admin;

import io.bighammer.spi.Durations;
import io.bighammer.spi.Metric;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Metrics in the text format of Prometheus. */
final class MetricsText {
    static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double[] BOUNDS = Stream.concat(Durations.BOUNDS.stream(), Stream.of(Double.POSITIVE_INFINITY))
            .mapToDouble(Double::doubleValue)
            .toArray();

    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    byte[] write(List<Metric> metrics) {
        List<MetricSnapshot> snapshots =
                metrics.stream().map(MetricsText::snapshot).toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, new MetricSnapshots(snapshots), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static MetricSnapshot snapshot(Metric metric) {
        return switch (metric.type()) {
            case COUNTER -> counter(metric);
            case GAUGE -> gauge(metric);
            case HISTOGRAM -> histogram(metric);
            case SUMMARY -> summary(metric);
        };
    }

    private static MetricSnapshot counter(Metric metric) {
        CounterSnapshot.Builder builder =
                CounterSnapshot.builder().name(metric.name()).help(metric.help());
        metric.series()
                .forEach(series -> builder.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels(series))
                        .value(series.value())
                        .build()));
        return builder.build();
    }

    private static MetricSnapshot gauge(Metric metric) {
        GaugeSnapshot.Builder builder =
                GaugeSnapshot.builder().name(metric.name()).help(metric.help());
        metric.series()
                .forEach(series -> builder.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels(series))
                        .value(series.value())
                        .build()));
        return builder.build();
    }

    private static MetricSnapshot histogram(Metric metric) {
        HistogramSnapshot.Builder builder =
                HistogramSnapshot.builder().name(metric.name()).help(metric.help());
        metric.series()
                .forEach(series -> builder.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .labels(labels(series))
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(
                                BOUNDS, series.times().buckets().toArray(Long[]::new)))
                        .sum(series.times().seconds())
                        .build()));
        return builder.build();
    }

    private static MetricSnapshot summary(Metric metric) {
        SummarySnapshot.Builder builder =
                SummarySnapshot.builder().name(metric.name()).help(metric.help());
        metric.series()
                .forEach(series -> builder.dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder()
                        .labels(labels(series))
                        .count(series.times().count())
                        .sum(series.times().seconds())
                        .build()));
        return builder.build();
    }

    private static Labels labels(Metric.Series series) {
        return Labels.of(series.labels().toArray(String[]::new));
    }
}
