package io.bighammer.core.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the JSON parser's complaints into words for the person who edits the file. */
final class SyntaxMessage {

    private record Rule(Pattern complaint, String words) {}

    private static final List<Rule> RULES = List.of(
            rule("Unexpected character \\('(})'.*start property name", "'$1' stands after a comma; remove the comma"),
            rule("Unexpected character \\('(/|#)'.*", "'$1' begins no value; remove comments, JSON has none"),
            rule(
                    "Unexpected character \\('(.+?)' .*start property name",
                    "'$1' stands where a key in double quotes was expected"),
            rule(
                    "Unexpected character \\('(.+?)' .*comma to separate Object.*",
                    "'$1' stands where ',' or '}' was expected"),
            rule(
                    "Unexpected character \\('(.+?)' .*comma to separate Array.*",
                    "'$1' stands where ',' or ']' was expected"),
            rule("Unexpected character \\('(.+?)' .*a colon.*", "'$1' stands where ':' was expected"),
            rule("Unexpected character \\('(])' .*", "'$1' stands after a comma; remove the comma"),
            rule("Unexpected character \\('(.+?)' .*", "'$1' stands where a value was expected"),
            rule(
                    "Unexpected close marker '(.)': expected '(.)' .*line: (\\d+).*",
                    "'$1' stands where the '$2' of line $3 was expected"),
            rule("Unexpected close marker '(.)'.*", "'$1' closes nothing; remove it"),
            rule(
                    "Unexpected end-of-input.*close marker for Object.*line: (\\d+).*",
                    "the file ends before the '{' of line $1 is closed"),
            rule(
                    "Unexpected end-of-input.*close marker for Array.*line: (\\d+).*",
                    "the file ends before the '[' of line $1 is closed"),
            rule("Unexpected end-of-input.*", "the file ends too early"),
            rule("Unrecognized token '(.*?)'.*", "$1 is no value; text stands in double quotes"),
            rule("Illegal unquoted character.*", "a text has no closing quote in its line"));

    private SyntaxMessage() {}

    static String of(String complaint) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.complaint.matcher(complaint);
            if (matcher.matches()) {
                return matcher.replaceAll(rule.words);
            }
        }
        return complaint;
    }

    private static Rule rule(String complaint, String words) {
        return new Rule(Pattern.compile(complaint, Pattern.DOTALL), words);
    }
}
