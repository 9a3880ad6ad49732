package io.bighammer.plugins.auth;

import io.bighammer.api.Attribute;
import io.bighammer.api.Context;
import io.bighammer.api.Headers;
import io.bighammer.api.NonBlocking;
import io.bighammer.api.Plugin;
import io.bighammer.api.PluginConfig;
import io.bighammer.api.PluginName;
import io.bighammer.api.Problem;
import io.bighammer.api.ProblemException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * Lets in who has an API key or a password, and tells the later plugins ({@link Attribute#USER}) and the service ({@code
 * X-User}) who it is. Without any credentials configured it lets in nobody.
 */
@Component(scope = ServiceScope.PROTOTYPE)
@PluginName("auth")
@NonBlocking
public final class AuthPlugin implements Plugin {
    private static final String AUTHORIZATION = "Authorization";
    private static final String USER_HEADER = "X-User";

    private Credentials credentials;
    private String keyHeader;
    private String realm;
    private boolean forward;

    @Override
    public void init(PluginConfig config) {
        Settings settings = config.as(Settings.class); // not kept: it holds the secrets themselves
        credentials = settings.credentials();
        keyHeader = settings.header();
        realm = settings.realm();
        forward = settings.forward();
        if (!credentials.hasKeys() && !credentials.hasUsers()) {
            config.warn("""
                    auth has no credentials and refuses everybody. Put this entry, with its newly made key, into \
                    "plugins" of plugins.json:
                    {"name": "auth", "enabled": true, "config": {"keys": {"me": "%s"}}}""".formatted(newKey()));
        }
    }

    @Override
    public void handleRequest(Context context) {
        Headers headers = context.request().headers();
        Optional<String> key = headers.first(keyHeader);
        String carrier = key.isPresent() ? keyHeader : AUTHORIZATION;
        String user = key.isPresent()
                ? credentials.holder(key.get().strip()).orElseThrow(this::wrong)
                : authorized(headers.first(AUTHORIZATION).orElseThrow(this::missing));
        if (!forward) {
            headers.remove(carrier);
        }
        headers.set(USER_HEADER, user);
        context.attribute(Attribute.USER, user);
    }

    private String authorized(String authorization) {
        String[] parts = authorization.strip().split(" +", 2);
        String given = parts.length == 2 ? parts[1] : "";
        Optional<String> user =
                switch (parts[0].toLowerCase(Locale.ROOT)) {
                    case "basic" -> credentials.user(given);
                    case "bearer", "apikey" -> credentials.holder(given);
                    default -> Optional.empty();
                };
        return user.orElseThrow(this::wrong);
    }

    private ProblemException missing() {
        return refusal("This needs an API key or a password.");
    }

    private ProblemException wrong() {
        return refusal("The API key or password is not right.");
    }

    /** Names only the ways that can succeed, since a browser that reads Basic asks its user for a password. */
    private ProblemException refusal(String detail) {
        ProblemException refusal = new ProblemException(Problem.UNAUTHORIZED, detail);
        if (credentials.hasUsers()) {
            refusal.header("WWW-Authenticate", "Basic realm=\"" + realm + "\", charset=\"UTF-8\"");
        }
        if (credentials.hasKeys() || !credentials.hasUsers()) {
            refusal.header("WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
        }
        return refusal;
    }

    private static String newKey() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
