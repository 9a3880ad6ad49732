package io.bighammer.core.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the JSON parser's complaints into words for the person who edits the file. */
final class SyntaxMessage {

    /** @param words where $1 is a group of the complaint, and @ the line of the open bracket */
    private record Rule(Pattern complaint, String words) {}

    private static final List<Rule> RULES = List.of(
            rule("Unexpected character \\('([/#])' .*", "'$1' is no JSON; remove the comment"),
            rule("Unexpected character \\('}' .*start property name.*", "'}' stands after a comma; remove the comma"),
            rule(
                    "Unexpected character \\('(.)' .*start property name.*",
                    "'$1' stands where a key in double quotes must be"),
            rule("Unexpected character \\('(.)' .*separate Object.*", "'$1' stands where ',' or '}' must be"),
            rule("Unexpected character \\('(.)' .*separate Array.*", "'$1' stands where ',' or ']' must be"),
            rule("Unexpected character \\('(.)' .*a colon.*", "'$1' stands where ':' must be"),
            rule("Unexpected character \\('(.)' .*numeric value.*", "'$1' stands where a digit must be"),
            rule(
                    "Unexpected character \\('(.)' .*hex-digit.*",
                    "'$1' stands where one of four hexadecimal digits must be"),
            rule("Unexpected character \\('(])' .*a valid value.*", "'$1' stands after a comma; remove the comma"),
            rule("Unexpected character \\('(.)' .*a valid value.*", "'$1' stands where a value must be"),
            rule("Unexpected close marker '(.)': expected '(.)'.*", "'$1' stands where the '$2' for line @ must be"),
            rule("Unexpected close marker '(.)'.*", "'$1' closes nothing; remove it"),
            rule("Unexpected end-of-input.*closing quote.*", "the file ends before a text is closed"),
            rule("Unexpected end-of-input.* Array.*", "the file ends before the '[' of line @ is closed"),
            rule("Unexpected end-of-input.*", "the file ends before the '{' of line @ is closed"),
            rule("(?:Unrecognized|Non-standard) token '(.*?)'.*", "$1 is no value; text stands in double quotes"),
            rule("Unrecognized character escape '(.)'.*", "'\\\\$1' means nothing; write '\\\\\\\\' for a backslash"),
            rule("Illegal unquoted character.*", "a text runs on over the end of the line, or holds a tab; close it"),
            rule("Document nesting depth.*", "brackets stand within brackets too deeply"),
            rule("Invalid numeric value: Leading zeroes.*", "a number cannot begin with 0"));

    private SyntaxMessage() {}

    /** @param open the line of the bracket that is open where the complaint arose */
    static String of(String complaint, int open) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.complaint.matcher(complaint);
            if (matcher.matches()) {
                return matcher.replaceAll(rule.words.replace("@", String.valueOf(open)));
            }
        }
        return complaint;
    }

    private static Rule rule(String complaint, String words) {
        return new Rule(Pattern.compile(complaint, Pattern.DOTALL), words);
    }
}
