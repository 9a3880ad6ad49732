package io.bighammer.services.pool;

import io.bighammer.spi.ServiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service's settings, of which a test changes those that it is about. */
public record TestServices(
        String name,
        Path path,
        int instances,
        int queue,
        Duration queueTimeout,
        int maxRequests,
        long maxMemory,
        Duration startTimeout,
        Map<String, String> environment,
        Optional<String> user,
        Optional<String> token,
        Optional<String> probe,
        boolean reload) {

    public static TestServices of(String name, Path path) {
        return new TestServices(
                name,
                path,
                1,
                10,
                Duration.ofSeconds(10),
                0,
                0,
                Duration.ofSeconds(10),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    public TestServices instances(int count) {
        return new TestServices(
                name,
                path,
                count,
                queue,
                queueTimeout,
                maxRequests,
                maxMemory,
                startTimeout,
                environment,
                user,
                token,
                probe,
                reload);
    }

    public TestServices queue(int length, Duration timeout) {
        return new TestServices(
                name,
                path,
                instances,
                length,
                timeout,
                maxRequests,
                maxMemory,
                startTimeout,
                environment,
                user,
                token,
                probe,
                reload);
    }

    public TestServices limits(int requests, long memory) {
        return new TestServices(
                name,
                path,
                instances,
                queue,
                queueTimeout,
                requests,
                memory,
                startTimeout,
                environment,
                user,
                token,
                probe,
                reload);
    }

    public TestServices startTimeout(Duration limit) {
        return new TestServices(
                name,
                path,
                instances,
                queue,
                queueTimeout,
                maxRequests,
                maxMemory,
                limit,
                environment,
                user,
                token,
                probe,
                reload);
    }

    public TestServices environment(Map<String, String> variables) {
        return new TestServices(
                name,
                path,
                instances,
                queue,
                queueTimeout,
                maxRequests,
                maxMemory,
                startTimeout,
                variables,
                user,
                token,
                probe,
                reload);
    }

    public TestServices user(String name) {
        return new TestServices(
                this.name,
                path,
                instances,
                queue,
                queueTimeout,
                maxRequests,
                maxMemory,
                startTimeout,
                environment,
                Optional.of(name),
                token,
                probe,
                reload);
    }

    public TestServices token(String secret) {
        return new TestServices(
                name,
                path,
                instances,
                queue,
                queueTimeout,
                maxRequests,
                maxMemory,
                startTimeout,
                environment,
                user,
                Optional.of(secret),
                probe,
                reload);
    }

    public TestServices probe(String target) {
        return new TestServices(
                name,
                path,
                instances,
                queue,
                queueTimeout,
                maxRequests,
                maxMemory,
                startTimeout,
                environment,
                user,
                token,
                Optional.of(target),
                reload);
    }

    public ServiceConfig.Limits limits() {
        return new ServiceConfig.Limits(
                1000,
                queue,
                queueTimeout,
                maxRequests,
                maxMemory,
                Optional.empty(),
                startTimeout,
                Duration.ofMillis(500));
    }

    public ServiceConfig config() {
        return new ServiceConfig(name, path, List.of(), instances, limits(), environment, user, token, probe, reload);
    }
}
