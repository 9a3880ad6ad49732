package io.bighammer.plugins.ratelimit;

import io.bighammer.api.Attribute;
import io.bighammer.api.Context;
import io.bighammer.api.NonBlocking;
import io.bighammer.api.Plugin;
import io.bighammer.api.PluginConfig;
import io.bighammer.api.PluginName;
import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** Lets so many requests in so much time through for each client, user or header's value; the others get 429. */
@Component(scope = ServiceScope.PROTOTYPE)
@PluginName("ratelimit")
@NonBlocking
public final class RateLimitPlugin implements Plugin {
    /** Shared by all limits of a route, so that the client is told the tightest. */
    private static final Attribute<Decision> TIGHTEST = new Attribute<>("ratelimit.tightest", Decision.class);

    private static final String HEADER = "header:";
    private static final int LONGEST_KEY = 128;

    private Limiter limiter;
    private Function<Context, Optional<String>> key;

    @Override
    public void init(PluginConfig config) {
        Settings settings = config.as(Settings.class);
        limiter = new Limiter(settings, System::nanoTime);
        key = key(settings.key());
    }

    @Override
    public void handleRequest(Context context) {
        Decision decision = limiter.take(
                key.apply(context).orElseGet(() -> context.request().client()));
        Decision tightest = context.attribute(TIGHTEST)
                .filter(other -> other.remaining() <= decision.remaining())
                .orElse(decision);
        context.attribute(TIGHTEST, tightest);
        if (!decision.allowed()) {
            throw refusal(decision);
        }
    }

    @Override
    public void handleResponse(Context context) {
        context.attribute(TIGHTEST).ifPresent(decision -> headers(decision)
                .forEach(header -> context.response().headers().set(header.getKey(), header.getValue())));
    }

    private static Function<Context, Optional<String>> key(String setting) {
        if (setting.startsWith(HEADER)) {
            String name = setting.substring(HEADER.length());
            return context -> context.request().headers().first(name).map(RateLimitPlugin::shortened);
        }
        return setting.equals("user") ? context -> context.attribute(Attribute.USER) : context -> Optional.empty();
    }

    /** A client chooses its header's length, but not how much memory is kept for it. */
    private static String shortened(String value) {
        return value.length() <= LONGEST_KEY ? value : value.substring(0, LONGEST_KEY);
    }

    private static ProblemException refusal(Decision decision) {
        long seconds = seconds(decision.waitNanos());
        ProblemException refusal =
                new ProblemException(Problem.TOO_MANY_REQUESTS, "Too many requests: try again in " + seconds + " s.");
        refusal.header("Retry-After", Long.toString(seconds));
        headers(decision).forEach(header -> refusal.header(header.getKey(), header.getValue()));
        return refusal;
    }

    private static List<Map.Entry<String, String>> headers(Decision decision) {
        return List.of(
                Map.entry("X-RateLimit-Limit", Long.toString(decision.limit())),
                Map.entry("X-RateLimit-Remaining", Long.toString(decision.remaining())),
                Map.entry("X-RateLimit-Reset", Long.toString(seconds(decision.resetNanos()))));
    }

    /** Rounded up: who comes back then is not too early. */
    private static long seconds(long nanos) {
        long second = Duration.ofSeconds(1).toNanos();
        return (nanos + second - 1) / second;
    }
}
