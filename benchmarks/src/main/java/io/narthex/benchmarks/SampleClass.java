package io.narthex.benchmarks;

import java.util.random.RandomGenerator;

/// Kinds of series that services have, each with values as its scrapes would find them.
///
/// Thread safety: immutable.
enum SampleClass {
    SLOW_COUNTER("counter, 0.1 a scrape") {
        @Override
        double next(double last, RandomGenerator random) {
            return last + (random.nextInt(10) == 0 ? 1 : 0);
        }
    },
    COUNTER("counter, 5 a scrape") {
        @Override
        double next(double last, RandomGenerator random) {
            return last + random.nextInt(11);
        }
    },
    FAST_COUNTER("counter, 500 a scrape") {
        @Override
        double next(double last, RandomGenerator random) {
            return last + Math.max(0, Math.round(500 + 50 * random.nextGaussian()));
        }
    },
    CONSTANT("constant") {
        @Override
        double next(double last, RandomGenerator random) {
            return last;
        }
    },
    GAUGE("gauge with 2 decimals") {
        @Override
        double next(double last, RandomGenerator random) {
            return Math.round(100 * (50 + 20 * random.nextGaussian())) / 100.0;
        }
    },
    MEMORY("memory, pages of 4096 bytes") {
        @Override
        double next(double last, RandomGenerator random) {
            return last + 4096 * Math.round(40 * random.nextGaussian());
        }
    },
    CPU_SECONDS("processor seconds, 2 decimals") {
        @Override
        double next(double last, RandomGenerator random) {
            return Math.round(100 * last + random.nextInt(300)) / 100.0;
        }
    },
    SUM("_sum of a histogram") {
        @Override
        double next(double last, RandomGenerator random) {
            double sum = last;
            for (int i = random.nextInt(11); i > 0; i--) {
                sum += -0.05 * Math.log(1 - random.nextDouble());
            }
            return sum;
        }
    };

    private final String label;

    SampleClass(String label) {
        this.label = label;
    }

    /// The value behind another one.
    abstract double next(double last, RandomGenerator random);

    /// What it is called in tables.
    String label() {
        return label;
    }

    /// The values of one series.
    double[] values(int n, RandomGenerator random) {
        double[] values = new double[n];
        double v = 4096.0 * random.nextInt(100_000);
        for (int i = 0; i < n; i++) {
            v = next(v, random);
            values[i] = v;
        }
        return values;
    }
}
