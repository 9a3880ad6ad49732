package io.bighammer.api.schema;

import javax.lang.model.element.Element;

/** What cannot be part of a plugin's settings, said to its author by the compiler. */
final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Element element;

    UnfitException(Element element, String message) {
        super(message);
        this.element = element;
    }

    Element element() {
        return element;
    }
}
