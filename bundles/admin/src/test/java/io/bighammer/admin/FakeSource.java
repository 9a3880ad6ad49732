package io.bighammer.admin;

import io.bighammer.spi.StatusSource;
import java.util.List;

/** A part of the gateway whose state the test sets. */
final class FakeSource implements StatusSource {
    private final String section;
    private volatile Object status;
    private volatile List<String> complaints = List.of();
    private volatile List<String> notReady = List.of();
    private volatile Runnable listener = () -> {};

    FakeSource(String section, Object status) {
        this.section = section;
        this.status = status;
    }

    FakeSource complain(String... sentences) {
        complaints = List.of(sentences);
        return this;
    }

    FakeSource miss(String... sentences) {
        notReady = List.of(sentences);
        return this;
    }

    void become(Object newStatus) {
        status = newStatus;
        listener.run();
    }

    @Override
    public String section() {
        return section;
    }

    @Override
    public Object status() {
        if (status instanceof RuntimeException failure) {
            throw failure;
        }
        return status;
    }

    @Override
    public List<String> complaints() {
        return complaints;
    }

    @Override
    public List<String> notReady() {
        return notReady;
    }

    @Override
    public void onChange(Runnable listener) {
        this.listener = listener;
    }
}
