package io.narthex.promql.test.fuzz;

import io.narthex.model.Queryable;
import io.narthex.promql.test.ScriptMaterial;

/// The data that fuzzed queries ask: a few series of every kind, odd values among them, from 0 to
/// twenty minutes.
final class FuzzStore {
    private static final String SCRIPT =
            """
            load 30s
              c_total{i="1", g="a", job="j", instance="x"} 0+3x20 _x3 5+2x16
              c_total{i="2", g="a", job="j", instance="y"} 7x10 stale 0+1x29
              c_total{i="3", g="b", job="j", instance="x"} 1e300+1e299x40
              g{i="1", g="a", job="j", instance="x"} 5 1 NaN Inf -Inf -0 3x34
              g{i="2", g="b"} 1 _ 2 _ 3 _ 4 _ 5 _ 6 stale 7x30
              g{i="3", g="é", "a.b"="c"} -10+0.25x40
              odd{i="1"} NaN NaN NaN NaN
              odd{i="2"} Inf -Inf Inf -Inf Inf -Inf
              odd{i="3"} 1e308 1e308 -1e308 1e308 5e-324 -5e-324 0 -0
              h{i="1", g="a"} {{schema:0 count:4 sum:6 buckets:[1 2 1]}}+{{schema:0 count:4 sum:6 buckets:[1 2 1]}}x40
              h{i="2", g="a"} {{schema:3 count:9 sum:-3 z_bucket:2 z_bucket_w:0.1 buckets:[1 2] n_buckets:[3 1]}}x40
              h{i="3", g="b"} {{schema:-4 count:1 sum:NaN buckets:[1]}}x10 stale {{schema:8 count:3 sum:1e300 offset:-2000 buckets:[1 0 2]}}x20
              nhcb{i="1"} {{schema:-53 count:6 sum:9 custom_values:[1 2 5] buckets:[1 2 2 1]}}+{{schema:-53 count:6 sum:9 custom_values:[1 2 5] buckets:[1 2 2 1]}}x40
              nhcb{i="2"} {{schema:-53 count:3 sum:9 custom_values:[0.5 2 7] buckets:[1 1 1]}}x40
              mixed{i="1"} 1 2 3 {{schema:0 count:1 sum:1 buckets:[1]}} 4 {{schema:0 count:2 sum:1 buckets:[1 1]}} 5 stale {{schema:1 count:2 sum:1 buckets:[1 1]}}x20
              mixed{i="2"} {{schema:0 count:1 sum:1 buckets:[1]}} 1x30
              b_bucket{i="1", le="0.1"} 0+1x40
              b_bucket{i="1", le="1"} 0+3x40
              b_bucket{i="1", le="+Inf"} 0+5x40
              b_bucket{i="2", le="nonsense"} 1x40
              b_bucket{i="2", le="-5"} 4x40
              b_bucket{i="2", le="NaN"} 2x40
              target_info{job="j", instance="x", version="1"} 1x40
              target_info{job="j", instance="y", version="2"} 1x10 _x5 1x10
              build_info{job="j", instance="x", i="9"} 1x40
            """;

    private FuzzStore() {}

    static Queryable open() {
        return ScriptMaterial.store(SCRIPT);
    }
}
