package io.narthex.promql.plan;

import io.narthex.promql.parser.PositionRange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where in the query text the nodes of shared subtrees stand: an annotation about one of them is
/// one about each.
///
/// Thread safety: for one thread.
public final class SharedPlaces {
    /// By number, by occurrence, the places of all its nodes in one order.
    private final Map<Integer, List<List<PositionRange>>> occurrences = new HashMap<>();

    private SharedPlaces() {}

    /// The places in a plan.
    public static SharedPlaces of(LogicalNode plan) {
        SharedPlaces places = new SharedPlaces();
        places.add(plan);
        return places;
    }

    private void add(LogicalNode node) {
        if (node instanceof LogicalNode.Shared shared) {
            List<PositionRange> all = new ArrayList<>();
            addPlaces(shared.input(), all);
            occurrences.computeIfAbsent(shared.number(), _ -> new ArrayList<>()).add(all);
        }
        node.children().forEach(this::add);
    }

    private static void addPlaces(LogicalNode node, List<PositionRange> into) {
        into.add(node.position());
        if (node instanceof LogicalNode.RangeSelector r) {
            into.add(r.selector().position());
        }
        node.children().forEach(child -> addPlaces(child, into));
    }

    /// By place of a node of one occurrence, the places of that node in all occurrences.
    ///
    /// @param number of the shared subtree
    public Map<PositionRange, List<PositionRange>> places(int number) {
        List<List<PositionRange>> all = occurrences.getOrDefault(number, List.of());
        Map<PositionRange, List<PositionRange>> places = new HashMap<>();
        for (List<PositionRange> occurrence : all) {
            for (int i = 0; i < occurrence.size(); i++) {
                int node = i;
                places.put(occurrence.get(i), all.stream().map(o -> o.get(node)).toList());
            }
        }
        return places;
    }
}
