package io.bighammer.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A metric with its series, as they are at one moment. Used by one thread. */
public final class Metric {

    /** What a number means that grows or stands; times are told in buckets, or as their count and sum alone. */
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY
    }

    /**
     * One series.
     *
     * @param labels name, value, name, value…
     * @param value of a counter or a gauge
     * @param times of a histogram or a summary
     */
    public record Series(List<String> labels, double value, Durations.Reading times) {}

    private final Type type;
    private final String name;
    private final String help;
    private final List<Series> series = new ArrayList<>();

    private Metric(Type type, String name, String help) {
        this.type = type;
        this.name = name;
        this.help = help;
    }

    /** @param name ends with {@code _total} */
    public static Metric counter(String name, String help) {
        return new Metric(Type.COUNTER, name, help);
    }

    public static Metric gauge(String name, String help) {
        return new Metric(Type.GAUGE, name, help);
    }

    /** @param name ends with {@code _seconds} */
    public static Metric histogram(String name, String help) {
        return new Metric(Type.HISTOGRAM, name, help);
    }

    /** @param name ends with {@code _seconds} */
    public static Metric summary(String name, String help) {
        return new Metric(Type.SUMMARY, name, help);
    }

    /** @param labels name, value, name, value… */
    public Metric add(double value, String... labels) {
        series.add(new Series(List.of(labels), value, Durations.Reading.NONE));
        return this;
    }

    public Metric add(double value, List<String> labels) {
        series.add(new Series(labels, value, Durations.Reading.NONE));
        return this;
    }

    public Metric add(Durations.Reading times, String... labels) {
        return add(times, List.of(labels));
    }

    public Metric add(Durations.Reading times, List<String> labels) {
        series.add(new Series(labels, 0, times));
        return this;
    }

    public Type type() {
        return type;
    }

    public String name() {
        return name;
    }

    public String help() {
        return help;
    }

    public List<Series> series() {
        return Collections.unmodifiableList(series);
    }
}
