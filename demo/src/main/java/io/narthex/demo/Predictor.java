package io.narthex.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Predictions: `POST /predict?model=small|medium|large` with comma-separated features.
///
/// Thread safety: safe for concurrent calls.
final class Predictor {
    /// The number of features a caller may send; missing ones are 0.
    static final int INPUTS = 64;

    private static final int CLASSES = 8;

    /// What the metrics say where the caller named no model of ours.
    private static final String UNKNOWN = "unknown";

    private final AppMetrics metrics;
    private final Map<String, Model> models = new TreeMap<>();

    Predictor(AppMetrics metrics) {
        this.metrics = metrics;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        models.put("small", new Model(24, new Network(random, 32)));
        models.put("medium", new Model(70, new Network(random, 192)));
        models.put("large", new Model(260, new Network(random, 640)));
    }

    /// @param medianMs how long its accelerator takes for half of the calls
    private record Model(double medianMs, Network network) {}

    Reply predict(Call call) throws InterruptedException {
        long start = System.nanoTime();
        String name = call.parameter("model", "small");
        Model model = models.get(name);
        Reply reply = model == null ? unknown(name) : run(name, model, call.text());
        metrics.predicted(
                model == null ? UNKNOWN : name, reply.status(), System.nanoTime() - start);
        return reply;
    }

    private Reply unknown(String name) {
        return Reply.error(
                422, "no model \"" + name + "\"; there are " + String.join(", ", models.keySet()));
    }

    private static Reply run(String name, Model model, String text) throws InterruptedException {
        float[] features = new float[INPUTS];
        String[] parts = text.isBlank() ? new String[0] : text.split(",", INPUTS + 1);
        if (parts.length > INPUTS) {
            return Reply.error(422, "more than " + INPUTS + " features");
        }
        try {
            for (int i = 0; i < parts.length; i++) {
                features[i] = Float.parseFloat(parts[i]);
            }
        } catch (NumberFormatException e) {
            return Reply.error(422, "a feature is not a number: " + e.getMessage());
        }
        Backend.await(model.medianMs(), 0.45);
        int best = model.network().classify(features);
        return Reply.json(200, "{\"model\":" + Reply.quote(name) + ",\"class\":" + best + "}");
    }

    /// Two hidden layers of rectified units with fixed random weights: of no use but real work.
    private static final class Network {
        private final float[][] first;
        private final float[][] second;
        private final float[][] last;

        Network(RandomGenerator random, int width) {
            first = layer(random, width, INPUTS);
            second = layer(random, width, width);
            last = layer(random, CLASSES, width);
        }

        int classify(float[] features) {
            float[] scores = apply(last, apply(second, apply(first, features)));
            int best = 0;
            for (int i = 1; i < scores.length; i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            return best;
        }

        private static float[][] layer(RandomGenerator random, int rows, int columns) {
            float[][] weights = new float[rows][columns];
            for (float[] row : weights) {
                for (int i = 0; i < columns; i++) {
                    row[i] = (float) random.nextGaussian();
                }
            }
            return weights;
        }

        private static float[] apply(float[][] weights, float[] in) {
            float[] out = new float[weights.length];
            for (int r = 0; r < out.length; r++) {
                float sum = 0;
                for (int i = 0; i < in.length; i++) {
                    sum += weights[r][i] * in[i];
                }
                out[r] = Math.max(0, sum / in.length);
            }
            return out;
        }
    }
}
