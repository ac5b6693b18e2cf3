package io.lepton.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a size: {@code 500}, {@code 50MB} (decimal) or {@code 64MiB} (binary); k, M, G, T alike.
 */
final class SizeConverter implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(i?)b?");

  @Override
  public Long convert(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no size; write bytes, or a number with KB, MB, GB, KiB, MiB, GiB");
    }
    int power = " kmgt".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
    double unit = Math.pow(matcher.group(3).isEmpty() ? 1000 : 1024, power);
    double bytes = Double.parseDouble(matcher.group(1)) * unit;
    if (bytes > Long.MAX_VALUE) {
      throw new TypeConversionException("'" + text + "' is larger than 8 EiB");
    }
    return Math.round(bytes);
  }
}
