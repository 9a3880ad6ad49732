package io.bighammer.core.config;

import io.bighammer.spi.GatewayConfig;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Warns in time of certificates that clients will refuse. Apart from what is wrong with the files, since it changes when they do not. */
public final class CertificateDates {
    private static final Duration NOTICE = Duration.ofDays(14);

    private CertificateDates() {}

    /** What to say of the certificates of a configuration at that moment. */
    public static List<Finding> warnings(Configuration configuration, Instant now) {
        Place place = configuration.gatewayPlace("tls.certificates");
        Path home = configuration.gateway().home();
        List<Finding> warnings = new ArrayList<>();
        configuration.gateway().edge().tls().ifPresent(tls -> {
            for (GatewayConfig.Identity identity : tls.identities()) {
                String file = Shown.path(home, identity.file()).text();
                String warning = warning(identity.chain().get(0), now);
                if (!warning.isEmpty()) {
                    warnings.add(Findings.finding(place, "the certificate in " + file + " " + warning));
                }
            }
        });
        return warnings;
    }

    private static String warning(X509Certificate certificate, Instant now) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            return "is good from " + day(begin) + " on only; clients refuse it until then";
        }
        if (now.isAfter(end)) {
            return "was good until " + day(end) + "; clients refuse it, put a new one there";
        }
        long days = Duration.between(now, end).toDays();
        return now.plus(NOTICE).isAfter(end)
                ? "is good until " + day(end) + ", " + days + " days from now; put a new one there"
                : "";
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
