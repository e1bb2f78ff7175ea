package io.narthex.rules.template;

import io.narthex.model.Labels;
import io.narthex.rules.template.GoValue.Nothing;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// Prints values as Go's `fmt` does: which verb suits which type, and how structures look.
/// Numbers and strings are written by {@link Padded}.
///
/// Thread safety: for one thread.
final class GoPrinter {
    /// What stands for an address: those of Go differ from run to run anyway.
    private static final long ADDRESS = 0xc000000000L;

    private final Padded out;
    private boolean reporting;

    GoPrinter(Budget budget) {
        this.out = new Padded(budget);
    }

    void write(String text) {
        out.write(text);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /// As `%v` prints it.
    static String text(GoValue value) {
        return text(value, 'v');
    }

    static String text(GoValue value, int verb) {
        GoPrinter printer = new GoPrinter(new Budget());
        printer.print(value.concrete(), verb, new FormatFlags());
        return printer.toString();
    }

    /// As an action prints it: pointers are followed, and what is missing says so.
    static String printed(GoValue value, Budget budget) {
        GoValue concrete = value.concrete();
        if (concrete == Nothing.NOTHING) {
            return "<no value>";
        }
        if (concrete instanceof GoValue.Str s) {
            return s.value();
        }
        GoPrinter printer = new GoPrinter(budget);
        printer.pointed(concrete);
        return printer.toString();
    }

    private void pointed(GoValue value) {
        if (value instanceof GoValue.Sample sample) {
            structure(new FormatFlags(), 'v', sample);
        } else {
            print(value, 'v', new FormatFlags());
        }
    }

    /// With spaces between arguments where neither is a string.
    static String print(List<GoValue> arguments, Environment environment) {
        GoPrinter printer = new GoPrinter(environment.budget());
        for (int i = 0; i < arguments.size(); i++) {
            printer.space(arguments, i);
            printer.print(arguments.get(i), 'v', new FormatFlags());
        }
        return printer.toString();
    }

    /// As `print`, but each argument as an action prints it.
    static String printArguments(List<GoValue> arguments, Budget budget) {
        GoPrinter printer = new GoPrinter(budget);
        for (int i = 0; i < arguments.size(); i++) {
            printer.space(arguments, i);
            printer.write(printed(arguments.get(i), budget));
        }
        return printer.toString();
    }

    private void space(List<GoValue> arguments, int i) {
        boolean strings =
                i == 0
                        || arguments.get(i) instanceof GoValue.Str
                        || arguments.get(i - 1) instanceof GoValue.Str;
        write(strings ? "" : " ");
    }

    /// With spaces between all arguments, and a line feed.
    static String println(List<GoValue> arguments, Environment environment) {
        GoPrinter printer = new GoPrinter(environment.budget());
        for (int i = 0; i < arguments.size(); i++) {
            printer.write(i == 0 ? "" : " ");
            printer.print(arguments.get(i), 'v', new FormatFlags());
        }
        printer.write("\n");
        return printer.toString();
    }

    /// Prints an argument.
    void print(GoValue value, int verb, FormatFlags flags) {
        if (value == Nothing.NOTHING) {
            nothing(verb, flags);
        } else if (verb == 'T') {
            out.string(value.typeName(), 's', flags);
        } else if (verb == 'p') {
            address(value, 'p', flags);
        } else {
            value(value, verb, flags, 0);
        }
    }

    private void nothing(int verb, FormatFlags flags) {
        if (verb == 'T' || verb == 'v') {
            out.pad("<nil>", flags);
        } else {
            write("%!" + Character.toString(verb) + "(<nil>)");
        }
    }

    private void bad(GoValue value, int verb, FormatFlags flags) {
        reporting = true;
        write("%!" + Character.toString(verb) + "(" + value.typeName() + "=");
        value(value, 'v', flags, 0);
        write(")");
        reporting = false;
    }

    private void value(GoValue value, int verb, FormatFlags flags, int depth) {
        if (!reporting && !flags.sharpV && "vsxXq".indexOf(verb) >= 0) {
            String text = ownText(value);
            if (text != null) {
                out.string(text, verb, flags);
                return;
            }
        }
        switch (value) {
            case Nothing _ -> nothing(verb, flags);
            case GoValue.Any any -> value(any.value(), verb, flags, depth);
            case GoValue.Bool b -> {
                if (verb == 't' || verb == 'v') {
                    out.pad(String.valueOf(b.value()), flags);
                } else {
                    bad(value, verb, flags);
                }
            }
            case GoValue.Int i -> integer(value, i.value(), verb, flags);
            case GoValue.Duration d when !d.pointer() -> integer(value, d.nanos(), verb, flags);
            case GoValue.Float f -> {
                if ("vbgGeEfFxX".indexOf(verb) >= 0) {
                    out.floating(f.value(), verb, flags);
                } else {
                    bad(value, verb, flags);
                }
            }
            case GoValue.Str s -> {
                if ("vsxXq".indexOf(verb) >= 0) {
                    out.string(s.value(), flags.sharpV ? 'q' : verb, flags);
                } else {
                    bad(value, verb, flags);
                }
            }
            case GoValue.StringMap map -> stringMap(map, verb, flags, depth);
            case GoValue.AnyMap map -> anyMap(map, verb, flags, depth);
            case GoValue.AlertData data -> structure(flags, verb, data);
            case GoValue.Samples samples -> samples(samples, verb, flags);
            case GoValue.Sample sample when depth == 0 -> {
                write("&");
                structure(flags, verb, sample);
            }
            case GoValue.NilSample _ when verb == 'v' ->
                    out.pad(flags.sharpV ? "(*template.sample)(nil)" : "<nil>", flags);
            case GoValue.Sample _,
                    GoValue.NilSample _,
                    GoValue.Histogram _,
                    GoValue.Time _,
                    GoValue.Duration _ ->
                    address(value, verb, flags);
        }
    }

    private static @Nullable String ownText(GoValue value) {
        return switch (value) {
            case GoValue.Time time -> TimeLayout.text(time.value());
            case GoValue.Duration duration -> DurationMethods.text(duration.nanos());
            case GoValue.Histogram histogram -> histogram.value().toString();
            case GoValue.Int(long n, GoValue.IntegerType type)
                    when type == GoValue.IntegerType.MONTH ->
                    TimeLayout.month(n);
            case GoValue.Int(long n, GoValue.IntegerType type)
                    when type == GoValue.IntegerType.WEEKDAY ->
                    TimeLayout.weekday(n);
            case Nothing _,
                    GoValue.Any _,
                    GoValue.Bool _,
                    GoValue.Int _,
                    GoValue.Float _,
                    GoValue.Str _,
                    GoValue.StringMap _,
                    GoValue.AnyMap _,
                    GoValue.Sample _,
                    GoValue.NilSample _,
                    GoValue.Samples _,
                    GoValue.AlertData _ ->
                    null;
        };
    }

    private void integer(GoValue value, long number, int verb, FormatFlags flags) {
        if ("vdboOxXcqU".indexOf(verb) >= 0) {
            out.integer(number, verb, flags);
        } else {
            bad(value, verb, flags);
        }
    }

    private void address(GoValue value, int verb, FormatFlags flags) {
        boolean pointer =
                value.typeName().startsWith("*")
                        || value instanceof GoValue.Samples
                        || value instanceof GoValue.StringMap
                        || value instanceof GoValue.AnyMap;
        if (!pointer || "vpbodxX".indexOf(verb) < 0) {
            bad(value, verb, flags);
        } else {
            String number = Long.toHexString(ADDRESS);
            out.pad(verb == 'v' || verb == 'p' ? "0x" + number : number, flags);
        }
    }

    private void stringMap(GoValue.StringMap map, int verb, FormatFlags flags, int depth) {
        write(flags.sharpV ? map.typeName() + "{" : "map[");
        Labels labels = map.labels();
        for (int i = 0; i < labels.size(); i++) {
            write(i == 0 ? "" : flags.sharpV ? ", " : " ");
            value(new GoValue.Str(labels.name(i)), verb, flags, depth + 1);
            write(":");
            value(new GoValue.Str(labels.value(i)), verb, flags, depth + 1);
        }
        write(flags.sharpV ? "}" : "]");
    }

    private void anyMap(GoValue.AnyMap map, int verb, FormatFlags flags, int depth) {
        write(flags.sharpV ? map.typeName() + "{" : "map[");
        String separator = "";
        for (Map.Entry<String, GoValue> entry : map.entries().entrySet()) {
            write(separator);
            separator = flags.sharpV ? ", " : " ";
            value(new GoValue.Str(entry.getKey()), verb, flags, depth + 1);
            write(":");
            value(entry.getValue(), verb, flags, depth + 1);
        }
        write(flags.sharpV ? "}" : "]");
    }

    private void samples(GoValue.Samples samples, int verb, FormatFlags flags) {
        write(flags.sharpV ? samples.typeName() + "{" : "[");
        for (int i = 0; i < samples.samples().size(); i++) {
            write(i == 0 ? "" : flags.sharpV ? ", " : " ");
            value(samples.samples().get(i), verb, flags, 1);
        }
        write(flags.sharpV ? "}" : "]");
    }

    private void structure(FormatFlags flags, int verb, GoValue.Sample sample) {
        write(flags.sharpV ? "template.sample{" : "{");
        field("Labels", sample.labels(), verb, flags);
        write(flags.sharpV ? ", " : " ");
        field("Value", sample.value(), verb, flags);
        write("}");
    }

    private void structure(FormatFlags flags, int verb, GoValue.AlertData data) {
        String separator = flags.sharpV ? ", " : " ";
        write(flags.sharpV ? data.typeName() + "{" : "{");
        field("Labels", data.labels(), verb, flags);
        write(separator);
        field("ExternalLabels", data.externalLabels(), verb, flags);
        write(separator);
        field("ExternalURL", new GoValue.Str(data.externalUrl()), verb, flags);
        write(separator);
        field("Value", data.value(), verb, flags);
        write("}");
    }

    private void field(String name, GoValue value, int verb, FormatFlags flags) {
        write(flags.plusV || flags.sharpV ? name + ":" : "");
        value(value, verb, flags, 1);
    }
}
