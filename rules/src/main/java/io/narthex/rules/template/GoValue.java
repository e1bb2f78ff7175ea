package io.narthex.rules.template;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/// What a template computes with, each with the Go type that messages and `%T` name.
sealed interface GoValue {
    /// The Go type.
    String typeName();

    /// What is behind an `interface {}`, and the value itself elsewhere.
    default GoValue concrete() {
        return this;
    }

    /// No value at all: an untyped nil, or what is missing.
    enum Nothing implements GoValue {
        NOTHING;

        @Override
        public String typeName() {
            return "<nil>";
        }
    }

    /// A slot of type `interface {}`; what is in it may be nothing.
    record Any(GoValue value) implements GoValue {
        @Override
        public String typeName() {
            return "interface {}";
        }

        @Override
        public GoValue concrete() {
            return value;
        }
    }

    /// A boolean.
    record Bool(boolean value) implements GoValue {
        @Override
        public String typeName() {
            return "bool";
        }
    }

    /// The integer types there are.
    enum IntegerType {
        INT("int"),
        INT32("int32"),
        INT64("int64"),
        BYTE("uint8"),
        MONTH("time.Month"),
        WEEKDAY("time.Weekday");

        private final String name;

        IntegerType(String name) {
            this.name = name;
        }
    }

    /// An integer.
    record Int(long value, IntegerType type) implements GoValue {
        Int(long value) {
            this(value, IntegerType.INT);
        }

        @Override
        public String typeName() {
            return type.name;
        }
    }

    /// A float.
    record Float(double value) implements GoValue {
        @Override
        public String typeName() {
            return "float64";
        }
    }

    /// A string.
    ///
    /// @param html whether it is marked as safe HTML, which is a type of its own
    record Str(String value, boolean html) implements GoValue {
        Str(String value) {
            this(value, false);
        }

        @Override
        public String typeName() {
            return html ? "template.HTML" : "string";
        }
    }

    /// Labels.
    record StringMap(Labels labels) implements GoValue {
        @Override
        public String typeName() {
            return "map[string]string";
        }
    }

    /// What `args` makes.
    ///
    /// @param depth how deep such maps nest in it
    record AnyMap(SortedMap<String, GoValue> entries, int depth) implements GoValue {
        @Override
        public String typeName() {
            return "map[string]interface {}";
        }
    }

    /// A pointer to an element of a query's result.
    record Sample(StringMap labels, GoValue value) implements GoValue {
        @Override
        public String typeName() {
            return "*template.sample";
        }
    }

    /// A nil pointer to such an element.
    enum NilSample implements GoValue {
        NIL_SAMPLE;

        @Override
        public String typeName() {
            return "*template.sample";
        }
    }

    /// The result of a query. Sorting by a label changes the list itself.
    record Samples(List<Sample> samples) implements GoValue {
        @Override
        public String typeName() {
            return "template.queryResult";
        }
    }

    /// What an alert's template gets as its dot.
    record AlertData(StringMap labels, StringMap externalLabels, String externalUrl, GoValue value)
            implements GoValue {
        @Override
        public String typeName() {
            return "struct { Labels map[string]string; ExternalLabels map[string]string;"
                    + " ExternalURL string; Value interface {} }";
        }
    }

    /// A native histogram.
    record Histogram(FloatHistogram value) implements GoValue {
        @Override
        public String typeName() {
            return "*histogram.FloatHistogram";
        }
    }

    /// A point in time, in UTC.
    ///
    /// @param pointer whether it is a pointer to one, which only its type's name tells
    record Time(Instant value, boolean pointer) implements GoValue {
        @Override
        public String typeName() {
            return pointer ? "*time.Time" : "time.Time";
        }
    }

    /// A duration.
    ///
    /// @param pointer whether it is a pointer to one, which is no number
    record Duration(long nanos, boolean pointer) implements GoValue {
        @Override
        public String typeName() {
            return pointer ? "*time.Duration" : "time.Duration";
        }
    }
}
