package io.bighammer.core.way;

import io.bighammer.spi.Answer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What the gateway answers by itself that is no problem. */
final class LocalAnswer {

    private LocalAnswer() {}

    /** RFC 9110, section 9.3.7. */
    static Answer options(String allow) {
        return new Answer(204, HttpFields.build().put(HttpHeader.ALLOW, allow), NoBody.SOURCE);
    }
}
