package io.narthex.rules.template;

import java.util.random.RandomGenerator;

/// Makes templates that are mostly valid, of everything whose output is the same in every run of
/// every version.
final class RandomTemplates {
    private static final String[] ATOMS = {
        "1",
        "-2",
        "0",
        "3.5",
        "1e3",
        "0x1f",
        "\"\"",
        "\"ab c\"",
        "\"é日\"",
        "`r<w>`",
        "'a'",
        "true",
        "false",
        "nil",
        ".",
        "$",
        "$labels",
        "$value",
        "$labels.a",
        "$labels.zz",
        ".Labels",
        "$externalLabels.ext",
        "$x",
        "\"12.5\"",
        "\"a:80\"",
        "\"1.2.3.4:5\""
    };
    private static final String[] PLAIN_FUNCTIONS = {
        "toUpper",
        "toLower",
        "humanize",
        "humanize1024",
        "humanizeDuration",
        "humanizePercentage",
        "humanizeTimestamp",
        "stripPort",
        "stripDomain",
        "graphLink",
        "tableLink",
        "safeHtml",
        "len",
        "not",
        "print",
        "println",
        "html",
        "js",
        "urlquery",
        "args",
        "toTime"
    };
    private static final String[] TWO_ARGUMENTS = {
        "and", "or", "eq", "ne", "lt", "le", "gt", "ge", "index", "slice", "print", "args", "match",
        "println"
    };
    private static final String[] FORMATS = {
        "%v", "%5v", "%-7v|", "%s", "%q", "%d", "%04d", "%x", "%.2f", "%8.3f", "%+d", "%e", "%g",
        "%.3g", "%t", "%T", "%c", "%U", "%#v", "%+v", "%%", "%[1]v", "%*d", "% x", "%#x", "%08.3f",
        "%G", "%o", "%b", "%X", "%.1s"
    };

    private final RandomGenerator random;

    RandomTemplates(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        StringBuilder out = new StringBuilder("{{ $x := " + ATOMS[random.nextInt(19)] + " }}");
        if (out.indexOf("nil") >= 0) {
            out = new StringBuilder("{{ $x := 1 }}");
        }
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            action(out, 2);
        }
        return out.toString();
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private void action(StringBuilder out, int depth) {
        String open = random.nextInt(8) == 0 ? "{{- " : "{{ ";
        String close = random.nextInt(8) == 0 ? " -}}" : " }}";
        switch (depth == 0 ? 0 : random.nextInt(9)) {
            case 0, 1, 2, 3 -> out.append(open).append(pipeline(2)).append(close);
            case 4 -> out.append(" text ");
            case 5 -> {
                out.append(open).append("if ").append(pipeline(1)).append(close);
                action(out, depth - 1);
                out.append("{{ else }}");
                action(out, depth - 1);
                out.append("{{ end }}");
            }
            case 6 -> {
                out.append(open).append("with ").append(pipeline(1)).append(close);
                action(out, depth - 1);
                out.append("{{ end }}");
            }
            case 7 -> {
                String of = random.nextBoolean() ? "$labels" : "args " + operand(1) + " 2";
                out.append(open).append("range $i, $e := ").append(of).append(close);
                out.append("{{ $i }}={{ $e }};");
                action(out, depth - 1);
                out.append("{{ else }}none{{ end }}");
            }
            default -> out.append(open).append("$x = ").append(pipeline(1)).append(close);
        }
    }

    private String pipeline(int depth) {
        StringBuilder out = new StringBuilder(command(depth));
        while (random.nextInt(3) == 0) {
            out.append(" | ").append(one(PLAIN_FUNCTIONS));
        }
        return out.toString();
    }

    private String command(int depth) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> one(PLAIN_FUNCTIONS) + " " + operand(depth);
            case 2, 3 -> one(TWO_ARGUMENTS) + " " + operand(depth) + " " + operand(depth);
            case 4 ->
                    "printf \""
                            + one(FORMATS)
                            + " "
                            + one(FORMATS)
                            + "\" "
                            + operand(depth)
                            + " "
                            + operand(depth);
            default -> operand(depth);
        };
    }

    private String operand(int depth) {
        return depth == 0 || random.nextInt(3) > 0 ? one(ATOMS) : "(" + pipeline(depth - 1) + ")";
    }
}
