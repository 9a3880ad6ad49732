package io.bighammer.core.config;

import java.util.List;
import java.util.Map;

/** A JSON value that knows where it stands. */
sealed interface Value {

    Place place();

    /** How a message names this value; never what came from the environment or another file. */
    String shown();

    /** @param secret whether it was put together from {@code ${env:…}} or {@code ${file:…}} */
    record Text(Place place, String text, boolean secret) implements Value {
        private static final int SHOWN_LENGTH = 80;

        @Override
        public String shown() {
            if (secret) {
                return "\"***\"";
            }
            return '"' + (text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + "…" : text) + '"';
        }
    }

    /** @param digits as written */
    record Number(Place place, String digits) implements Value {
        @Override
        public String shown() {
            return digits;
        }
    }

    record Bool(Place place, boolean is) implements Value {
        @Override
        public String shown() {
            return String.valueOf(is);
        }
    }

    /** A text with a placeholder that could not be filled, which has been reported. */
    record Unfilled(Place place) implements Value {
        @Override
        public String shown() {
            return "***";
        }
    }

    record Null(Place place) implements Value {
        @Override
        public String shown() {
            return "null";
        }
    }

    record Items(Place place, List<Value> items) implements Value {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /** @param members in the order of the file */
    record Members(Place place, Map<String, Value> members) implements Value {
        @Override
        public String shown() {
            return "an object";
        }
    }
}
