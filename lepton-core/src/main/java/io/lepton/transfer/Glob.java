package io.lepton.transfer;

import io.lepton.config.InputException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob over keys. The JDK's own globs work on paths, which cannot hold every key ({@code a//b},
 * {@code a/}), hence this one.
 */
record Glob(String text, Pattern pattern, boolean wholeKey) {

  static Glob of(String text) {
    if (text.isEmpty()) {
      throw new InputException("a filter pattern is empty; leave it out to match everything");
    }
    String anchored = text.startsWith("/") ? text.substring(1) : text;
    try {
      return new Glob(text, Pattern.compile(regex(anchored), Pattern.DOTALL), text.contains("/"));
    } catch (PatternSyntaxException e) {
      throw new InputException("pattern '" + text + "' is no glob: " + e.getDescription(), e);
    }
  }

  boolean matchesKey(String key) {
    return matchesWhole(wholeKey ? key : key.substring(key.lastIndexOf('/') + 1));
  }

  boolean matchesWhole(String value) {
    return pattern.matcher(value).matches();
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> {
          if (glob.startsWith("**/", i)) {
            regex.append("(?:.*/)?");
            i += 2;
          } else if (glob.startsWith("**", i)) {
            regex.append(".*");
            i++;
          } else {
            regex.append("[^/]*");
          }
        }
        case '?' -> regex.append("[^/]");
        case '[' -> i = appendClass(glob, i, regex);
        case '{' -> {
          braces++;
          regex.append("(?:");
        }
        case '}' -> {
          if (--braces < 0) {
            throw new InputException(
                "pattern '"
                    + glob
                    + "' closes a brace that it never opened; write \\} for the sign");
          }
          regex.append(')');
        }
        case ',' -> regex.append(braces > 0 ? "|" : ",");
        case '\\' -> {
          if (++i == glob.length()) {
            throw new InputException(
                "pattern '" + glob + "' ends in a lone backslash; write \\\\ for the sign");
          }
          regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (braces > 0) {
      throw new InputException(
          "pattern '" + glob + "' leaves a brace open; close it, or write \\{ for the sign");
    }
    return regex.toString();
  }

  private static int appendClass(String glob, int start, StringBuilder regex) {
    int end = glob.indexOf(']', start + 2);
    if (end < 0) {
      throw new InputException(
          "pattern '" + glob + "' leaves a bracket open; close it, or write \\[ for the sign");
    }
    String body = glob.substring(start + 1, end);
    boolean negated = body.startsWith("!") || body.startsWith("^");
    regex
        .append(negated ? "[^/" : "[")
        .append((negated ? body.substring(1) : body).replaceAll("[\\\\\\[\\]&^]", "\\\\$0"))
        .append(']');
    return end;
  }
}
